"""Does the harmless notice channel tell that a notice went out, and nothing about whom it concerns?"""

import logging

from integrations.console.notices import ConsoleNotices


def test_a_notice_leaves_one_line_with_channel_and_length(caplog):
    with caplog.at_level(logging.INFO):
        ConsoleNotices("短信").send("13800001234", "王大姐，您的工单已办结。")
    assert [record.getMessage() for record in caplog.records] == ["已发出一条通知（短信，12 字，未接入真实渠道）。"]


def test_neither_recipient_nor_words_are_logged(caplog):
    with caplog.at_level(logging.DEBUG):
        ConsoleNotices("短信").send("13800001234", "王大姐，您的工单已办结。")
    assert not [part for part in ("13800001234", "1234", "王大姐", "办结") if part in caplog.text]
