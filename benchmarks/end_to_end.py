"""How long does a citizen wait for an answer, and how many can ask at once? Our product beside a bare Rasa, in one run.

Run from the project's root when the model is made (`make prepare`): `.venv/bin/python -m benchmarks.end_to_end`.
Ours is service, dialogue engine and worker as `make run` starts them. The bare Rasa has the same model and settings,
but its actions speak to a desk that answers at once and keeps nothing: what is left is the price of Rasa itself.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median, quantiles

import httpx

from benchmarks.citizens import Round, by_browser, by_rest, by_wechat, round_of
from hotline.settings import Settings, read_settings
from hotline.supervisor import ROOT, Part, engine, parts
from integrations.rasa.engine import Engine, run_command, run_variables

CLIENTS = 16
LONE_ROUNDS = 4  # of one client, each channel in turn
CROWD_EACH = 4  # conversations of each client in a round
CROWD_ROUNDS = 7  # of sixteen, ours and the bare one in turn
BORROWED_SECRET = "bare"


class Running:
    """Processes that were started, by name; all are ended with the block."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: dict[str, subprocess.Popen] = {}

    def start(self, part: Part) -> None:
        with (self._folder / f"{part.name}.log").open("w") as log:
            self._processes[part.name] = subprocess.Popen(
                part.command, env=dict(part.environment), cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )

    def megabytes(self) -> dict[str, float]:
        """Resident memory of each process."""
        return {name: _resident(process.pid) for name, process in self._processes.items()}

    def end(self) -> None:
        for process in self._processes.values():
            os.killpg(process.pid, signal.SIGTERM)
        for process in self._processes.values():
            _ended(process)


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024


def _ended(process: subprocess.Popen) -> None:
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def healthy_after(began: float, urls: Mapping[str, str], patience: float = 180) -> dict[str, float]:
    """Seconds from `began` until each address answered."""
    seconds: dict[str, float] = {}
    while len(seconds) < len(urls):
        for name in urls.keys() - seconds.keys():
            if _answers(urls[name]):
                seconds[name] = time.perf_counter() - began
        if time.perf_counter() - began > patience:
            raise SystemExit(f"{', '.join(urls.keys() - seconds.keys())} did not come up in {patience:.0f} s.")
        time.sleep(0.05)
    return seconds


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def bare_parts(settings: Settings, port: int) -> tuple[Part, Part]:
    """A Rasa with our model on `port`, and on the next its action server: this module, started with `--actions`."""
    variables = run_variables(
        actions_url=f"http://127.0.0.1:{port + 1}/actions/webhook",
        action_secret=BORROWED_SECRET,
        tracker_url=f"sqlite:///{settings.data / 'bare.db'}",
    )
    rasa = Part(
        name="bare Rasa",
        command=tuple(run_command(engine(settings), port)),
        environment={**os.environ, **variables},
    )
    command = (sys.executable, "-m", "benchmarks.end_to_end", "--actions", str(port + 1))
    return rasa, Part(name="bare actions", command=command, environment=os.environ)


def serve_bare_actions(port: int) -> None:
    """The product's actions over a notebook instead of a database and a search."""
    import uvicorn
    from fastapi import FastAPI
    from rasa_sdk.executor import ActionExecutor

    from actions import all_actions
    from hotline.web.actions_route import actions_router
    from tests.actions.notebook_desk import NotebookDesk

    executor = ActionExecutor()
    for action in all_actions(NotebookDesk()):
        executor.register_action(action)
    app = FastAPI()
    app.include_router(actions_router(executor, BORROWED_SECRET))
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)


@contextmanager
def product(data: Path) -> Iterator[tuple[Settings, Running]]:
    """Settings over a new data folder, with the model borrowed, and the processes that will run over it."""
    settings = read_settings({"HOTLINE_DATA": str(data), "HOTLINE_PORT": str(_free_ports(4)), **_chosen()})
    made = Engine(root=ROOT, environment=ROOT / ".venv-rasa", models=ROOT / "var" / "models").model
    if not made.exists():
        raise SystemExit(f"There is no dialogue model {made.name}; run `make prepare` first.")
    engine(settings).models.mkdir()
    shutil.copy(made, engine(settings).model)
    running = Running(data)
    try:
        yield settings, running
    finally:
        running.end()


def _chosen() -> dict[str, str]:
    """Settings of the caller's, e.g. HOTLINE_VECTORS; where things lie is ours to say."""
    ours = ("HOTLINE_DATA", "HOTLINE_PORT")
    return {name: value for name, value in os.environ.items() if name.startswith("HOTLINE_") and name not in ours}


def _free_ports(count: int) -> int:
    """The first of so many free neighbours."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            first = probe.getsockname()[1]
        if first + count < 65536 and all(_is_free(port) for port in range(first, first + count)):
            return first


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def started(settings: Settings, running: Running, chosen: tuple[Part, ...], urls: Mapping[str, str]) -> None:
    began = time.perf_counter()
    for part in chosen:
        running.start(part)
    for name, seconds in healthy_after(began, urls).items():
        print(f"| {name} | {seconds:.1f} |", flush=True)


def measure_starts(settings: Settings, running: Running) -> str:
    """Start everything, print how long it took, and return the bare Rasa's REST address."""
    ours, bare = settings.port, settings.port + 2
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "hotline", "ask", "您好"],
        env={**os.environ, **settings.environment()},
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    print("\n| start-up | s |\n|---|---|")
    print(
        f"| first start only: database, vectors of all articles and danger examples | {time.perf_counter() - began:.1f} |"
    )
    urls = {"service healthy": f"http://127.0.0.1:{ours}/health", "dialogue engine healthy": f"{settings.rasa_url}/"}
    started(settings, running, parts(settings), urls)
    started(settings, running, bare_parts(settings, bare), {"bare Rasa healthy": f"http://127.0.0.1:{bare}/"})
    return f"http://127.0.0.1:{bare}/webhooks/rest/webhook"


def measure_alone(settings: Settings, rest: str) -> None:
    """One client: each way in turn, so that a busy minute of the machine falls on all."""
    ways = {
        "browser": partial(by_browser, settings),
        "WeChat, AES": partial(by_wechat, settings),
        "bare Rasa, REST": partial(by_rest, rest),
    }
    rounds: dict[str, list[Round]] = {name: [] for name in ways}
    for _ in range(LONE_ROUNDS):
        for name, enter in ways.items():
            rounds[name].append(round_of(enter, clients=1))
    print("\n| one client | messages | p50, ms | p95, ms | failures | load |\n|---|---|---|---|---|---|")
    for name, found in rounds.items():
        count = sum(len(one.waits) for one in found)
        print(f"| {name} | {count} | {_waits(found)} | {_failures(found)} | {_loads(found)} |", flush=True)


def measure_crowd(settings: Settings, rest: str) -> None:
    """Sixteen clients: ours and the bare one in turn; the first pair only warms up."""
    ours, bare = [], []
    for _ in range(CROWD_ROUNDS + 1):
        ours.append(round_of(partial(by_browser, settings), clients=CLIENTS, each=CROWD_EACH))
        bare.append(round_of(partial(by_rest, rest), clients=CLIENTS, each=CROWD_EACH))
        print(f"ours {_speed(ours[-1])}, bare {_speed(bare[-1])}", file=sys.stderr)
    print(
        f"\n| {CLIENTS} clients | messages a round | messages/s, median | lowest to highest | p50, ms | p95, ms |",
        end="",
    )
    print(" failures | load |\n|---|---|---|---|---|---|---|---|")
    print(_crowd_row("ours, browser", ours[1:]))
    print(_crowd_row("bare Rasa, REST", bare[1:]))
    ratios = [one.per_second / other.per_second for one, other in zip(ours[1:], bare[1:], strict=True)]
    print(f"\nOurs : bare, median of the pairs: {median(ratios):.2f}", flush=True)


def _speed(one: Round) -> str:
    return f"{one.per_second:.1f}/s at load {one.load:.1f}"


def _crowd_row(name: str, rounds: Sequence[Round]) -> str:
    speeds = sorted(one.per_second for one in rounds)
    figures = f"{median(speeds):.1f} | {speeds[0]:.1f} to {speeds[-1]:.1f} | {_waits(rounds)}"
    return f"| {name} | {len(rounds[0].waits)} | {figures} | {_failures(rounds)} | {_loads(rounds)} |"


def _waits(rounds: Sequence[Round]) -> str:
    """p50 and p95 of a message, in milliseconds."""
    waits = [wait * 1000 for one in rounds for wait in one.waits]
    return f"{median(waits):.0f} | {quantiles(waits, n=20)[-1]:.0f}"


def _failures(rounds: Sequence[Round]) -> int:
    return sum(one.failures for one in rounds)


def _loads(rounds: Sequence[Round]) -> str:
    return f"{min(one.load for one in rounds):.1f} to {max(one.load for one in rounds):.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, metavar="PORT", help="only serve the bare Rasa's actions on this port")
    options = parser.parse_args()
    if options.actions:
        serve_bare_actions(options.actions)
        return
    with tempfile.TemporaryDirectory() as folder, product(Path(folder)) as (settings, running):
        rest = measure_starts(settings, running)
        measure_alone(settings, rest)
        measure_crowd(settings, rest)
        print("\n| resident after the load | MB |\n|---|---|")
        for name, size in running.megabytes().items():
            print(f"| {name} | {size:.0f} |")


if __name__ == "__main__":
    main()
