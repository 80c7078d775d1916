"""What does every test of the worker start from? A database, a queue and WeChat's double; every worker ends with its test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from integrations.wechat.double import Platform, serving
from tests.worker.worker_process import ACCOUNT, Worker, hotline_over


@pytest.fixture
def worker(sqlite_engine: Engine, tmp_path: Path) -> Iterator[Worker]:
    yield from _attended(sqlite_engine, tmp_path, "")


@pytest.fixture
def worker_anywhere(engine: Engine, tmp_path: Path) -> Iterator[Worker]:
    """The same rule on one machine with SQLite and on several with PostgreSQL, the queue included."""
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    yield from _attended(engine, tmp_path, url if engine.dialect.name == "postgresql" else "")


def _attended(engine: Engine, data: Path, queue: str) -> Iterator[Worker]:
    platform = Platform(ACCOUNT)
    with serving(platform) as api:
        made = hotline_over(engine, data, api, platform, queue)
        try:
            yield made
        finally:
            made.kill()
