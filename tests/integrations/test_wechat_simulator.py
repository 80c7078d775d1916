"""Does the simulator call a callback as WeChat does, and does it show a citizen only what WeChat would show?"""

import contextlib
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from integrations.wechat.account import Account
from integrations.wechat.callback import Query, receive, reply, sealed
from integrations.wechat.envelope import write
from integrations.wechat.simulator import DELIVERIES, ORIGINAL_ID, CallbackFailed, deliver, say, voice_message

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
URL = "http://127.0.0.1:8000/wechat"
PLAIN = Account(app_id="wx12345zengdu", token="zengdu12345")
SAFE = Account(app_id="wx12345zengdu", token="zengdu12345", encoding_aes_key="Q" * 43)
CITIZEN = "oZengDu-wang_dajie"


class Callback:
    """Our side of the callback in ten lines: notes each delivery, fails as often as told, then answers."""

    def __init__(self, account, *, answer="已收到：{}", failures=()):
        self.account, self.answer, self.failures, self.keys = account, answer, list(failures), []

    def __call__(self, request):
        query = Query.of(dict(parse_qsl(urlsplit(str(request.url)).query)))
        inbound = receive(self.account, query, request.content, now=NOW)
        self.keys.append(inbound.key)
        if self.failures:
            return self.failures.pop(0)(request)
        return httpx.Response(200, text=reply(self.account, inbound, self.answer.format(inbound.text), now=NOW))

    @property
    def http(self):
        return httpx.Client(transport=httpx.MockTransport(self))


def too_slow(request):
    raise httpx.ReadTimeout("five seconds are over", request=request)


def broken(request):
    return httpx.Response(500)


def says(body):
    return lambda request: httpx.Response(200, text=body)


@pytest.mark.parametrize("account", [PLAIN, SAFE], ids=["明文模式", "安全模式"])
class TestSaying:
    def test_the_citizen_sees_the_reply(self, account):
        assert say(URL, "路灯坏了", CITIZEN, account, now=NOW, http=Callback(account).http) == "已收到：路灯坏了"

    def test_spoken_words_are_delivered_too(self, account):
        spoken = voice_message("我要投诉噪音", CITIZEN, now=NOW)
        assert deliver(URL, spoken, account, now=NOW, http=Callback(account).http) == "已收到：我要投诉噪音"

    def test_an_acknowledgement_shows_nothing(self, account):
        assert say(URL, "路灯坏了", CITIZEN, account, now=NOW, http=Callback(account, answer="").http) == ""

    def test_a_slow_callback_is_asked_again_for_the_same_message(self, account):
        callback = Callback(account, failures=[too_slow, broken])
        said = say(URL, "路灯坏了", CITIZEN, account, now=NOW, http=callback.http, message_id="7001")
        assert said == "已收到：路灯坏了"
        assert callback.keys == ["message:7001"] * 3

    def test_after_three_deliveries_wechat_gives_up(self, account):
        callback = Callback(account, failures=[too_slow] * 9)
        with pytest.raises(CallbackFailed, match="故障"):
            say(URL, "路灯坏了", CITIZEN, account, now=NOW, http=callback.http)
        assert len(callback.keys) == DELIVERIES == 3

    def test_two_messages_have_two_keys(self, account):
        callback = Callback(account)
        for _ in range(2):
            say(URL, "路灯坏了", CITIZEN, account, now=NOW, http=callback.http)
        assert len(set(callback.keys)) == 2

    @pytest.mark.parametrize(
        "answer",
        [
            lambda request: httpx.Response(403),
            says('{"text": "已收到"}'),  # not XML
            says(write({"Encrypt": "AAAA", "MsgSignature": "0", "TimeStamp": 1, "Nonce": "1"})),  # not our seal
        ],
    )
    def test_an_answer_wechat_cannot_use_is_a_failure(self, account, answer):
        with pytest.raises(CallbackFailed, match="故障"):
            say(URL, "路灯坏了", CITIZEN, account, now=NOW, http=Callback(account, failures=[answer]).http)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"ToUserName": "oZengDu-somebody_else"},
            {"FromUserName": "gh_somebody_else"},
            {"MsgType": "news"},
            {"Content": ""},
            {"Content": "灯" * 683},  # 2,049 bytes
        ],
    )
    def test_a_reply_wechat_would_not_show_is_a_failure(self, account, wrong):
        right = {"ToUserName": CITIZEN, "FromUserName": ORIGINAL_ID, "MsgType": "text", "Content": "已收到"}
        xml = write({**right, **wrong})
        answer = says(sealed(account, xml, now=NOW) if account.encrypted else xml)
        with pytest.raises(CallbackFailed, match="故障"):
            say(URL, "路灯坏了", CITIZEN, account, now=NOW, http=Callback(account, failures=[answer]).http)


def test_a_reply_sealed_with_another_token_is_a_failure():
    forger = Account(app_id=SAFE.app_id, token="guessed", encoding_aes_key=SAFE.encoding_aes_key)
    right = {"ToUserName": CITIZEN, "FromUserName": ORIGINAL_ID, "MsgType": "text", "Content": "已收到"}
    answer = says(sealed(forger, write(right), now=NOW))
    with pytest.raises(CallbackFailed, match="签名不符"):
        say(URL, "路灯坏了", CITIZEN, SAFE, now=NOW, http=Callback(SAFE, failures=[answer]).http)


def test_a_callback_nobody_serves_is_a_sentence():
    with pytest.raises(CallbackFailed, match="没有应答"):
        say("http://127.0.0.1:9/wechat", "路灯坏了", CITIZEN, SAFE, now=NOW)


def test_a_borrowed_client_stays_open():
    with contextlib.closing(Callback(SAFE).http) as http:
        say(URL, "路灯坏了", CITIZEN, SAFE, now=NOW, http=http)
        assert not http.is_closed
