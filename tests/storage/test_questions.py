"""Is what citizens asked kept with what they got, judged once, and are the gaps kept as they were found?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.records import Gap, Question
from hotline.storage.store import SqlStore
from hotline.troubles import NoSuchArticle
from tests.storage.one_appeal import MONDAY

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LICENCE = Question(
    conversation="c1",
    text="驾照丢了咋补",
    at=MONDAY,
    outcome="answer",
    shown=("KB-0052", "KB-0060"),
    version=3,
    probability=0.93,
)
UNKNOWN = Question(conversation="c1", text="龙凤店的灯会几点开始", at=MONDAY + MINUTE, outcome="unknown")
CLARIFY = replace(LICENCE, text="办证", at=MONDAY + 2 * MINUTE, outcome="clarify", version=1, probability=0.41)
LANTERNS = Gap(
    title="元宵灯会什么时候开始",
    questions=("龙凤店的灯会几点开始", "灯会要门票吗"),
    kinds={"答不上": 4, "换着问": 1},
    total=5,
    nearest="KB-0660",
    department="文旅",
    centre=(0.25, -0.125, 1e-9),
    first_at=MONDAY,
    last_at=MONDAY + DAY,
)


def asked(store: SqlStore, limit: int = 100) -> list[Question]:
    with store.look() as work:
        return [replace(one, id=0) for one in work.questions.asked(MONDAY, MONDAY + DAY, limit)]


def note(store: SqlStore, *questions: Question) -> None:
    with store.work() as work:
        for question in questions:
            work.questions.note(question)


def judge(store: SqlStore, *, helped: bool, since=MONDAY, conversation: str = "c1") -> bool:
    with store.work() as work:
        return work.questions.judge(conversation, helped, since)


def test_questions_come_back_as_they_were_asked_oldest_first(store: SqlStore) -> None:
    note(store, CLARIFY, LICENCE, UNKNOWN)
    assert asked(store) == [LICENCE, UNKNOWN, CLARIFY]


def test_a_period_holds_its_start_and_not_its_end(store: SqlStore) -> None:
    early, last = replace(LICENCE, at=MONDAY - MINUTE), replace(LICENCE, at=MONDAY + DAY - MINUTE)
    note(store, early, LICENCE, last, replace(LICENCE, at=MONDAY + DAY))
    assert asked(store) == [LICENCE, last]


def test_of_too_many_questions_the_newest_are_told(store: SqlStore) -> None:
    note(store, LICENCE, UNKNOWN, CLARIFY)
    assert asked(store, limit=2) == [UNKNOWN, CLARIFY]


@pytest.mark.parametrize("helped", [True, False])
def test_a_citizen_judges_the_newest_answer_and_no_other_question(store: SqlStore, helped: bool) -> None:
    newer = replace(LICENCE, at=MONDAY + MINUTE, text="驾照到期换证")
    elsewhere = replace(newer, conversation="c2")
    note(store, LICENCE, newer, elsewhere, CLARIFY, replace(UNKNOWN, at=MONDAY + 3 * MINUTE))
    assert judge(store, helped=helped)
    judged = [one for one in asked(store) if one.helped is not None]
    assert judged == [replace(newer, helped=helped)]


def test_an_answer_is_judged_once_and_the_one_before_it_not_instead(store: SqlStore) -> None:
    note(store, LICENCE, replace(LICENCE, at=MONDAY + MINUTE))
    assert judge(store, helped=False)
    assert not judge(store, helped=True)
    assert [one.helped for one in asked(store)] == [None, False]


def test_an_answer_of_long_ago_is_not_judged(store: SqlStore) -> None:
    note(store, LICENCE)
    assert not judge(store, helped=True, since=MONDAY + MINUTE)
    assert not judge(store, helped=True, conversation="c2")
    assert judge(store, helped=True, since=MONDAY)  # that very instant counts


def test_where_nothing_was_answered_there_is_nothing_to_judge(store: SqlStore) -> None:
    note(store, UNKNOWN, CLARIFY)
    assert not judge(store, helped=True)
    assert [one.helped for one in asked(store)] == [None, None]


def test_a_gap_comes_back_as_it_was_found(store: SqlStore) -> None:
    with store.work() as work:
        number = work.questions.keep_gap(LANTERNS)
    with store.look() as work:
        assert work.questions.gap(number) == replace(LANTERNS, id=number)
        assert work.questions.gaps() == [replace(LANTERNS, id=number)]


def test_a_gap_keeps_its_number_when_its_state_changes(store: SqlStore) -> None:
    with store.work() as work:
        number = work.questions.keep_gap(LANTERNS)
        other = work.questions.keep_gap(replace(LANTERNS, title="灯谜在哪猜", total=9))
    taken = replace(LANTERNS, id=number, status="编写中", owner="编辑小何", total=12, article="KB-0685")
    with store.work() as work:
        assert work.questions.keep_gap(taken) == number
        assert [gap.id for gap in work.questions.gaps()] == [number, other]
        assert work.questions.gap(number) == taken
        assert work.questions.gap(other).total == 9


def test_open_gaps_come_most_asked_first_and_closed_ones_newest_first(store: SqlStore) -> None:
    def ended(title: str, status: str, days: int) -> Gap:
        return replace(LANTERNS, title=title, status=status, closed_at=MONDAY + days * DAY, total=99)

    with store.work() as work:
        for gap in (
            replace(LANTERNS, title="少", total=2),
            ended("先补", "已补上", 1),
            replace(LANTERNS, title="多", total=7, status="编写中"),
            ended("后不补", "不补", 2),
        ):
            work.questions.keep_gap(gap)
        assert [gap.title for gap in work.questions.gaps()] == ["多", "少"]
        assert [gap.title for gap in work.questions.gaps(closed=True)] == ["后不补", "先补"]


def test_an_unknown_gap_is_told_as_a_sentence(store: SqlStore) -> None:
    with store.work() as work:
        with pytest.raises(NoSuchArticle, match="没有编号 7 的知识缺口"):
            work.questions.gap(7)
        with pytest.raises(NoSuchArticle, match="没有编号 7 的知识缺口"):
            work.questions.keep_gap(replace(LANTERNS, id=7))
