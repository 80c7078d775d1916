"""Which articles are missing, and what becomes of a gap once somebody sees to it?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from hotline.casework.knowledge import acts, gaps
from hotline.casework.knowledge.acts import StepNotTaken
from hotline.casework.knowledge.todo import todo
from hotline.casework.office import Office
from hotline.records import Gap, Outcome, Question
from knowledge_base.life import Stage, Step
from knowledge_base.vectors import Recent
from tests.casework.knowledge.one_shelf import (
    DAY,
    LAMP,
    LAMPS,
    POLICE,
    QIAN,
    SNOW,
    WU,
    content_of,
    person,
    walked,
)
from tests.casework.one_office import MONDAY, OPERATOR

CHARGING, STALLS = "小区的充电桩什么时候装", "夜市摆摊要什么手续"


class Matters:
    """Sentence vectors that know two matters by a word and put them on opposite sides; all else is a third thing."""

    name, dimensions = "matters", 2

    def of(self, texts: Sequence[str]) -> np.ndarray:
        sides = [("充电" in text) - ("摆摊" in text) for text in texts]
        return np.array([(side, 1 - abs(side)) for side in sides], np.float32).reshape(-1, 2)


@pytest.fixture
def office(office: Office) -> Office:
    return replace(office, bench=replace(office.bench, vectors=Recent(Matters())))


def ask(
    office: Office,
    text: str,
    outcome: Outcome = "unknown",
    *,
    by: str = "李大爷",
    after: timedelta = timedelta(0),
    helped: bool | None = None,
) -> None:
    shown = () if outcome == "unknown" else (LAMP,)
    with office.store.work() as work:
        work.questions.note(
            Question(conversation=by, text=text, at=MONDAY + after, outcome=outcome, shown=shown, helped=helped)
        )


def tonight(office: Office, after: timedelta = DAY) -> list[Gap]:
    return gaps.gather(office, MONDAY + after)


def charging_gap(office: Office) -> Gap:
    ask(office, CHARGING)
    ask(office, "电动车充电桩没有，想装一个", by="王大姐")
    return tonight(office)[0]


def test_what_two_people_could_not_be_told_is_proposed_as_one_article(office: Office) -> None:
    gap = charging_gap(office)
    assert gap.title in gap.questions and set(gap.questions) == {CHARGING, "电动车充电桩没有，想装一个"}
    assert (gap.total, gap.kinds, gap.status, gap.nearest) == (2, {"答不上": 2}, "待处理", "")
    assert office.directory.named(gap.department) and (gap.first_at, gap.last_at) == (MONDAY, MONDAY)


def test_different_matters_are_different_gaps_the_most_asked_first(office: Office) -> None:
    for by in ("李大爷", "王大姐"):
        ask(office, CHARGING, by=by)
    for by in ("李大爷", "王大姐", "小陈"):
        ask(office, STALLS, by=by)
    assert [(gap.title, gap.total) for gap in tonight(office)] == [(STALLS, 3), (CHARGING, 2)]


def test_what_was_asked_once_is_chance(office: Office) -> None:
    ask(office, CHARGING)
    ask(office, "……", by="王大姐")
    assert tonight(office) == []


def test_each_reason_is_counted_and_every_question_once(office: Office) -> None:
    ask(office, CHARGING)
    ask(office, "充电桩谁来装", "clarify", by="王大姐")
    ask(office, "充电桩装在哪里", "answer", by="小陈", helped=False)
    ask(office, "充电桩怎么申请", "answer", by="老周")
    ask(office, "申请装充电桩要怎么弄", "answer", by="老周", after=timedelta(minutes=1))
    (gap,) = tonight(office)
    assert gap.kinds == {"答不上": 1, "反问": 1, "没解决": 1, "换着问": 1} and gap.total == 4
    assert gap.nearest == LAMP


def test_a_question_back_that_led_to_help_is_no_gap(office: Office) -> None:
    for by in ("李大爷", "王大姐"):
        ask(office, CHARGING, "clarify", by=by)
    ask(office, "路灯报修", "answer", after=timedelta(minutes=1), helped=True)
    assert tonight(office) == []


def test_questions_that_were_answered_and_danger_are_no_gap(office: Office) -> None:
    for by in ("李大爷", "王大姐"):
        ask(office, CHARGING, "answer", by=by)
        ask(office, "有人要跳楼", "emergency", by=by)
    assert tonight(office) == []


def test_what_was_asked_more_than_thirty_days_ago_is_forgotten(office: Office) -> None:
    for by in ("李大爷", "王大姐"):
        ask(office, CHARGING, by=by)
    assert tonight(office, 31 * DAY) == []


def test_a_gap_keeps_its_identity_and_its_owner_from_night_to_night(office: Office) -> None:
    gap = charging_gap(office)
    gaps.take(office, gap.id, WU)
    ask(office, "充电的地方太少了", by="小陈", after=DAY)
    (again,) = tonight(office, 2 * DAY)
    assert (again.id, again.owner, again.title) == (gap.id, WU.name, gap.title)
    assert (again.total, again.first_at, again.last_at) == (3, MONDAY, MONDAY + DAY)


def test_other_vectors_find_a_gap_again_by_its_words(office: Office) -> None:
    gap = charging_gap(office)
    words_only = replace(office, bench=replace(office.bench, vectors=Recent(NoMeaning())))
    ask(office, CHARGING, by="小陈")
    assert [one.id for one in tonight(words_only)] == [gap.id]


class NoMeaning:
    name, dimensions = "absent", 0

    def of(self, texts: Sequence[str]) -> np.ndarray:
        return np.zeros((len(texts), 0), np.float32)


def test_a_draft_begins_with_the_questions_and_the_gap_knows_it(office: Office) -> None:
    gap = charging_gap(office)
    life = gaps.begin_article(office, gap.id, WU, MONDAY)
    content = content_of(office, life.article, 1)
    assert (life.stage, content.title, content.questions) == (Stage.DRAFT, gap.title, gap.questions)
    assert content.department == gap.department
    (open_gap,) = tonight(office)
    assert (open_gap.status, open_gap.article, open_gap.owner) == ("编写中", life.article, WU.name)


def test_a_gap_is_filled_by_an_article_that_is_published(office: Office) -> None:
    gap = charging_gap(office)
    article = acts.draft(office, SNOW, WU, MONDAY).article
    with pytest.raises(StepNotTaken, match="还没有发布"):
        gaps.fill(office, gap.id, article, WU, MONDAY)
    walked(office, article, Step.SUBMIT, Step.CONFIRM, Step.PUBLISH)
    closed = gaps.fill(office, gap.id, article, WU, MONDAY + DAY)
    assert (closed.status, closed.article, closed.closed_at) == ("已补上", article, MONDAY + DAY)
    assert tonight(office, 2 * DAY) == []


def test_a_filled_gap_opens_again_when_it_is_still_asked(office: Office) -> None:
    gap = charging_gap(office)
    gaps.fill(office, gap.id, LAMP, WU, MONDAY + DAY)
    for by in ("小陈", "老周"):
        ask(office, "充电桩还是没有", by=by, after=2 * DAY)
    (again,) = tonight(office, 3 * DAY)
    assert (again.id, again.status, again.total, again.closed_at) == (gap.id, "待处理", 2, None)
    assert "曾由 KB-0001 补上" in again.why


def test_a_declined_gap_stays_closed_however_often_it_is_asked(office: Office) -> None:
    gap = charging_gap(office)
    with pytest.raises(StepNotTaken, match="写明理由"):
        gaps.decline(office, gap.id, " ", WU, MONDAY)
    gaps.decline(office, gap.id, "区外的事", WU, MONDAY + DAY)
    ask(office, CHARGING, by="小陈", after=2 * DAY)
    assert tonight(office, 3 * DAY) == []


def test_the_share_counts_filled_declined_and_open(office: Office) -> None:
    gap = charging_gap(office)
    for by in ("李大爷", "王大姐"):
        ask(office, STALLS, by=by)
    assert len(tonight(office)) == 2
    gaps.fill(office, gap.id, LAMP, WU, MONDAY + DAY)
    assert gaps.share(office) == gaps.GapShare(filled=1, declined=0, open=1)


def test_only_editors_and_the_department_concerned_see_to_a_gap(office: Office) -> None:
    gap = charging_gap(office)
    own = replace(LAMPS, department=gap.department)
    other = next(actor for actor in (POLICE, LAMPS) if actor.department != gap.department)
    for actor in (OPERATOR, other):
        with pytest.raises(StepNotTaken):
            gaps.take(office, gap.id, actor)
    assert gaps.take(office, gap.id, own).owner == own.name
    gaps.decline(office, gap.id, "不归我们管", own, MONDAY)
    with pytest.raises(StepNotTaken, match="已经是“不补”"):
        gaps.take(office, gap.id, QIAN)


def test_a_department_finds_its_gaps_on_its_list(office: Office) -> None:
    gap = charging_gap(office)
    own = replace(LAMPS, department=gap.department)
    groups = {group.name: group for group in todo(office, person(own), MONDAY.date())}
    assert groups["我单位的缺口"].gaps == (gap,) and groups["我单位的缺口"].total == 1


def test_the_night_gathers_once_a_day_after_two(office: Office) -> None:
    nightly = gaps.Nightly(office=office)
    one_in_the_morning = (MONDAY + DAY).replace(hour=1)
    times = [one_in_the_morning + timedelta(hours=hours) for hours in (0, 1, 2, 24, 25)]
    assert [nightly(at) for at in times] == [False, True, False, False, True]
