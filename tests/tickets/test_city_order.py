"""Is a row of the city platform read as it was meant, and is everything wrong with it told at once?"""

from datetime import datetime

import pytest

from tickets.calendar import CHINA
from tickets.city_order import COLUMNS, BadOrder, read_order
from tickets.matter import Kind, Privacy, Urgency

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
GOOD = {
    "市级工单号": "SZ20261123-0007",
    "诉求内容": "洛阳镇君子山村通村路塌了半边，车过不去。",
    "诉求类型": "求助",
    "受理时间": "2026-11-23 08:12",
    "市级办结期限": "2026/11/30 17:30",
    "事发地点": "洛阳镇君子山村",
    "联系电话": "13872880019",
}


def problems(**changed: str) -> tuple[str, ...]:
    with pytest.raises(BadOrder) as refused:
        read_order(GOOD | changed, CHINA, NOW)
    return refused.value.problems


def test_a_full_row_is_read_with_times_in_china() -> None:
    draft = read_order(GOOD, CHINA, NOW)
    assert (draft.number, draft.kind, draft.urgency) == ("SZ20261123-0007", Kind.HELP, Urgency.ORDINARY)
    assert draft.accepted_at == datetime(2026, 11, 23, 8, 12, tzinfo=CHINA)
    assert draft.due == datetime(2026, 11, 30, 17, 30, tzinfo=CHINA)
    assert (draft.privacy, draft.channel) == (Privacy.NAMED, "市平台")


def test_only_four_things_are_needed() -> None:
    needed = {name: GOOD[name] for name in ("市级工单号", "诉求内容", "诉求类型", "受理时间")}
    draft = read_order(needed, CHINA, NOW)
    assert (draft.due, draft.where, draft.privacy) == (None, "", Privacy.ANONYMOUS)


@pytest.mark.parametrize(
    ("said", "privacy"), [("是", Privacy.CONFIDENTIAL), ("否", Privacy.NAMED), ("", Privacy.NAMED)]
)
def test_secrecy_is_kept_when_it_was_asked_for(said: str, privacy: Privacy) -> None:
    assert read_order(GOOD | {"是否保密": said}, CHINA, NOW).privacy is privacy


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"市级工单号": " "}, "没有写市级工单号"),
        ({"诉求内容": "路"}, "诉求内容太短"),
        ({"诉求类型": "骂人"}, "诉求类型“骂人”不在咨询、求助、投诉、举报、建议之内"),
        ({"紧急程度": "火烧眉毛"}, "紧急程度“火烧眉毛”不在"),
        ({"受理时间": "昨天下午"}, "受理时间“昨天下午”不是日期时间"),
        ({"受理时间": "2026-11-24 08:00"}, "受理时间在将来"),
        ({"市级办结期限": "2026-11-20"}, "市级办结期限不晚于受理时间"),
        ({"市级工单号": "9" * 65}, "市级工单号太长"),
    ],
)
def test_each_fault_has_its_sentence(changed: dict[str, str], sentence: str) -> None:
    assert any(told.startswith(sentence) for told in problems(**changed))


def test_all_faults_of_a_row_are_told_at_once() -> None:
    empty = dict.fromkeys(COLUMNS, "")
    assert len(problems(**empty)) == 4
