"""What does a whole conversation need? The real Rasa as we start it, and our actions over the notebook desk."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from rasa_sdk.executor import ActionExecutor

from actions import all_actions
from hotline.web.actions_route import actions_router
from integrations.rasa import RestDialogue, Said
from integrations.rasa.engine import Engine, ensure_model, run_command, run_variables
from tests.actions.notebook_desk import NotebookDesk

ROOT = Path(__file__).parents[2]
SECRET = "only-for-this-test"
SECONDS_TO_START = 120


class Citizen:
    """One conversation; `hears` keeps the last reply."""

    def __init__(self, address: str, name: str) -> None:
        self._dialogue = RestDialogue(httpx.Client(trust_env=False), address)
        self._name = name
        self.hears: list[Said] = []

    def says(self, *messages: str) -> str:
        """Sends the messages one after another and returns the text of the last reply."""
        for message in messages:
            self.hears = self._dialogue.say(self._name, message, timeout=30)
        return "\n".join(said.text for said in self.hears)

    @property
    def choices(self) -> list[str]:
        return [choice.value for said in self.hears for choice in said.choices]


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The project's own engine and its one model, trained only when its sources changed."""
    found = Engine(root=ROOT, environment=ROOT / ".venv-rasa", models=ROOT / "var" / "models")
    if not found.rasa.exists():
        pytest.skip("没有 .venv-rasa：Rasa 的环境还没有装，整段对话的规则没有试。")
    ensure_model(found)
    return found


@pytest.fixture(scope="session")
def shared_desk() -> NotebookDesk:
    return NotebookDesk()


@pytest.fixture(scope="session")
def actions_url(shared_desk: NotebookDesk) -> Iterator[str]:
    executor, application, port = ActionExecutor(), FastAPI(), free_port()
    for action in all_actions(shared_desk):
        executor.register_action(action)
    application.include_router(actions_router(executor, SECRET))
    server = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{port}/actions/webhook"
    server.should_exit = True
    thread.join()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def rasa_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rasa") / "rasa.log"


@pytest.fixture(scope="session")
def rasa(engine: Engine, actions_url: str, rasa_log: Path) -> Iterator[str]:
    """The address of a running Rasa."""
    port, tracker = free_port(), f"sqlite:///{rasa_log.parent / 'dialogue.db'}"
    variables = os.environ | run_variables(actions_url=actions_url, action_secret=SECRET, tracker_url=tracker)
    with rasa_log.open("w") as log:
        process = subprocess.Popen(run_command(engine, port), cwd=ROOT, env=variables, stdout=log, stderr=log)
        try:
            wait_until_up(process, f"http://127.0.0.1:{port}", rasa_log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_until_up(process: subprocess.Popen, address: str, log: Path) -> None:
    for _ in range(SECONDS_TO_START * 4):
        if process.poll() is not None:
            pytest.fail(f"Rasa ended while starting:\n{log.read_text()[-2000:]}")
        try:
            httpx.get(address, timeout=1, trust_env=False)
            return
        except httpx.HTTPError:
            time.sleep(0.25)
    pytest.fail(f"Rasa did not start within {SECONDS_TO_START} seconds:\n{log.read_text()[-2000:]}")


@pytest.fixture
def desk(shared_desk: NotebookDesk) -> NotebookDesk:
    shared_desk.notes.clear()
    shared_desk.busy = False
    return shared_desk


@pytest.fixture
def citizen(rasa: str, desk: NotebookDesk, request: pytest.FixtureRequest) -> Citizen:
    return Citizen(rasa, request.node.name)
