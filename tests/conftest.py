"""What does every test of what is kept start from? A fresh database of this release, on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from hotline.storage.engine import open_engine
from hotline.storage.migrate import migrate
from hotline.storage.store import SqlStore
from hotline.storage.vault import Vault

SERVER = "postgresql+psycopg://127.0.0.1:5432"
VAULT = Vault(Fernet.generate_key())


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file that each test copies."""
    file = tmp_path_factory.mktemp("template") / "hotline.db"
    _migrate_once(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    """The name of a migrated, empty PostgreSQL database that each test copies; skips aloud without a server."""
    name = f"hotline_test_{uuid4().hex}"
    try:
        on_server(f"CREATE DATABASE {name}")
    except OperationalError:
        pytest.skip("没有 PostgreSQL 在 127.0.0.1:5432 应答：这些规则只在 SQLite 上试过。")
    _migrate_once(f"{SERVER}/{name}")
    yield name
    on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_file(sqlite_template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sqlite_template, tmp_path / "hotline.db"))


@pytest.fixture
def sqlite_engine(sqlite_file: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{sqlite_file}", busy_seconds=20)
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_engine(postgres_template: str) -> Iterator[Engine]:
    name = f"hotline_test_{uuid4().hex}"
    on_server(f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
    engine = open_engine(f"{SERVER}/{name}")
    yield engine
    engine.dispose()
    on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """The same rule on both engines."""
    return request.getfixturevalue({"sqlite": "sqlite_engine", "postgresql": "postgres_engine"}[request.param])


@pytest.fixture
def store(engine: Engine) -> SqlStore:
    return SqlStore(engine, VAULT)


@pytest.fixture
def sqlite_store(sqlite_engine: Engine) -> SqlStore:
    """For rules that do not depend on the engine."""
    return SqlStore(sqlite_engine, VAULT)


def _migrate_once(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()


def on_server(statement: str) -> None:
    """Run one statement outside every transaction, such as CREATE DATABASE."""
    server = create_engine(f"{SERVER}/postgres", isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 2})
    try:
        with server.connect() as connection:
            connection.execute(text(statement))
    finally:
        server.dispose()
