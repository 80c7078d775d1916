"""Does our codec agree with WeChat's own sample, and does it refuse everything that was tampered with?"""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from integrations.wechat.account import Account
from integrations.wechat.crypto import decrypt, encrypt
from integrations.wechat.errors import AccountMisconfigured, BadSignature, StaleTimestamp, UndecipherableMessage
from integrations.wechat.signature import check_fresh, check_signature, signature

# The vector that WeChat publishes with its sample code (WXBizMsgCrypt).
OFFICIAL = Account(
    app_id="wx2c2769f8efd9abc2",
    token="spamtest",
    encoding_aes_key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    secret="0123456789abcdef",
)
OFFICIAL_CIPHERTEXT = (
    "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXp"
    "bUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlp"
    "Kn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD"
    "1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
)
OFFICIAL_SIGNATURE = "5d197aaffba7e9b25a30732f161a50dee96bd5fa"
SENT = datetime.fromtimestamp(1409735669, UTC)


class TestCodec:
    def test_the_sample_of_wechat_opens(self):
        assert "<Content><![CDATA[abcdteT]]></Content>" in decrypt(OFFICIAL, OFFICIAL_CIPHERTEXT).decode()

    @given(st.text(max_size=300))
    def test_what_is_sealed_opens_unchanged(self, words):
        assert decrypt(OFFICIAL, encrypt(OFFICIAL, words)).decode() == words

    @given(st.text(max_size=80))
    def test_the_padding_fills_blocks_of_32_bytes(self, words):
        assert len(base64.b64decode(encrypt(OFFICIAL, words))) % 32 == 0

    def test_the_same_words_are_sealed_differently_each_time(self):
        assert encrypt(OFFICIAL, "路灯坏了") != encrypt(OFFICIAL, "路灯坏了")

    def test_a_message_for_another_account_is_refused(self):
        other = Account(
            app_id="wx0000000000000000", token="spamtest", encoding_aes_key=OFFICIAL.encoding_aes_key, secret="无"
        )
        with pytest.raises(UndecipherableMessage):
            decrypt(OFFICIAL, encrypt(other, "路灯坏了"))

    def test_a_message_under_another_key_is_refused(self):
        other = Account(app_id=OFFICIAL.app_id, token="spamtest", encoding_aes_key="Z" * 43)
        with pytest.raises(UndecipherableMessage):
            decrypt(OFFICIAL, encrypt(other, "路灯坏了"))

    @pytest.mark.parametrize(
        "ciphertext",
        [
            "",  # nothing at all
            "路灯坏了",  # not Base64
            "aGVsbG8=",  # not whole blocks
            "A" * 64,  # whole blocks of noise
            OFFICIAL_CIPHERTEXT[:64],  # cut off
        ],
    )
    def test_nonsense_is_refused_with_the_same_sentence(self, ciphertext):
        with pytest.raises(UndecipherableMessage, match="无法用本公众号的密钥解开"):
            decrypt(OFFICIAL, ciphertext)

    @pytest.mark.parametrize(
        "padding",
        [
            bytes([48]) * 48,  # more than one block of 32
            bytes([31]) * 15 + bytes([16]),  # the bytes disagree
            bytes(16),  # says it is not there
        ],
    )
    def test_a_broken_padding_is_refused(self, padding):
        app_id = OFFICIAL.app_id.encode()
        inside = bytes(16) + (10).to_bytes(4, "big") + b"0123456789" + app_id  # 48 bytes
        cipher = Cipher(algorithms.AES(OFFICIAL.aes_key), modes.CBC(OFFICIAL.aes_key[:16])).encryptor()
        ciphertext = base64.b64encode(cipher.update(inside + padding) + cipher.finalize()).decode()
        with pytest.raises(UndecipherableMessage):
            decrypt(OFFICIAL, ciphertext)

    @given(st.binary(max_size=160))
    def test_no_noise_gets_past_the_one_refusal(self, noise):
        with pytest.raises(UndecipherableMessage):
            decrypt(OFFICIAL, base64.b64encode(noise).decode())


class TestSignature:
    def test_the_sample_of_wechat_is_signed_as_we_sign(self):
        assert signature("spamtest", "1409735669", "1320562132", OFFICIAL_CIPHERTEXT) == OFFICIAL_SIGNATURE

    @pytest.mark.parametrize("claimed", ["", "0" * 40, OFFICIAL_SIGNATURE.upper(), OFFICIAL_SIGNATURE[:-1], "签名"])
    def test_any_other_signature_is_refused(self, claimed):
        with pytest.raises(BadSignature):
            check_signature(claimed, "spamtest", "1409735669", "1320562132", OFFICIAL_CIPHERTEXT)

    @pytest.mark.parametrize("seconds", [-300, -1, 0, 299, 300])
    def test_a_request_within_five_minutes_is_fresh(self, seconds):
        check_fresh("1409735669", now=SENT + timedelta(seconds=seconds))

    @pytest.mark.parametrize("seconds", [-86400, -301, 301, 86400])
    def test_a_request_outside_five_minutes_is_a_replay(self, seconds):
        with pytest.raises(StaleTimestamp, match="300 秒"):
            check_fresh("1409735669", now=SENT + timedelta(seconds=seconds))

    def test_the_window_can_be_narrowed(self):
        with pytest.raises(StaleTimestamp, match="10 秒"):
            check_fresh("1409735669", now=SENT + timedelta(seconds=11), window_seconds=10)

    @pytest.mark.parametrize("timestamp", ["", "今天", "-409735669", "14097356690", "١٤٠٩٧٣٥٦٦٩", "1409735669 "])
    def test_a_timestamp_has_ten_digits(self, timestamp):
        with pytest.raises(StaleTimestamp, match="十位数字"):
            check_fresh(timestamp, now=SENT)


class TestAccount:
    def test_no_secret_is_ever_printed(self):
        printed = f"{OFFICIAL!r} {OFFICIAL!s} {OFFICIAL}"
        assert OFFICIAL.app_id in printed
        assert not [s for s in (OFFICIAL.token, OFFICIAL.encoding_aes_key, OFFICIAL.secret) if s in printed]

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"app_id": ""}, "AppID"),
            ({"token": "ab"}, "令牌"),  # shorter than three
            ({"token": "曾都热线"}, "令牌"),
            ({"encoding_aes_key": "abc"}, "43 位"),
        ],
    )
    def test_settings_that_cannot_work_are_refused_in_a_sentence(self, wrong, sentence):
        with pytest.raises(AccountMisconfigured, match=sentence):
            Account(**{"app_id": "wx1", "token": "zengdu", **wrong})
