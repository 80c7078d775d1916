"""Is everything put together as the settings say, and does it stand when a part is missing?"""

import threading
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from hotline import demo
from hotline.casework import conversation
from hotline.casework.knowledge.acts import take_step
from hotline.ports import Address
from hotline.settings import Settings, read_settings
from hotline.wiring import (
    ARTICLES,
    build_app,
    build_messengers,
    build_office,
    build_replay_office,
    build_shelf_office,
    build_store,
    clock,
    published_articles,
    today,
    wechat_account,
)
from hotline.worker import open_queue
from integrations.console.notices import ConsoleNotices
from integrations.wechat import simulator
from integrations.wechat.client import WeChatMessenger
from knowledge_base.life import Step
from knowledge_base.reader import read_library
from tests.casework.one_office import CountingBell
from tickets.people import Actor, Role

OFFICIAL = {
    "HOTLINE_WECHAT_APP_ID": "wx12345zengdu",
    "HOTLINE_WECHAT_TOKEN": "zengdu12345",
    "HOTLINE_WECHAT_AES_KEY": "Q" * 43,
    "HOTLINE_WECHAT_SECRET": "kouling-of-wechat",
}
NO_ENGINE = "http://127.0.0.1:1"
CHIEF = Actor(role=Role.EDITOR, name="知识库管理员老郑")
FOLLOWING = threading.Event()


def settings_of(folder: Path, **variables: str) -> Settings:
    return read_settings(
        {"HOTLINE_DATA": str(folder), "HOTLINE_VECTORS": "absent", "HOTLINE_RASA_URL": NO_ENGINE, **variables}
    )


def carrier(settings: Settings) -> object:
    return build_messengers(settings)["微信"]._messenger


def test_a_demonstration_has_people_to_sign_in_as_and_an_account_for_rehearsal(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    service = TestClient(build_app(settings))
    assert all(login in service.get("/sign-in").text for login, _ in demo.SHOWN)
    account = wechat_account(settings)
    said = simulator.deliver(
        "/wechat", simulator.text_message("有人要跳楼", "oDemo", now=clock()), account, now=clock(), http=service
    )
    assert "110" in said


def test_in_earnest_nobody_is_made_up(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, HOTLINE_DEMO="0")
    service = TestClient(build_app(settings))
    assert demo.PASSWORD not in service.get("/sign-in").text and service.get("/wechat").status_code == 404
    with build_store(settings).look() as work:
        assert [work.people.find(login) for login, _ in demo.SHOWN] == [None] * len(demo.SHOWN)
    assert build_messengers(settings) == {}


def test_starting_again_makes_no_one_twice(tmp_path: Path) -> None:
    office = build_office(settings_of(tmp_path), CountingBell())
    assert demo.accounts(office) == demo.accounts(office)


def test_the_shipped_articles_are_published_in_the_store_and_answer_from_there(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    assert published_articles(settings) == len(read_library(ARTICLES)[0])
    office = build_office(settings, CountingBell())
    with office.store.look() as work:
        stored = work.articles.live()
    assert len(stored) == published_articles(settings) == len(office.search.edition.articles)
    assert {version for version, _ in office.search.edition.articles.values()} == {1}


def test_a_simulation_answers_from_the_files_and_leaves_its_own_store_without_articles(tmp_path: Path) -> None:
    office = build_replay_office(settings_of(tmp_path), f"sqlite:///{tmp_path / 'replay.db'}")
    assert office.search.ask("路灯坏了找谁", today()).candidates
    with office.store.look() as work:
        assert work.articles.live() == []


def test_the_service_follows_publications_as_long_as_it_runs(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    app = build_app(settings)
    search = app.state.front.office.search
    with TestClient(app) as service:
        take_step(build_shelf_office(settings), "KB-0001", Step.WITHDRAW, CHIEF, clock(), why="改由别处答复")
        assert any("KB-0001" not in search.edition.articles or FOLLOWING.wait(0.1) for _ in range(100))
        assert service.get("/health").status_code == 200
    assert "following-publications" not in {thread.name for thread in threading.enumerate()}


def test_without_an_engine_the_knowledge_base_still_answers(tmp_path: Path) -> None:
    office = build_office(settings_of(tmp_path))
    taken = conversation.take(office, Address(channel="网页", key="李大爷"), "1", "路灯坏了怎么报修", clock())
    (reply,) = conversation.respond(office, taken.message.id, clock())
    assert "依据：" in reply.text


def test_without_vectors_it_is_said_aloud(tmp_path: Path) -> None:
    with capture_logs() as logged:
        build_office(settings_of(tmp_path), CountingBell())
    assert [line["log_level"] for line in logged] == ["warning"]


def test_whoever_rings_the_bell_of_the_office_reaches_the_queue(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    build_office(settings).bell.ring()
    assert open_queue(settings).pending_count() == 1


@pytest.mark.parametrize(("variables", "kind"), [({}, ConsoleNotices), (OFFICIAL, WeChatMessenger)])
def test_only_a_real_account_reaches_the_platform(tmp_path: Path, variables: dict[str, str], kind: type) -> None:
    assert isinstance(carrier(settings_of(tmp_path, **variables)), kind)


def test_two_installations_rehearse_with_keys_of_their_own(tmp_path: Path) -> None:
    one, other = (wechat_account(settings_of(tmp_path / name)) for name in ("甲", "乙"))
    assert one.token != other.token and one.encoding_aes_key != other.encoding_aes_key
    assert one == wechat_account(settings_of(tmp_path / "甲"))


def test_the_clock_tells_instants_with_their_zone() -> None:
    assert clock().utcoffset() is not None
