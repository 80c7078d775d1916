"""Do all parts run under one roof: refused in a sentence, started again when they die, gone after Ctrl-C?"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from hotline.settings import Settings, read_settings
from hotline.supervisor import PortTaken, engine, free_port, parts

HOTLINE = Path(sys.executable).parent / "hotline"
PATIENCE_SECONDS = 60


def until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end, f"没有等到：{what}"
        time.sleep(0.1)


def two_free_ports() -> int:
    """A port whose neighbour is free too."""
    while True:
        with closing(socket.socket()) as first, closing(socket.socket()) as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            if port < 64_000:
                return port


@dataclass
class Product:
    """`hotline up` as somebody started it in a terminal."""

    settings: Settings
    supervisor: subprocess.Popen

    def processes(self, command: str = "") -> list[int]:
        """Every living process that was started with our data folder, whoever is its parent."""
        ours = f"HOTLINE_DATA={self.settings.data}".encode()
        mark = str(self.settings.data).encode()
        found = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        return [
            pid
            for pid in found
            if (ours in _read(pid, "environ").split(b"\0") or mark in _read(pid, "cmdline"))
            and command.encode() in _read(pid, "cmdline").replace(b"\0", b" ")
        ]

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.settings.service_url}/health", timeout=2, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False


def _read(pid: int, what: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{what}").read_bytes()
    except OSError:  # it has ended, or is not ours to read
        return b""


def worker_of(product: Product) -> list[int]:
    """The worker itself, not the shell loop that keeps it running."""
    return [pid for pid in product.processes("-m hotline work") if b"while" not in _read(pid, "cmdline")]


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    if not Path("/proc/self/environ").exists():
        pytest.skip("没有 /proc，看不到全部子进程：监管进程的验收没有跑。")
    settings = read_settings(
        {"HOTLINE_DATA": str(tmp_path), "HOTLINE_PORT": str(two_free_ports()), "HOTLINE_VECTORS": "absent"}
    )
    log = (tmp_path / "up.log").open("w")
    started = subprocess.Popen(
        [HOTLINE, "up"], env={**os.environ, **settings.environment()}, stdout=log, stderr=log, start_new_session=True
    )
    made = Product(settings, started)
    try:
        yield made
    finally:
        for pid in made.processes():
            os.kill(pid, signal.SIGKILL)
        started.wait()
        log.close()


def test_a_part_that_dies_is_started_again_and_ctrl_c_ends_every_one(product: Product) -> None:
    until(lambda: product.answers() and worker_of(product), "服务应答、后台在运行")
    (first,) = worker_of(product)
    os.kill(first, signal.SIGKILL)
    until(lambda: worker_of(product) not in ([], [first]), "后台重新启动")
    assert product.answers()
    product.supervisor.send_signal(signal.SIGINT)
    assert product.supervisor.wait(PATIENCE_SECONDS) == 130  # what a shell expects after Ctrl-C
    until(lambda: product.processes() == [], "所有子进程结束")
    assert not product.answers()


def test_a_taken_port_is_one_sentence_and_starts_nothing(tmp_path: Path) -> None:
    """The dialogue engine's, which follows the service's own."""
    port = two_free_ports()
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", port + 1))
        other.listen()
        variables = {"HOTLINE_DATA": str(tmp_path), "HOTLINE_PORT": str(port)}
        done = subprocess.run(
            [HOTLINE, "up"], env={**os.environ, **variables, "COLUMNS": "200"}, capture_output=True, text=True
        )
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr == f"端口 {port + 1} 已被别的程序占用。请换一个，例如 HOTLINE_PORT=8100 make run。\n"
    assert not (tmp_path / "hotline.db").exists()


def test_a_port_is_free_again_as_soon_as_it_is_let_go() -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=str(port)):
            free_port("127.0.0.1", port)
    free_port("127.0.0.1", port)


def test_every_part_of_ours_gets_the_same_settings_and_the_engine_only_what_it_needs(tmp_path: Path) -> None:
    settings = read_settings({"HOTLINE_DATA": str(tmp_path), "HOTLINE_WECHAT_SECRET": "kouling-of-wechat"})
    ours = {part.name: part for part in parts(settings)}
    for name in ("service", "worker"):
        assert settings.environment().items() <= ours[name].environment.items()
    assert ("dialogue" in ours) is engine(settings).rasa.exists()
    for part in ours.values():
        assert "kouling" not in " ".join(part.command)
    if "dialogue" in ours:
        assert ours["dialogue"].environment["RASA_TELEMETRY_ENABLED"] == "false"
        assert not [value for value in ours["dialogue"].environment.values() if "kouling-of-wechat" in value]
        assert "127.0.0.1" in ours["dialogue"].command and "--enable-api" not in ours["dialogue"].command
