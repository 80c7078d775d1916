"""Can a balancer tell a well service from a sick one, and is what is too large refused before it is read?"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from citizen_office import MONDAY, Town, town
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import Engine

from hotline.ports import Address, Reply
from hotline.storage.engine import open_engine
from hotline.storage.store import SqlStore
from hotline.web.limits import LARGEST, REFUSAL
from tests.conftest import VAULT


@pytest.fixture
def built(sqlite_store: SqlStore) -> Town:
    return town(sqlite_store)


@pytest.fixture
def service(built: Town) -> TestClient:
    return TestClient(built.app, raise_server_exceptions=False)


def waits(built: Town, notices: int) -> None:
    with built.office.store.work() as work:
        conversation = work.conversations.open(Address(channel="微信", key="oZengDu-wang_dajie"), MONDAY)
        for place in range(notices):
            work.outbox.put(f"通知{place}", conversation, Reply(text="您的诉求已签收。"), MONDAY)


@contextmanager
def without_database(sqlite_file: Path) -> Iterator[TestClient]:
    """The tables are gone, as when the wrong file or server was given."""
    engine = open_engine(f"sqlite:///{sqlite_file}", busy_seconds=0.05)
    made = town(SqlStore(engine, VAULT))
    other = sqlite3.connect(sqlite_file)
    other.execute("DROP TABLE outbox")
    other.close()
    yield TestClient(made.app, raise_server_exceptions=False)
    engine.dispose()


class TestHealth:
    def test_a_well_service_says_how_many_notices_wait(self, built: Town, service: TestClient) -> None:
        waits(built, 3)
        answered = service.get("/health")
        assert (answered.status_code, answered.json()) == (200, {"database": "ok", "outbox": 3})

    def test_a_database_that_does_not_answer_is_503(self, sqlite_file: Path) -> None:
        with without_database(sqlite_file) as service:
            answered = service.get("/health")
        assert (answered.status_code, answered.json()) == (503, {"database": "busy"})

    def test_a_dead_postgresql_is_503_and_not_a_hanging_page(self, built: Town, service: TestClient) -> None:
        dead = SqlStore(open_engine("postgresql+psycopg://127.0.0.1:1/hotline"), VAULT)
        service.app.state.front = replace(built.front, office=replace(built.office, store=dead))
        assert service.get("/health").status_code == 503
        assert service.get("/metrics").status_code == 503

    def test_a_monitor_reads_the_same_figure(self, built: Town, service: TestClient) -> None:
        waits(built, 2)
        answered = service.get("/metrics")
        assert answered.headers["content-type"].startswith("text/plain")
        assert "\nhotline_outbox_waiting 2.0\n" in answered.text

    def test_both_engines_are_told_well(self, engine: Engine) -> None:
        service = TestClient(town(SqlStore(engine, VAULT)).app)
        assert service.get("/health").json() == {"database": "ok", "outbox": 0}


class TestLimits:
    def said(self, service: TestClient, body: object, **headers: str) -> Response:
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return service.post("/chat/say", content=body, headers={**kind, **headers})

    def test_a_body_over_the_limit_is_refused_in_a_sentence(self, service: TestClient) -> None:
        answered = self.said(service, b"text=" + b"a" * LARGEST)
        assert (answered.status_code, answered.text) == (413, REFUSAL)

    def test_a_body_that_hides_its_length_is_refused_just_so(self, service: TestClient) -> None:
        answered = self.said(service, (b"text=" + b"a" * 1000 for _ in range(80)))
        assert (answered.status_code, answered.text) == (413, REFUSAL)

    def test_a_body_that_lies_about_its_length_is_refused_just_so(self, service: TestClient) -> None:
        answered = self.said(service, (b"a" * 1000 for _ in range(80)), **{"content-length": "10"})
        assert (answered.status_code, answered.text) == (413, REFUSAL)

    def test_a_body_of_exactly_the_limit_is_read(self, service: TestClient) -> None:
        answered = self.said(service, b"text=" + b"a" * (LARGEST - 5))
        assert answered.status_code == 403  # read, and then refused for its missing form token

    def test_a_refused_body_leaves_nothing_behind(self, built: Town, service: TestClient) -> None:
        self.said(service, b"text=" + b"a" * LARGEST)
        assert built.dialogue.heard == []


class TestHeaders:
    @pytest.mark.parametrize("path", ["/chat", "/sign-in", "/health", "/没有这一页"])
    def test_every_page_forbids_foreign_scripts_and_frames(self, service: TestClient, path: str) -> None:
        headers = service.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"

    @pytest.mark.parametrize("path", ["/docs", "/redoc", "/assets/app.py", "/assets/..%2Fpages.py"])
    def test_what_is_not_for_visitors_is_not_there(self, service: TestClient, path: str) -> None:
        assert service.get(path).status_code == 404

    def test_the_cookie_is_for_encrypted_connections_only_where_the_address_is_https(self, built: Town) -> None:
        built.front = replace(built.front, public_url="https://12345.example.cn")
        cookie = TestClient(built.app, base_url="https://12345.example.cn").get("/chat").headers["set-cookie"]
        assert {"secure", "httponly", "samesite=lax"} <= set(cookie.lower().split("; "))
