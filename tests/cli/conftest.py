"""What does every test of the command line start from? An installation of its own, found by words alone."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.cli.terminal import Terminal

LOGGING = structlog.get_config()


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    yield
    structlog.configure(**LOGGING)


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    data: Path = tmp_path_factory.mktemp("hotline")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return Terminal(
        settings={
            "HOTLINE_DATA": str(data),
            "HOTLINE_VECTORS": "absent",
            "HOTLINE_PORT": str(port),
            "HOTLINE_DATABASE": "",
            "HOTLINE_QUEUE": "",
            "COLUMNS": "200",
            "NO_COLOR": "1",
        }
    )
