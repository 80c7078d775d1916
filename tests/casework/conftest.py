"""An office over a fresh database, where the dialogue speaks and where it is silent."""

import pytest

from hotline.casework.office import Office
from hotline.storage.store import SqlStore
from tests.casework.one_office import Talk, office_over


@pytest.fixture
def talk() -> Talk:
    return Talk()


@pytest.fixture
def office(sqlite_store: SqlStore, talk: Talk) -> Office:
    return office_over(sqlite_store, talk)


@pytest.fixture
def anywhere(store: SqlStore, talk: Talk) -> Office:
    """The same office over SQLite and over PostgreSQL."""
    return office_over(store, talk)
