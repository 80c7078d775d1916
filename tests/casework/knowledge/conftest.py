"""What does every test of the living knowledge base start from? An office whose articles are in the store."""

import pytest

from hotline.casework.office import Office
from hotline.storage.store import SqlStore
from tests.casework.knowledge.one_shelf import shelf_over


@pytest.fixture
def office(sqlite_store: SqlStore) -> Office:
    return shelf_over(sqlite_store)


@pytest.fixture
def anywhere(store: SqlStore) -> Office:
    """The same office over SQLite and over PostgreSQL."""
    return shelf_over(store)
