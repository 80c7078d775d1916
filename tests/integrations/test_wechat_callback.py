"""Does the callback believe only WeChat, read what citizens send, and answer in a way nobody can break out of?"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.wechat import simulator
from integrations.wechat.account import Account
from integrations.wechat.callback import ACKNOWLEDGED, Query, echo, receive, reply
from integrations.wechat.crypto import decrypt
from integrations.wechat.envelope import MAX_BODY_BYTES, read, write
from integrations.wechat.errors import (
    BadSignature,
    CallbackRefused,
    MalformedMessage,
    OversizeBody,
    StaleTimestamp,
    TextTooLong,
)
from integrations.wechat.messages import Kind, parse

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
PLAIN = Account(app_id="wx12345zengdu", token="zengdu12345")
SAFE = Account(app_id="wx12345zengdu", token="zengdu12345", encoding_aes_key="Q" * 43)
CITIZEN = "oZengDu-wang_dajie"
STREET_LAMP = simulator.text_message("舜井大道路灯坏了", CITIZEN, now=NOW, message_id="7001")

both_modes = pytest.mark.parametrize("account", [PLAIN, SAFE], ids=["明文模式", "安全模式"])


def received(message, account, *, now=NOW):
    sent = simulator.request(message, account, now=NOW)
    return receive(account, Query.of(sent.parameters), sent.body, now=now)


class TestAddressCheck:
    @both_modes
    def test_wechat_gets_its_echo_back(self, account):
        query = simulator.address_check("5837397576500011341", account, now=NOW)
        assert echo(account, Query.of(query), now=NOW) == "5837397576500011341"

    def test_a_stranger_gets_none(self):
        stranger = Account(app_id=PLAIN.app_id, token="guessed")
        with pytest.raises(BadSignature):
            echo(PLAIN, Query.of(simulator.address_check("42", stranger, now=NOW)), now=NOW)

    def test_nor_does_yesterdays_request(self):
        query = Query.of(simulator.address_check("42", PLAIN, now=NOW))
        with pytest.raises(StaleTimestamp):
            echo(PLAIN, query, now=NOW + timedelta(days=1))


class TestReceiving:
    @both_modes
    def test_a_written_message_arrives(self, account):
        inbound = received(STREET_LAMP, account)
        assert (inbound.kind, inbound.text, inbound.openid) == (Kind.TEXT, "舜井大道路灯坏了", CITIZEN)
        assert inbound.sent_at == NOW

    @both_modes
    def test_a_retry_carries_the_key_of_the_first_delivery(self, account):
        assert received(STREET_LAMP, account).key == received(STREET_LAMP, account).key == "message:7001"

    @both_modes
    def test_a_stranger_is_refused(self, account):
        stranger = Account(app_id=account.app_id, token="guessed", encoding_aes_key=account.encoding_aes_key)
        sent = simulator.request(STREET_LAMP, stranger, now=NOW)
        with pytest.raises(BadSignature):
            receive(account, Query.of(sent.parameters), sent.body, now=NOW)

    @both_modes
    def test_a_recorded_request_cannot_be_played_again_later(self, account):
        with pytest.raises(StaleTimestamp):
            received(STREET_LAMP, account, now=NOW + timedelta(seconds=301))

    def test_a_plain_message_is_refused_where_messages_are_encrypted(self):
        sent = simulator.request(STREET_LAMP, PLAIN, now=NOW)
        with pytest.raises(BadSignature):
            receive(SAFE, Query.of(sent.parameters), sent.body, now=NOW)

    def test_a_ciphertext_changed_on_the_way_is_refused(self):
        sent = simulator.request(STREET_LAMP, SAFE, now=NOW)
        other = simulator.request(STREET_LAMP, SAFE, now=NOW)
        with pytest.raises(BadSignature):
            receive(SAFE, Query.of(sent.parameters), other.body, now=NOW)


class TestReading:
    def test_a_spoken_message_is_what_wechat_understood(self):
        inbound = parse(simulator.voice_message("医保怎么报销", CITIZEN, now=NOW).encode())
        assert (inbound.kind, inbound.text) == (Kind.VOICE, "医保怎么报销")

    def test_a_spoken_message_nobody_understood_has_no_words(self):
        inbound = parse(simulator.voice_message("", CITIZEN, now=NOW).encode())
        assert (inbound.kind, inbound.text) == (Kind.VOICE, "")

    @pytest.mark.parametrize(
        ("event", "kind"),
        [
            ("subscribe", Kind.FOLLOW),
            ("unsubscribe", Kind.UNFOLLOW),
            ("CLICK", Kind.MENU),
            ("VIEW", Kind.OTHER),
            ("text", Kind.OTHER),  # an event is never mistaken for a message
        ],
    )
    def test_events_are_told_apart(self, event, kind):
        assert parse(simulator.event_message(event, CITIZEN, now=NOW).encode()).kind is kind

    def test_a_menu_key_is_its_text(self):
        pressed = simulator.event_message("CLICK", CITIZEN, now=NOW, event_key="查进度")
        assert parse(pressed.encode()).text == "查进度"

    @pytest.mark.parametrize("kind", ["image", "location", "video", "shortvideo", "link", "CLICK", "subscribe"])
    def test_messages_without_words_are_recognised_as_other(self, kind):
        body = write(
            {"ToUserName": "gh_1", "FromUserName": CITIZEN, "CreateTime": 1700000000, "MsgType": kind, "MsgId": "9"}
        )
        assert (parse(body.encode()).kind, parse(body.encode()).text) == (Kind.OTHER, "")

    def test_two_menu_keys_in_one_second_are_two_things_to_do(self):
        first, second = (simulator.event_message("CLICK", CITIZEN, now=NOW, event_key=key) for key in ("催办", "评价"))
        assert parse(first.encode()).key != parse(second.encode()).key

    def test_the_key_of_an_event_is_stable_and_does_not_name_the_citizen(self):
        event = simulator.event_message("subscribe", CITIZEN, now=NOW).encode()
        assert parse(event).key == parse(event).key
        assert CITIZEN not in parse(event).key

    def test_blanks_around_values_do_not_matter(self):
        body = STREET_LAMP.replace("<![CDATA[", "\n <![CDATA[").replace("]]>", "]]>\n ")
        assert parse(body.encode()) == parse(STREET_LAMP.encode())


class TestRefusing:
    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"not xml",
            b"<xml><FromUserName>o1</FromUserName>",  # cut off
            b"<xml></xml>",
            b'<?xml version="1.0" encoding="no-such"?><xml/>',
            b'<!DOCTYPE x [<!ENTITY a "12345">]><xml><Content>&a;</Content></xml>',  # entities
            b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">' + STREET_LAMP.encode(),  # a foreign definition
            STREET_LAMP.replace("7001", "7001x").encode(),
            STREET_LAMP.replace(CITIZEN, "o1\n伪造的日志行").encode(),
            STREET_LAMP.replace(CITIZEN, "o" * 65).encode(),
            STREET_LAMP.replace("<CreateTime>", "<CreateTime>-").encode(),
            STREET_LAMP.replace("<CreateTime>", "<CreateTime>9999").encode(),
            STREET_LAMP.replace("MsgType", "MsgKind").encode(),
        ],
    )
    def test_a_malformed_message_is_refused(self, body):
        with pytest.raises(MalformedMessage):
            parse(body)

    @given(st.binary(max_size=200))
    def test_noise_is_refused_and_nothing_worse(self, noise):
        with pytest.raises(CallbackRefused):
            parse(noise)

    @both_modes
    def test_a_body_beyond_64_kilobytes_is_refused_unread(self, account):
        query = Query.of(simulator.request(STREET_LAMP, account, now=NOW).parameters)
        with pytest.raises(OversizeBody, match="64 KB"):
            receive(account, query, b"<" * (MAX_BODY_BYTES + 1), now=NOW)

    def test_no_refusal_repeats_what_the_citizen_wrote(self):
        with pytest.raises(MalformedMessage) as refused:
            parse(STREET_LAMP.replace("7001", "身份证429001").encode())
        assert "429001" not in str(refused.value)
        assert CITIZEN not in str(refused.value)


class TestReplying:
    inbound = parse(STREET_LAMP.encode())

    @both_modes
    def test_the_citizen_gets_the_words(self, account):
        assert self._shown(account, "已为您登记，工单号 ZD20261123001。") == "已为您登记，工单号 ZD20261123001。"

    def test_the_reply_goes_from_the_account_to_the_citizen(self):
        fields = read(reply(PLAIN, self.inbound, "您好", now=NOW).encode())
        assert (fields["ToUserName"], fields["FromUserName"]) == (CITIZEN, simulator.ORIGINAL_ID)
        assert (fields["MsgType"], fields["CreateTime"]) == ("text", str(int(NOW.timestamp())))

    @both_modes
    @pytest.mark.parametrize(
        "words",
        [
            "]]>",
            "答复]]></Content><MsgType><![CDATA[news]]></MsgType>",
            "]]]]>>",
            "a]]>b]]>c",
            "&lt; & <b>",
        ],
    )
    def test_no_words_break_out_of_the_reply(self, account, words):
        assert self._shown(account, words) == words

    @given(st.text(st.sampled_from("]>[<!&\x00\x08\ud800路灯C"), max_size=40))
    def test_whatever_is_said_the_reply_keeps_its_five_fields(self, words):
        fields = read(reply(PLAIN, self.inbound, "答" + words, now=NOW).encode("utf-8"))
        assert list(fields) == ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Content"]
        assert fields["Content"] == "答" + "".join(c for c in words if c not in "\x00\x08\ud800")

    @both_modes
    @pytest.mark.parametrize("nothing", ["", "  \n"])
    def test_nothing_to_say_is_an_acknowledgement_not_an_empty_message(self, account, nothing):
        assert reply(account, self.inbound, nothing, now=NOW) == ACKNOWLEDGED == "success"

    @both_modes
    def test_more_than_one_page_is_refused(self, account):
        with pytest.raises(TextTooLong, match="2048"):
            reply(account, self.inbound, "灯" * 683, now=NOW)  # 2,049 bytes

    def test_an_encrypted_reply_shows_nothing_of_its_words(self):
        answer = reply(SAFE, self.inbound, "工单号 ZD20261123001", now=NOW)
        assert "ZD20261123001" not in answer
        assert CITIZEN not in answer

    def _shown(self, account, words):
        answer = reply(account, self.inbound, words, now=NOW).encode()
        return read(decrypt(account, read(answer)["Encrypt"]) if account.encrypted else answer)["Content"]
