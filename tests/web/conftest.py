"""What does every test of the officers' pages start from? A real office over SQLite, and a page as one reads it."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from citizen_office import town
from cryptography.fernet import Fernet
from httpx import Response
from library_house import library_over
from officer_house import MONDAY, PEOPLE, House
from sqlalchemy import Engine

from hotline.storage.store import SqlStore
from hotline.storage.vault import Vault


@pytest.fixture
def house(sqlite_engine: Engine) -> House:
    built = town(SqlStore(sqlite_engine, Vault(Fernet.generate_key())))
    with built.office.store.work() as work:
        for person in PEOPLE:
            work.people.add(person)
    built.clock.now = MONDAY
    return House(office=built.office, clock=built.clock, front=built.front)


@pytest.fixture
def library(house: House, tmp_path: Path) -> House:
    """The house with a living knowledge base in its store."""
    return library_over(house, tmp_path)


@pytest.fixture
def seen() -> Callable[[Response], str]:
    """The words of a page as one reads them: no tags, no styles, single blanks."""

    def words(response: Response) -> str:
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.text)))

    return words
