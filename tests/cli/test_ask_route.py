"""Do `ask` and `route` print exactly what other programs may rely on, and refuse in a sentence?"""

import json
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal

ASKED = [
    {"id": "q-1", "text": "路灯坏了怎么报修"},
    {"id": 2, "text": "有人要跳楼"},
    {"id": "q-3", "text": "月球上怎么种土豆"},
    {"id": "q-4", "text": ""},
    {"id": "q-5", "text": "水费\n怎么交"},
]
KEYS = ["id", "outcome", "answer", "article", "probability", "candidates"]


@pytest.fixture(scope="module")
def answers(terminal: Terminal, tmp_path_factory: pytest.TempPathFactory) -> list[dict]:
    """The rows of one run over a file, with an empty line in it as editors leave them."""
    file = tmp_path_factory.mktemp("asked") / "q.jsonl"
    file.write_text("\n\n".join(json.dumps(row, ensure_ascii=False) for row in ASKED) + "\n", encoding="utf-8")
    seen = terminal.run("ask", "--file", str(file), "--json")
    assert seen.status == 0, seen.err
    return seen.rows


def test_each_question_gives_one_line_with_its_own_id(answers: list[dict]) -> None:
    assert [row["id"] for row in answers] == ["q-1", 2, "q-3", "q-4", "q-5"]


def test_every_line_has_exactly_the_agreed_keys(answers: list[dict]) -> None:
    assert [list(row) for row in answers] == [KEYS] * len(ASKED)
    for row in answers:
        assert row["outcome"] in ("answer", "clarify", "unknown", "emergency") and 0 <= row["probability"] <= 1
        assert row["answer"] and len(row["candidates"]) <= 3
        assert [list(candidate) for candidate in row["candidates"]] == [["id", "title", "probability"]] * len(
            row["candidates"]
        )


def test_an_answer_names_its_article_which_is_the_first_candidate(answers: list[dict]) -> None:
    lamp = answers[0]
    assert lamp["outcome"] == "answer" and "依据：" in lamp["answer"]
    assert lamp["article"] == {name: lamp["candidates"][0][name] for name in ("id", "title")}
    assert lamp["probability"] == lamp["candidates"][0]["probability"]


def test_danger_to_life_is_an_emergency_without_an_article(answers: list[dict]) -> None:
    falling = answers[1]
    assert (falling["outcome"], falling["article"], falling["candidates"]) == ("emergency", None, [])
    assert "110" in falling["answer"]


def test_what_nobody_wrote_about_is_unknown_and_offers_a_way_on(answers: list[dict]) -> None:
    assert [(row["outcome"], row["article"]) for row in answers[2:4]] == [("unknown", None)] * 2


def test_without_json_the_answer_is_read_as_it_is(terminal: Terminal) -> None:
    seen = terminal.type("ask", "有人要跳楼")
    assert seen.status == 0 and "110" in seen.out and "{" not in seen.out


@pytest.mark.parametrize("command", ["ask", "route"])
@pytest.mark.parametrize("words", [(), ("路灯坏了", "--file", "q.jsonl")], ids=["都没给", "两样都给"])
def test_a_text_or_a_file_but_one_of_them(terminal: Terminal, command: str, words: tuple[str, ...]) -> None:
    seen = terminal.type(command, *words)
    assert seen.status != 0 and seen.out == ""
    assert "请给一句话，或用 --file 给一个文件。" in seen.err


@pytest.mark.parametrize(
    ("lines", "bad"),
    [
        (['{"id": 1, "text": "路灯坏了"}', "路灯坏了"], 2),  # 不是 JSON
        (['{"id": 1}'], 1),  # 没有 text
        (['{"text": "路灯坏了"}'], 1),  # 没有 id
        (["", "[1, 2]"], 2),  # 空行也算一行
        (["12345"], 1),
    ],
)
def test_a_line_that_cannot_be_read_is_named(terminal: Terminal, tmp_path: Path, lines: list[str], bad: int) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    seen = terminal.type("ask", "--file", str(file), "--json")
    assert seen.status != 0 and seen.out == ""
    assert f'第{bad}行不是 {{"id","text"}} 这样的 JSON。' in seen.err


def test_a_file_that_cannot_be_read_is_named(terminal: Terminal, tmp_path: Path) -> None:
    gbk = tmp_path / "gbk.jsonl"
    gbk.write_bytes('{"id": 1, "text": "路灯坏了"}'.encode("gbk"))
    for file in (gbk, tmp_path / "没有.jsonl", tmp_path):
        seen = terminal.type("ask", "--file", str(file))
        assert seen.status != 0 and "读不了" in seen.err and file.name in seen.err


def test_a_route_names_class_urgency_and_at_most_three_departments_with_reasons(terminal: Terminal) -> None:
    (row,) = terminal.type("route", "沿河大道的路灯坏了三盏，晚上看不见路", "--json").rows
    assert list(row) == ["id", "kind", "urgency", "category", "departments"]
    assert (row["kind"], row["urgency"], row["category"]) == ("求助", "普通", "市政公用/路灯")
    assert 1 <= len(row["departments"]) <= 3
    assert all(list(one) == ["department", "score", "reason"] and one["reason"] for one in row["departments"])
    scores = [one["score"] for one in row["departments"]]
    assert scores == sorted(scores, reverse=True)
