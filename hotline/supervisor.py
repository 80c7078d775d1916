"""How do service, dialogue engine and worker run as one? Honcho starts them, Ctrl-C ends them all."""

import os
import shlex
import socket
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
from honcho.manager import Manager
from rich.console import Console
from rich.table import Table

from hotline.demo import PASSWORD, SHOWN
from hotline.settings import Settings
from integrations.rasa.engine import Engine, run_command, run_variables

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 180
REST_SECONDS = 3
console = Console()


class PortTaken(Exception):
    """Another program listens on a port we need."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One process of the product: its command and its whole environment."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    log: str = ""  # a file for a part that talks too much for a terminal


def parts(settings: Settings) -> tuple[Part, ...]:
    """Service and worker always; the dialogue engine where its environment is installed."""
    ours = {**os.environ, **settings.environment(), "PYTHONUNBUFFERED": "1"}
    service = Part(name="service", command=(sys.executable, "-m", "hotline", "serve"), environment=ours)
    worker = Part(name="worker", command=(sys.executable, "-m", "hotline", "work"), environment=ours)
    return (service, worker, _dialogue(settings)) if engine(settings).rasa.exists() else (service, worker)


def dialogue_log(settings: Settings) -> Path:
    return settings.data / "dialogue.log"


def engine(settings: Settings) -> Engine:
    return Engine(root=ROOT, environment=ROOT / ".venv-rasa", models=settings.data / "models")


def _dialogue(settings: Settings) -> Part:
    variables = run_variables(
        actions_url=f"{settings.service_url}/actions/webhook",
        action_secret=settings.text("HOTLINE_ACTION_SECRET"),
        tracker_url=f"sqlite:///{settings.data / 'dialogue.db'}",
    )
    command = run_command(engine(settings), settings.port + 1)
    return Part(
        name="dialogue",
        command=tuple(command),
        environment={**os.environ, **variables},
        log=str(dialogue_log(settings)),
    )


def run_everything(settings: Settings) -> int:
    """Run all parts until a signal comes; a part that ends is started again. Errors: `PortTaken`."""
    for port in (settings.port, settings.port + 1):
        free_port(settings.text("HOTLINE_HOST"), port)
    manager = Manager()
    for part in parts(settings):
        manager.add_process(part.name, _kept_running(part), env=dict(part.environment), cwd=str(ROOT))
    threading.Thread(target=_announce, args=(settings,), daemon=True).start()
    manager.loop()
    return manager.returncode or 0


def _kept_running(part: Part) -> str:
    """A shell loop: one part's crash must not take the others down, nor stay."""
    command = shlex.join(part.command) + (f" >>{shlex.quote(part.log)} 2>&1" if part.log else "")
    return f"trap 'exit 0' TERM INT; while :; do {command}; echo '{part.name} 停了，{REST_SECONDS} 秒后重新启动'; sleep {REST_SECONDS}; done"


def free_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise PortTaken(f"端口 {port} 已被别的程序占用。请换一个，例如 HOTLINE_PORT=8100 make run。") from None


def _announce(settings: Settings) -> None:
    """Print the addresses once everything answers."""
    began = time.monotonic()
    waiting = {"服务": f"{settings.service_url}/health", "对话引擎": f"{settings.rasa_url}/"}
    while waiting and time.monotonic() - began < PATIENCE_SECONDS:
        waiting = {name: url for name, url in waiting.items() if not _answers(url)}
        time.sleep(0.5)
    if waiting:
        console.print(f"{'、'.join(waiting)}还没有起来，请看上面的日志，或运行 .venv/bin/hotline doctor", style="red")
    if "服务" not in waiting:
        console.print(_welcome(settings, time.monotonic() - began))


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=1, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def _welcome(settings: Settings, seconds: float) -> Table:
    table = Table("谁", "地址", "账号", "密码", title=f"曾都区12345热线助手已就绪（{seconds:.0f} 秒）。按 Ctrl-C 停止")
    table.add_row("群众", f"{settings.service_url}/chat", "不用登录", "")
    if settings.number("HOTLINE_DEMO"):
        for login, who in SHOWN:
            table.add_row(who, f"{settings.service_url}/sign-in", login, PASSWORD)
    table.add_row("微信演练", '.venv/bin/hotline wechat-sim "路灯坏了"', "", "")
    return table
