"""Danger to life is heard in whatever words people use, and paperwork about danger is not mistaken for it."""

import json
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.rules import load
from tickets.danger import find_danger

EXAMPLES = files("hotline.rules").joinpath("danger_examples.jsonl").read_text(encoding="utf-8").splitlines()
ROWS = [json.loads(line) for line in EXAMPLES]
DANGEROUS = [row for row in ROWS if row["kind"]]
HARMLESS = [row for row in ROWS if not row["kind"]]


def heard(text):
    return find_danger(text, load.dangers())


def kind_heard(text):
    danger = heard(text)
    return danger and danger.kind


def test_every_example_marked_so_is_heard_by_the_phrases_alone():
    """Those not marked are left to meaning: `hotline.casework.lookout`."""
    missed = [row["text"] for row in DANGEROUS if row["by_phrase"] and not heard(row["text"])]
    assert missed == []


def test_at_most_one_in_twenty_look_alikes_raises_an_alarm():
    false_alarms = [row["text"] for row in HARMLESS if heard(row["text"])]
    assert len(false_alarms) <= 0.05 * len(HARMLESS), false_alarms


def test_the_examples_keep_many_of_every_kind_and_say_nothing_twice():
    written = Counter(row["kind"] for row in DANGEROUS)
    assert set(written) == {danger.kind for danger in load.dangers()}
    assert min(written.values()) >= 40 and len(HARMLESS) >= 1000
    assert len({row["text"] for row in ROWS}) == len(ROWS)
    assert sum(row["by_phrase"] for row in DANGEROUS) >= 800


def test_examples_come_by_kind_and_the_look_alikes_apart():
    spoken, alike = load.danger_examples()
    assert "煤气漏了" in spoken["燃气泄漏"] and "跳楼价清仓的广告牌太多了" in alike
    assert sum(map(len, spoken.values())) == len(DANGEROUS) and len(alike) == len(HARMLESS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("有人要跳楼", "轻生自伤"),
        ("我不想活了", "轻生自伤"),
        ("他拿刀砍人", "暴力伤害"),
        ("着火了", "火灾"),
        ("煤气漏了", "燃气泄漏"),
        ("孩子掉河里了", "溺水落水"),
        ("高压线断了搭在路上", "触电电线落地"),
        ("我妈晕倒了叫不醒", "急病昏迷"),
        ("我被困在电梯里了", "电梯困人"),
        ("儿子走丢了", "走失被拐"),
        ("救 命 他要杀我", "暴力伤害"),  # spaces between the characters
    ],
)
def test_the_kind_is_named(text, kind):
    assert kind_heard(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "没有人跳楼",  # denied
        "跳楼价清仓",  # an idiom
        "燃气泄漏怎么预防",  # prevention
        "上个月着火的事赔偿还没到",  # past
        "消防演习什么时候搞",
        "工伤死亡赔偿标准",
        "万一电梯困人怎么办",  # supposed
        "生意火爆，煤气费也涨",
    ],
)
def test_past_feared_denied_and_paperwork_raise_no_alarm(text):
    assert heard(text) is None


def test_an_exclusion_holds_in_its_own_clause_only():
    assert kind_heard("上个月就申请过赔偿，现在楼下又着火了") == "火灾"


def test_a_call_for_help_outweighs_an_exclusion():
    assert kind_heard("以前着火没人管，正在着火申请快来") == "火灾"


def test_the_gravest_danger_is_named_first():
    assert kind_heard("楼下着火了，有人要跳楼") == "轻生自伤"


def test_self_harm_gets_the_psychological_line_and_both_emergency_numbers():
    danger = heard("我想自杀")
    assert danger.numbers == ("110", "120", "12356")
    assert "12356" in danger.advice and "不予受理" not in danger.advice


def test_every_kind_has_numbers_advice_and_a_source():
    for danger in load.dangers():
        assert set(danger.numbers) <= {"110", "119", "120", "122", "12356"}, danger.kind
        assert danger.numbers and danger.source, danger.kind
        assert 40 <= len(danger.advice) <= 200 and danger.advice.endswith("。"), danger.kind


@given(st.text(alphabet="今天办事大厅几点开门呢请问", max_size=40))
def test_an_emergency_is_heard_whatever_is_said_before_it(preface):
    assert heard(f"{preface}。我家着火了，救命") is not None


@given(st.text(max_size=300))
def test_any_text_at_all_can_be_asked_about(text):
    assert heard(text) is None or heard(text) in load.dangers()
