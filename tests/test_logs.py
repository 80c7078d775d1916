"""Does the log stay free of what belongs to citizens, whoever writes the line?"""

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from hotline.logs import OPENID as SHAPE
from hotline.logs import begin_logging
from hotline.storage.engine import open_engine, transaction
from hotline.storage.tables import messages

ROOT = Path(__file__).parent.parent
OPENID = "oZengDu-wang_dajie0123456789"
PHONE = "13872880019"


@pytest.fixture(autouse=True)
def as_it_was():
    """What the program sets for its whole life is undone for the next test."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict]:
    captured = capsys.readouterr()
    assert captured.out == ""
    return [json.loads(line) for line in captured.err.splitlines()]


def test_a_line_is_one_json_object_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    begin_logging("info")
    structlog.get_logger().info("round", done="通知 3 条")
    (line,) = lines(capsys)
    assert (line["event"], line["level"], line["done"]) == ("round", "info", "通知 3 条")
    assert line["timestamp"].endswith("Z")


def test_lines_below_the_level_are_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    begin_logging("warning")
    structlog.get_logger().info("round")
    structlog.get_logger().warning("round put off")
    assert [line["event"] for line in lines(capsys)] == ["round put off"]


@pytest.mark.parametrize(
    "said",
    [
        PHONE,
        f"请打{PHONE}找我",
        "138 7288 0019",
        {"contact": PHONE},
        ["王大姐", PHONE],
        int(PHONE),
        OPENID,
        f"sender={OPENID}",
        {"touser": OPENID},
        ValueError(f"no such user {OPENID}, {PHONE}"),
    ],
    ids=str,
)
def test_numbers_and_openids_are_masked_in_every_value(said: object, capsys: pytest.CaptureFixture[str]) -> None:
    begin_logging("info")
    structlog.get_logger().warning("refused", said=said)
    structlog.get_logger().warning(f"refused {said}")
    written = json.dumps(lines(capsys), ensure_ascii=False)
    assert OPENID not in written and "7288" not in written


@given(st.text("0123456789abcXYZ_-", min_size=27, max_size=27))
def test_no_openid_passes_whatever_it_is_made_of(rest: str) -> None:
    assert SHAPE.sub("o…", f"touser=o{rest}, text=您好") == "touser=o…, text=您好"


def test_ticket_numbers_and_short_numbers_stay_readable(capsys: pytest.CaptureFixture[str]) -> None:
    begin_logging("info")
    structlog.get_logger().info("refused", path="/tickets/ZD2026112300001", hotline="12345")
    (line,) = lines(capsys)
    assert (line["path"], line["hotline"]) == ("/tickets/ZD2026112300001", "12345")


def test_a_librarys_own_lines_and_tracebacks_are_masked_too() -> None:
    """In a process of its own, since pytest keeps the root logger to itself."""
    program = f"""
import logging
from hotline.logs import begin_logging
begin_logging("info")
logging.getLogger("httpx").info("GET /cgi-bin/token?secret=kouling")
try:
    raise ValueError("to {OPENID} at {PHONE}")
except ValueError:
    logging.getLogger("uvicorn.error").exception("failed for {PHONE}")
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "ERROR uvicorn.error failed for 138****0019" in done.stderr and "Traceback" in done.stderr
    assert not [secret for secret in (OPENID, PHONE, "kouling") if secret in done.stderr + done.stdout]


def test_an_error_of_the_database_does_not_repeat_what_a_citizen_wrote(sqlite_file: Path) -> None:
    engine = open_engine(f"sqlite:///{sqlite_file}")
    row = {"conversation": "没有这个会话", "key": "in:1", "incoming": True, "text": f"王大姐家{PHONE}", "choices": []}
    with pytest.raises(IntegrityError) as refused, transaction(engine, writes=True) as connection:
        connection.execute(insert(messages).values(row))
    engine.dispose()
    assert "王大姐" not in str(refused.value) and PHONE not in str(refused.value)


def test_libraries_are_heard_from_warning_on() -> None:
    begin_logging("debug")
    assert not logging.getLogger("httpx").isEnabledFor(logging.DEBUG)
