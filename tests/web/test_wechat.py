"""Is every message from WeChat believed only when signed, taken once, and answered in time or afterwards, also when parts fail?"""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from citizen_office import MONDAY, Town, town
from fastapi.testclient import TestClient
from httpx import Response
from rasa_sdk.executor import ActionExecutor
from sqlalchemy import Engine
from structlog.testing import capture_logs

from hotline.adapters import WeChatCallback, WeChatChannel
from hotline.casework.watching import deliver
from hotline.ports import Address, Choice, Message, Reply
from hotline.storage.engine import BUSY_SECONDS, open_engine
from hotline.storage.store import SqlStore
from hotline.web import wechat
from hotline.web.app import create_app
from integrations.wechat import simulator
from integrations.wechat.account import Account
from integrations.wechat.double import HarmlessMessenger, Platform
from integrations.wechat.paging import fits
from tests.conftest import VAULT

PLAIN = Account(app_id="wx12345zengdu", token="zengdu12345")
SAFE = replace(PLAIN, encoding_aes_key="Q" * 43)
WANG = "oZengDu-wang_dajie0123456789"
LAMP = "沿河大道的路灯坏了，我是王大姐，电话13872880019"
FALLING = "有人站在楼顶要跳楼"
both_modes = pytest.mark.parametrize("account", [PLAIN, SAFE], ids=["明文模式", "安全模式"])


@dataclass
class Account12345:
    """The official account as a citizen and WeChat's platform meet it."""

    town: Town
    client: TestClient
    account: Account
    platform: Platform

    def post(self, message: str, *, account: Account | None = None, now: datetime = MONDAY, **changed: str) -> Response:
        sent = simulator.request(message, account or self.account, now=now)
        return self.client.post("/wechat", params={**sent.parameters, **changed}, content=sent.body)

    def show(self, message: str) -> str:
        """What the citizen sees at once, by WeChat's own rules of what it shows."""
        return simulator.deliver("/wechat", message, self.account, now=MONDAY, http=self.client)

    def says(self, text: str, message_id: str | None = None) -> str:
        return self.show(simulator.text_message(text, WANG, now=MONDAY, message_id=message_id))

    def pushed(self) -> list[str]:
        """What has reached the citizen by customer-service messages once the worker made its round."""
        deliver(self.town.office, {"微信": WeChatChannel(HarmlessMessenger(self.platform), "")}, self.town.clock.now)
        return self.platform.texts_for(WANG)

    def conversation(self) -> list[Message]:
        with self.town.office.store.work() as work:
            return work.conversations.since(work.conversations.open(Address(channel="微信", key=WANG), MONDAY), 0)

    def lines(self) -> list[tuple[bool, str]]:
        return [(line.incoming, line.text) for line in self.conversation()]


def official(store: SqlStore, account: Account = SAFE) -> Account12345:
    built = town(store)
    callback = WeChatCallback(account, "")
    app = create_app(built.front, executor=ActionExecutor(), action_secret="s", session_key="k" * 32, wechat=callback)
    return Account12345(built, TestClient(app, raise_server_exceptions=False), account, Platform(account))


@pytest.fixture
def hotline(sqlite_store: SqlStore) -> Account12345:
    made = official(sqlite_store)
    made.town.dialogue.lines["您好"] = Reply(text="您好，请说。")
    return made


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Somebody else holds the write lock."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


@dataclass
class Slow:
    """A dialogue that answers only when it is let."""

    may_speak: Event
    asked: int = 0

    def say(self, conversation: str, text: str) -> tuple[Reply, ...]:
        self.asked += 1
        self.may_speak.wait(20)
        return (Reply(text="路灯归城管，已为您查到。"),)


def slow(hotline: Account12345) -> Slow:
    dialogue = Slow(Event())
    front = replace(hotline.town.front, office=replace(hotline.town.office, dialogue=dialogue))
    hotline.client.app.state.front = front
    return dialogue


def until(true, what: str) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end, f"没有等到：{what}"
        time.sleep(0.02)


class TestWhoIsBelieved:
    @both_modes
    def test_the_address_check_gets_its_echo(self, sqlite_store: SqlStore, account: Account) -> None:
        query = simulator.address_check("5837397576500011341", account, now=MONDAY)
        answered = official(sqlite_store, account).client.get("/wechat", params=query)
        assert (answered.status_code, answered.text) == (200, "5837397576500011341")
        assert answered.headers["content-type"].startswith("text/plain")

    def test_an_address_check_by_a_stranger_is_refused(self, hotline: Account12345) -> None:
        query = simulator.address_check("<script>", replace(SAFE, token="guessed"), now=MONDAY)
        answered = hotline.client.get("/wechat", params=query)
        assert answered.status_code == 403 and "script" not in answered.text

    @both_modes
    def test_wrong_stale_oversize_and_malformed_are_refused(self, sqlite_store: SqlStore, account: Account) -> None:
        hotline = official(sqlite_store, account)
        lamp = simulator.text_message(LAMP, WANG, now=MONDAY)
        big = simulator.text_message("好" * 30_000, WANG, now=MONDAY)
        refusals = {
            "签名不对": hotline.post(lamp, account=replace(account, token="guessed")),
            "签名缺失": hotline.client.post("/wechat", content=lamp.encode()),
            "五分钟前": hotline.post(lamp, now=MONDAY - timedelta(seconds=301)),
            "五分钟后": hotline.post(lamp, now=MONDAY + timedelta(seconds=301)),
            "太大": hotline.post(big),
            "不是XML": hotline.post("路灯坏了"),
            "没有发信人": hotline.post("<xml><MsgType>text</MsgType></xml>"),
            "外部实体": hotline.post('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml>&a;</xml>'),
        }
        statuses = {why: refusal.status_code for why, refusal in refusals.items()}
        assert statuses == {why: 413 if why == "太大" else 403 for why in refusals}
        assert hotline.conversation() == []

    def test_a_body_that_hides_its_length_is_refused_all_the_same(self, hotline: Account12345) -> None:
        sent = simulator.request(simulator.text_message(LAMP, WANG, now=MONDAY), SAFE, now=MONDAY)
        chunks = (b"<xml>" * 1000 for _ in range(40))
        answered = hotline.client.post("/wechat", params=sent.parameters, content=chunks)
        assert answered.status_code == 413

    def test_a_refusal_is_logged_without_a_word_of_the_body(self, hotline: Account12345) -> None:
        lamp = simulator.text_message(LAMP, WANG, now=MONDAY)
        with capture_logs() as logged:
            hotline.post(lamp, account=replace(SAFE, token="guessed"))
            hotline.post(lamp, now=MONDAY - timedelta(days=1))
            hotline.post(LAMP)
            hotline.says(LAMP)
        assert [line["reason"] for line in logged if "refused" in line["event"]] == [
            "BadSignature",
            "StaleTimestamp",
            "MalformedMessage",
        ]
        assert not [secret for secret in (WANG, "13872880019", "路灯", "zengdu12345") if secret in str(logged)]

    def test_without_an_account_there_is_no_callback(self, sqlite_store: SqlStore) -> None:
        assert TestClient(town(sqlite_store).app).get("/wechat").status_code == 404


class TestAnswering:
    @both_modes
    def test_a_question_is_answered_at_once_with_its_basis(self, sqlite_store: SqlStore, account: Account) -> None:
        hotline = official(sqlite_store, account)
        said = hotline.says("身份证掉了咋补")
        assert said.startswith("本人到派出所户籍窗口办。") and "依据：《中华人民共和国居民身份证法》第十一条" in said
        assert hotline.pushed() == []

    def test_choices_are_numbered_and_a_number_chooses(self, hotline: Account12345) -> None:
        labels = (Choice(label="身份证", value="身份证怎么补"), Choice(label="转人工", value="转人工"))
        hotline.town.dialogue.lines["办证"] = Reply(text="您想问的是？", choices=labels)
        assert hotline.says("办证").endswith("回复数字：\n1 身份证\n2 转人工")
        assert "派出所" in hotline.says("1") and hotline.town.dialogue.heard == ["办证", "身份证怎么补"]

    def test_what_was_recognised_in_a_voice_message_is_answered(self, hotline: Account12345) -> None:
        assert "派出所" in hotline.show(simulator.voice_message("身份证掉了咋补。", WANG, now=MONDAY))

    def test_a_voice_message_nobody_understood_asks_for_writing(self, hotline: Account12345) -> None:
        assert hotline.show(simulator.voice_message("", WANG, now=MONDAY)) == wechat.UNREADABLE

    def test_whoever_follows_is_greeted_and_whoever_leaves_is_let_go(self, hotline: Account12345) -> None:
        assert hotline.show(simulator.event_message("subscribe", WANG, now=MONDAY)) == wechat.GREETING
        assert hotline.show(simulator.event_message("unsubscribe", WANG, now=MONDAY)) == ""

    @pytest.mark.parametrize("event", ["VIEW", "LOCATION", "SCAN", "TEMPLATESENDJOBFINISH"])
    def test_what_happens_without_words_is_not_answered(self, hotline: Account12345, event: str) -> None:
        assert hotline.show(simulator.event_message(event, WANG, now=MONDAY, event_key="https://example.cn")) == ""

    def test_a_menu_key_counts_as_words(self, hotline: Account12345) -> None:
        hotline.show(simulator.event_message("CLICK", WANG, now=MONDAY, event_key="您好"))
        assert hotline.town.dialogue.heard == ["您好"]

    def test_danger_is_answered_before_the_dialogue_and_calls_a_person(self, hotline: Account12345) -> None:
        said = hotline.says(FALLING)
        assert "110" in said and hotline.town.dialogue.heard == [] and hotline.town.alerts() != []

    def test_a_long_answer_shows_its_first_page_and_sends_the_rest(self, hotline: Account12345) -> None:
        long = "".join(f"第{number}步，带上户口簿到派出所户籍窗口办理。" for number in range(1, 120))
        hotline.town.dialogue.lines["怎么办"] = Reply(text=long)
        first = hotline.says("怎么办", message_id="7001")
        again = hotline.says("怎么办", message_id="7001")
        rest = hotline.pushed()
        assert len(rest) >= 2 and all(map(fits, rest))
        assert first == again and first + "".join(rest) == long
        assert hotline.pushed() == rest


class TestThreeDeliveries:
    def test_one_after_the_other_are_one_message_with_one_answer(self, hotline: Account12345) -> None:
        seen = [hotline.says("您好", message_id="7001") for _ in range(simulator.DELIVERIES)]
        assert seen == ["您好，请说。"] * 3
        assert hotline.lines() == [(True, "您好"), (False, "您好，请说。")]
        assert hotline.town.dialogue.heard == ["您好"] and hotline.pushed() == []

    def test_two_messages_with_the_same_words_are_two(self, hotline: Account12345) -> None:
        hotline.says("您好", message_id="7001")
        hotline.says("您好", message_id="7002")
        assert hotline.town.dialogue.heard == ["您好", "您好"]

    def test_at_once_in_two_processes_over_one_database(self, engine: Engine) -> None:
        """The balancer may give each delivery to another machine."""
        apart = open_engine(engine.url.render_as_string(hide_password=False), busy_seconds=20)
        houses = [official(SqlStore(each, VAULT)) for each in (engine, apart)]
        for house in houses:
            house.town.dialogue.lines["您好"] = Reply(text="您好，请说。")
        with ThreadPoolExecutor(6) as people:
            seen = list(people.map(lambda place: houses[place % 2].says("您好", message_id="7001"), range(6)))
        apart.dispose()
        assert seen == ["您好，请说。"] * 6
        assert houses[0].lines() == [(True, "您好"), (False, "您好，请说。")]
        assert sum((house.town.dialogue.heard for house in houses), []) == ["您好"]
        assert houses[0].pushed() == []


class TestSlowDialogue:
    @pytest.fixture(autouse=True)
    def impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(wechat, "PATIENCE", timedelta(seconds=0.2))

    def test_the_reply_follows_once_by_the_outbox(self, hotline: Account12345) -> None:
        dialogue = slow(hotline)
        assert hotline.says(LAMP, message_id="7001") == "" and hotline.pushed() == []
        dialogue.may_speak.set()
        until(lambda: len(hotline.conversation()) == 2, "对话的回答存下来")
        assert hotline.pushed() == ["路灯归城管，已为您查到。"]
        assert hotline.says(LAMP, message_id="7001") == ""  # a late delivery finds that it was sent already
        assert hotline.pushed() == ["路灯归城管，已为您查到。"] and dialogue.asked == 1

    def test_deliveries_that_come_while_it_thinks_do_not_ask_again(self, hotline: Account12345) -> None:
        dialogue = slow(hotline)
        assert [hotline.says(LAMP, message_id="7001") for _ in range(3)] == ["", "", ""]
        dialogue.may_speak.set()
        until(lambda: len(hotline.conversation()) == 2, "对话的回答存下来")
        assert dialogue.asked == 1 and hotline.pushed() == ["路灯归城管，已为您查到。"]

    def test_it_is_shown_once_in_the_conversation(self, hotline: Account12345) -> None:
        slow(hotline).may_speak.set()
        hotline.says(LAMP)
        until(lambda: len(hotline.conversation()) == 2, "对话的回答存下来")
        hotline.pushed()
        assert hotline.lines() == [(True, LAMP), (False, "路灯归城管，已为您查到。")]


class TestStorageBusy:
    @pytest.fixture
    def busy(self, sqlite_file: Path) -> Iterator[Account12345]:
        engine = open_engine(f"sqlite:///{sqlite_file}", busy_seconds=0.05)
        made = official(SqlStore(engine, VAULT))
        with locked(sqlite_file):
            yield made
        engine.dispose()

    def test_the_citizen_is_asked_to_say_it_again(self, busy: Account12345) -> None:
        assert busy.says(LAMP) == wechat.BUSY and busy.town.dialogue.heard == []

    def test_the_way_out_of_danger_is_told_all_the_same(self, busy: Account12345) -> None:
        assert "110" in busy.says(FALLING) and "119" in busy.says("着火了，楼道里都是烟")

    def test_whoever_follows_is_greeted_all_the_same(self, busy: Account12345) -> None:
        assert busy.show(simulator.event_message("subscribe", WANG, now=MONDAY)) == wechat.GREETING

    def test_nothing_half_written_remains_and_the_next_try_is_taken(self, sqlite_file: Path) -> None:
        engine = open_engine(f"sqlite:///{sqlite_file}", busy_seconds=0.05)
        hotline = official(SqlStore(engine, VAULT))
        with locked(sqlite_file):
            hotline.says("身份证掉了咋补", message_id="7001")
        assert "派出所" in hotline.says("身份证掉了咋补", message_id="7001")
        assert [line.incoming for line in hotline.conversation()] == [True, False]
        engine.dispose()

    def test_waiting_for_the_database_and_for_the_dialogue_fits_into_wechats_patience(self) -> None:
        assert max(BUSY_SECONDS, wechat.PATIENCE.total_seconds()) < simulator.PATIENCE_SECONDS
