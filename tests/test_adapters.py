"""Do the outside systems take the shape the use cases expect, above all when they fail?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from argon2 import PasswordHasher

from hotline.adapters import Argon2Passwords, RasaDialogue, WeChatCallback, WeChatChannel, spoken
from hotline.casework import sign_in
from hotline.ports import Choice, Person, Reply
from hotline.storage.store import SqlStore
from hotline.troubles import CallbackRefused, DialogueSilent, Undelivered
from integrations.rasa.contract import Choice as EngineChoice
from integrations.rasa.contract import DialogueSilent as EngineSilent
from integrations.rasa.contract import Said
from integrations.wechat import simulator
from integrations.wechat.account import Account
from integrations.wechat.double import HarmlessMessenger, Platform
from integrations.wechat.errors import DeliveryUnknown, NeverDelivered, ReplyWindowClosed, RetryLater, WeChatError
from integrations.wechat.paging import fits
from tests.casework.one_office import MONDAY, office_over
from tickets.people import Role

ACCOUNT = Account(app_id="wx12345zengdu", token="zengdu12345", encoding_aes_key="Q" * 43)
WANG = "oZengDu-wang_dajie"
FORM = Reply(text="请填写诉求单。", card={"type": "form", "url": "/appeal", "title": "填写诉求单"})
WHICH = Reply(
    text="您想问的是？", choices=(Choice(label="路灯报修", value="KB-0001"), Choice(label="转人工", value="h"))
)


@dataclass
class Failing:
    """A messenger that ends as told."""

    problem: WeChatError

    def send(self, openid: str, text: str) -> None:
        raise self.problem


@dataclass
class Engine:
    """A dialogue engine that says what it was given, or fails as told."""

    says: Sequence[Said] = ()
    waited: float = 0

    def say(self, conversation: str, text: str, timeout: float) -> Sequence[Said]:
        self.waited = timeout
        if not self.says:
            raise EngineSilent("the engine answered nothing")
        return self.says


@pytest.mark.parametrize(
    ("problem", "final"),
    [
        (RetryLater("微信暂时没有接收消息（-1），稍后重试。", code=-1), False),
        (DeliveryUnknown("发出后没有收到可读的回音。"), True),  # 再发可能让群众看到两遍
        (NeverDelivered("接收人未关注公众号（43004）。", code=43004), True),
        (ReplyWindowClosed("群众超过 48 小时未互动（45015）。", code=45015), True),
    ],
)
def test_only_what_certainly_did_not_arrive_is_tried_again(problem: WeChatError, final: bool) -> None:
    with pytest.raises(Undelivered, match=str(problem)[:8]) as undelivered:
        WeChatChannel(Failing(problem), "").send(WANG, "您的诉求已签收。")
    assert undelivered.value.final is final


def test_a_line_that_is_taken_reaches_the_citizen_once() -> None:
    platform = Platform(ACCOUNT)
    WeChatChannel(HarmlessMessenger(platform), "").send(WANG, "您的诉求已签收。")
    assert platform.texts_for(WANG) == ["您的诉求已签收。"]


def test_wechat_shows_choices_as_numbered_lines() -> None:
    assert spoken(WHICH, "") == "您想问的是？\n\n回复数字：\n1 路灯报修\n2 转人工"


def test_the_plain_form_has_an_address_only_where_the_service_has_one() -> None:
    assert spoken(FORM, "https://12345.example.cn").endswith("填写诉求单：https://12345.example.cn/appeal")
    assert spoken(FORM, "") == FORM.text


def test_long_replies_become_pages_and_nothing_is_lost() -> None:
    long = [Reply(text="本人到派出所户籍窗口办理，丢失补领四十元。" * 60), WHICH]
    pages = WeChatCallback(ACCOUNT, "").pages(long)
    assert len(pages) > 1 and all(map(fits, pages))
    assert "".join(pages) == "\n\n".join(spoken(reply, "") for reply in long)


def test_a_stranger_at_the_callback_is_refused_without_a_word_of_the_message() -> None:
    stranger = replace(ACCOUNT, token="guessed")
    sent = simulator.request(simulator.text_message("我家住老街5号", WANG, now=MONDAY), stranger, now=MONDAY)
    with pytest.raises(CallbackRefused) as refused:
        WeChatCallback(ACCOUNT, "").hear(sent.parameters, sent.body, MONDAY)
    assert (str(refused.value), refused.value.status) == ("BadSignature", 403)


def test_a_body_beyond_the_limit_has_a_status_of_its_own() -> None:
    sent = simulator.request(simulator.text_message("好" * 30_000, WANG, now=MONDAY), ACCOUNT, now=MONDAY)
    with pytest.raises(CallbackRefused) as refused:
        WeChatCallback(ACCOUNT, "").hear(sent.parameters, sent.body, MONDAY)
    assert (str(refused.value), refused.value.status) == ("OversizeBody", 413)


def test_what_the_engine_says_becomes_replies_with_their_choices() -> None:
    engine = Engine(says=[Said(text="要登记吗？", choices=(EngineChoice(label="是", value="/affirm"),))])
    (reply,) = RasaDialogue(engine, 8).say("c1", "路灯坏了")
    assert reply == Reply(text="要登记吗？", choices=(Choice(label="是", value="/affirm"),))
    assert engine.waited == 8


def test_a_silent_engine_is_told_as_such() -> None:
    with pytest.raises(DialogueSilent):
        RasaDialogue(Engine(), 8).say("c1", "路灯坏了")


class TestPasswords:
    @pytest.fixture
    def verified(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The hashes that were worked through, each at Argon2's full price."""
        done, verify = [], PasswordHasher.verify

        def noted(hasher: PasswordHasher, password_hash: str, password: str) -> bool:
            done.append(password_hash)
            return verify(hasher, password_hash, password)

        monkeypatch.setattr(PasswordHasher, "verify", noted)
        return done

    def test_a_password_matches_its_own_hash_and_no_other(self) -> None:
        passwords = Argon2Passwords()
        kept = passwords.hashed("曾都-随便一个")
        assert "随便" not in kept and kept.startswith("$argon2id$")
        assert passwords.matches(kept, "曾都-随便一个") and not passwords.matches(kept, "曾都-随便两个")

    @pytest.mark.parametrize("broken", ["", "plain-password", "$argon2id$v=19$"])
    def test_nothing_matches_what_is_no_hash(self, broken: str) -> None:
        assert not [word for word in ("", broken, "nobody") if Argon2Passwords().matches(broken, word)]

    def test_an_unknown_login_costs_a_verification_too(self, sqlite_store: SqlStore, verified: list[str]) -> None:
        office = replace(office_over(sqlite_store), passwords=Argon2Passwords())
        kept = office.passwords.hashed("曾都-随便一个")
        with office.store.work() as work:
            work.people.add(Person(login="liu", name="派单员小刘", role=Role.DISPATCHER, password_hash=kept))
        for login in ("liu", "没有这个人"):
            with pytest.raises(sign_in.SignInRefused, match="账号或密码不对"):
                sign_in.sign_in(office, login, "猜的密码", MONDAY)
        known, unknown = verified
        assert known == kept and unknown.split("$")[:4] == kept.split("$")[:4]  # the same parameters, the same price
