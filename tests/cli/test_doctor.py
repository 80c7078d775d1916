"""Does the terminal say in a sentence what is missing, and never show a traceback?"""

import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from hotline.cli import main
from tests.cli.terminal import Terminal

DEAD = "postgresql+psycopg://127.0.0.1:1/hotline"


def refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    """The one sentence a command ends in, with status 1 and nothing on standard output."""
    monkeypatch.setattr(sys, "argv", ["hotline", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    captured = capsys.readouterr()
    assert ended.value.code == 1 and captured.out == ""
    (sentence,) = [line for line in captured.err.splitlines() if not line.startswith("{")]
    assert sentence.endswith("。")
    return sentence


@pytest.fixture
def at(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This process stands where the terminal does, with a data folder of its own."""
    for name, value in {**terminal.settings, "HOTLINE_DATA": str(tmp_path), "COLUMNS": "300"}.items():
        monkeypatch.setenv(name, value)
    return tmp_path


def test_the_doctor_names_what_is_missing_and_what_to_do(terminal: Terminal, tmp_path: Path) -> None:
    seen = Terminal(settings=terminal.settings | {"HOTLINE_DATA": str(tmp_path)}).type("doctor")
    lines = seen.out.splitlines()
    assert seen.status == 1
    assert "正常　知识库：684 条可用" in lines
    for begins, ends in (
        ("异常　对话模型：还没有按现在的语料训练", "请运行 hotline prepare"),
        ("异常　数据库：版本 空，应为", "请运行 hotline migrate"),
        ("异常　服务：没有应答", "请运行 make run"),
    ):
        assert [line for line in lines if line.startswith(begins) and line.endswith(ends)], begins


def test_after_migrate_the_doctor_finds_the_database_well(terminal: Terminal, tmp_path: Path) -> None:
    here = Terminal(settings=terminal.settings | {"HOTLINE_DATA": str(tmp_path)})
    first, again = here.type("migrate"), here.type("migrate")
    assert first.status == 0 and first.out.startswith("数据库已是版本") and again.out == first.out
    assert any(line.startswith("正常　数据库：版本") for line in here.type("doctor").out.splitlines())


def test_the_doctor_tells_a_database_out_of_reach(terminal: Terminal) -> None:
    seen = Terminal(settings=terminal.settings | {"HOTLINE_DATABASE": DEAD}).type("doctor")
    assert seen.status == 1 and "异常　数据库：连不上" in seen.out and "HOTLINE_DATABASE" in seen.out


def test_a_dead_postgresql_is_one_sentence_and_no_traceback(terminal: Terminal) -> None:
    seen = terminal.run("ask", "路灯坏了", "--json", HOTLINE_DATABASE=DEAD)
    told = [line for line in seen.err.splitlines() if not line.startswith("{")]
    assert (seen.status, seen.out) == (1, "") and len(told) == 1 and told[0].endswith("。"), seen.err


@pytest.mark.parametrize("words", [("serve",), ("work",), ("migrate",)], ids=" ".join)
def test_nor_does_any_process_start_without_its_database(
    at: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTLINE_DATABASE", DEAD)
    assert refused(capsys, monkeypatch, *words)


def test_a_locked_database_is_one_sentence(
    at: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(at / "hotline.db", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("BEGIN IMMEDIATE")
        assert "繁忙" in refused(capsys, monkeypatch, "ask", "路灯坏了", "--json")


def test_a_wrong_setting_is_one_sentence_that_names_it(
    at: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTLINE_PORT", "八千")
    assert refused(capsys, monkeypatch, "report", "--from", "2026-11-23", "--to", "2026-11-23").startswith(
        "HOTLINE_PORT 应当是"
    )


def test_a_service_that_does_not_answer_is_one_sentence(
    at: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "没有应答" in refused(capsys, monkeypatch, "wechat-sim", "路灯坏了")


def test_a_taken_port_is_one_sentence(
    at: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("HOTLINE_PORT", str(port))
        assert refused(capsys, monkeypatch, "serve").startswith(f"端口 {port} 已被别的程序占用。")
