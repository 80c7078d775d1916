"""Do the real messenger (against the double's server) and the harmless one keep the same promises?"""

import logging
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import httpx
import pytest

from integrations.wechat.account import Account
from integrations.wechat.client import TOKEN_PATH, WeChatMessenger
from integrations.wechat.double import HarmlessMessenger, Platform, serving
from integrations.wechat.errors import (
    DeliveryUnknown,
    NeverDelivered,
    ReplyWindowClosed,
    RetryLater,
    TextTooLong,
)

ACCOUNT = Account(app_id="wx12345zengdu", token="zengdu12345", secret="hush-hush-secret")
CITIZEN, NEIGHBOUR = "oZengDu-wang_dajie", "oZengDu-li_daye"


class Clock:
    """A clock that a test moves by hand."""

    def __init__(self):
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def platform():
    return Platform(ACCOUNT)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def real(platform, clock):
    with serving(platform) as base_url:
        messenger = WeChatMessenger(ACCOUNT, clock=clock, base_url=base_url)
        yield messenger
        messenger.close()


@pytest.fixture(params=["real", "harmless"])
def messenger(request, platform):
    return request.getfixturevalue("real") if request.param == "real" else HarmlessMessenger(platform)


class TestEveryMessenger:
    def test_the_citizen_sees_the_very_words(self, messenger, platform):
        messenger.send(CITIZEN, "您的工单 ZD20261123001 已办结，请评价 😀 <b>&\n]]>")
        assert platform.texts_for(CITIZEN) == ["您的工单 ZD20261123001 已办结，请评价 😀 <b>&\n]]>"]

    def test_texts_arrive_in_order_and_only_where_they_belong(self, messenger, platform):
        for openid, text in [(CITIZEN, "已受理"), (NEIGHBOUR, "您好"), (CITIZEN, "已派单")]:
            messenger.send(openid, text)
        assert platform.texts_for(CITIZEN) == ["已受理", "已派单"]
        assert platform.texts_for(NEIGHBOUR) == ["您好"]

    def test_more_than_one_page_is_refused_before_anything_is_shown(self, messenger, platform):
        with pytest.raises(TextTooLong, match="2048"):
            messenger.send(CITIZEN, "灯" * 683)
        assert platform.texts_for(CITIZEN) == []

    @pytest.mark.parametrize("code", [45015, 45047])  # 48 hours are over; the messages allowed are used up
    def test_a_closed_window_is_final_and_says_so(self, messenger, platform, code):
        platform.refuse(CITIZEN, code)
        with pytest.raises(ReplyWindowClosed) as failure:
            messenger.send(CITIZEN, "已办结")
        assert failure.value.code == code
        assert platform.texts_for(CITIZEN) == []

    @pytest.mark.parametrize("code", [40003, 43004, 48002, 87014])
    def test_what_can_never_arrive_is_final(self, messenger, platform, code):
        platform.refuse(CITIZEN, code)
        with pytest.raises(NeverDelivered, match=str(code)):
            messenger.send(CITIZEN, "已办结")

    @pytest.mark.parametrize("code", [-1, 45009, 45011, 99999])  # busy; day's quota; minute's quota; unheard of
    def test_a_passing_trouble_is_worth_another_try(self, messenger, platform, code):
        platform.refuse(CITIZEN, code)
        with pytest.raises(RetryLater) as failure:
            messenger.send(CITIZEN, "已办结")
        assert not isinstance(failure.value, DeliveryUnknown)
        platform.refuse(CITIZEN, 0)
        messenger.send(CITIZEN, "已办结")
        assert platform.texts_for(CITIZEN) == ["已办结"]

    def test_no_failure_names_the_citizen_or_the_words(self, messenger, platform):
        platform.refuse(CITIZEN, 45015)
        with pytest.raises(ReplyWindowClosed) as failure:
            messenger.send(CITIZEN, "王大姐的电话")
        assert CITIZEN not in str(failure.value)
        assert "王大姐" not in str(failure.value)


class CountingPlatform(Platform):
    """A platform that counts how often a token was asked for, and how often one was forced."""

    def __init__(self, account):
        super().__init__(account)
        self.asked = []

    def answer(self, path, parameters, payload):
        if path.endswith("token"):
            self.asked.append(payload["force_refresh"])
        return super().answer(path, parameters, payload)


class TestTheRealMessengersToken:
    @pytest.fixture
    def platform(self):
        return CountingPlatform(ACCOUNT)

    def test_one_token_serves_many_messages(self, real, platform):
        for text in ("已受理", "已派单", "已办结"):
            real.send(CITIZEN, text)
        assert platform.asked == [False]

    def test_it_is_renewed_five_minutes_before_its_two_hours_end(self, real, platform, clock):
        real.send(CITIZEN, "已受理")
        clock.now += timedelta(minutes=114, seconds=59)
        real.send(CITIZEN, "已派单")
        assert platform.asked == [False]
        clock.now += timedelta(seconds=1)
        real.send(CITIZEN, "已办结")
        assert platform.asked == [False, False]

    def test_a_token_voided_elsewhere_is_replaced_without_forcing_and_the_text_arrives_once(self, real, platform):
        real.send(CITIZEN, "已受理")
        platform.void_token()
        real.send(CITIZEN, "已派单")
        assert platform.texts_for(CITIZEN) == ["已受理", "已派单"]
        assert platform.asked == [False, False]

    @pytest.mark.parametrize("code", [40001, 40014, 42001])
    def test_a_token_refused_again_is_forced_once_and_then_left_for_later(self, real, platform, code):
        platform.refuse(CITIZEN, code)
        with pytest.raises(RetryLater, match=str(code)):
            real.send(CITIZEN, "已受理")
        assert platform.asked == [False, False, True]

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [({"secret": "not-the-secret"}, 40125), ({"app_id": "wx-somebody-else"}, 40013)],
    )
    def test_wrong_settings_are_named_with_the_code_and_without_the_secret(self, platform, clock, wrong, code):
        account = Account(**{"app_id": ACCOUNT.app_id, "token": "zengdu12345", "secret": "hush-hush-secret", **wrong})
        with serving(platform) as base_url:
            messenger = WeChatMessenger(account, clock=clock, base_url=base_url)
            with pytest.raises(RetryLater, match="AppSecret") as failure:
                messenger.send(CITIZEN, "已受理")
            messenger.close()
        assert failure.value.code == code
        assert account.secret not in str(failure.value)

    def test_the_token_is_never_logged(self, real, caplog):
        with caplog.at_level(logging.DEBUG):
            real.send(CITIZEN, "已受理")
            token = real._token.value
        assert token
        assert token not in caplog.text
        assert ACCOUNT.secret not in caplog.text
        assert CITIZEN not in caplog.text
        assert token not in repr(real._token)


class TestWhenThePlatformFails:
    def test_nobody_listening_means_nothing_was_sent(self, platform, clock):
        with serving(platform) as base_url:
            pass
        with pytest.raises(RetryLater, match="连接不上") as failure:
            WeChatMessenger(ACCOUNT, clock=clock, base_url=base_url).send(CITIZEN, "已受理")
        assert not isinstance(failure.value, DeliveryUnknown)

    @pytest.mark.parametrize("broken", [b"<html>502 Bad Gateway</html>", b"", b"[]", b'"ok"'])
    def test_an_unreadable_answer_to_a_message_leaves_its_delivery_unknown(self, real, monkeypatch, broken):
        real.send(CITIZEN, "已受理")
        monkeypatch.setattr(real._http, "post", lambda *_, **__: httpx.Response(200, content=broken))
        with pytest.raises(DeliveryUnknown, match="可能已送达"):
            real.send(CITIZEN, "已派单")

    def test_an_error_of_the_server_leaves_its_delivery_unknown(self, real, monkeypatch):
        real.send(CITIZEN, "已受理")
        monkeypatch.setattr(real._http, "post", lambda *_, **__: httpx.Response(502, json={"errcode": 0}))
        with pytest.raises(DeliveryUnknown):
            real.send(CITIZEN, "已派单")

    def test_an_answer_that_never_comes_leaves_its_delivery_unknown(self, real, monkeypatch):
        def late(*_, **__):
            raise httpx.ReadTimeout("late")

        real.send(CITIZEN, "已受理")
        monkeypatch.setattr(real._http, "post", late)
        with pytest.raises(DeliveryUnknown):
            real.send(CITIZEN, "已派单")

    def test_an_unreadable_answer_to_the_token_request_means_nothing_was_sent(self, real, monkeypatch):
        monkeypatch.setattr(real._http, "post", lambda *_, **__: httpx.Response(200, content=b"<html>"))
        with pytest.raises(RetryLater, match="调用凭证") as failure:
            real.send(CITIZEN, "已受理")
        assert not isinstance(failure.value, DeliveryUnknown)


class TestTheDouble:
    def test_another_process_can_read_what_was_sent(self, platform):
        HarmlessMessenger(platform).send(CITIZEN, "已办结")
        with serving(platform) as base_url:
            said = httpx.get(f"{base_url}/sent", params={"openid": CITIZEN}, trust_env=False).json()
        assert said == {"texts": ["已办结"]}

    def test_asking_for_a_token_returns_the_same_one_until_a_new_one_is_forced(self, platform):
        ask = {"appid": ACCOUNT.app_id, "secret": ACCOUNT.secret}
        first, again, forced = (
            platform.answer(TOKEN_PATH, {}, {**ask, "force_refresh": force})["access_token"]
            for force in (False, False, True)
        )
        assert first == again != forced

    def test_a_waiting_reader_is_woken_by_the_message(self, platform):
        HarmlessMessenger(platform).send(CITIZEN, "已受理")
        assert platform.wait_for(CITIZEN, count=1, timeout_seconds=60) == ["已受理"]
        assert platform.wait_for(NEIGHBOUR, count=1, timeout_seconds=0) == []

    @pytest.mark.parametrize(
        ("request_", "code"),
        [
            (SimpleNamespace(path="/cgi-bin/message/custom/send", content=b"{}"), 40001),  # no token
            (SimpleNamespace(path="/cgi-bin/menu/create", content=b"{}"), 40066),  # an interface we do not use
            (SimpleNamespace(path="/cgi-bin/stable_token", content=b"not json"), 40013),
        ],
    )
    def test_it_refuses_what_the_platform_refuses(self, platform, request_, code):
        with serving(platform) as base_url:
            said = httpx.post(base_url + request_.path, content=request_.content, trust_env=False).json()
        assert said["errcode"] == code
