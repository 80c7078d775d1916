"""Does every completed ticket come to the citizen's judgement, and does the judgement have its consequences?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.casework import tidying
from hotline.casework.board import recounted
from hotline.casework.following_up import Answered, follow_up, waiting
from hotline.casework.office import Office
from hotline.casework.tracking import rate
from tests.casework.one_office import (
    DISPATCHER,
    FIXED,
    LAMP,
    MONDAY,
    OFFICER,
    OPERATOR,
    SUPERVISOR,
    act_on,
    acts_of,
    alerts_of,
    completed,
    conversation_of,
    filed,
    outbox_of,
    row_of,
    signed,
    ticket_of,
    worked,
)
from tickets.errors import ActRefused
from tickets.figures import Measure, Period, figures
from tickets.lifecycle import Act, Status
from tickets.people import CITIZEN

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOBODY = Answered(reached=False, words="无人接听")


def of_kind(office: Office, kind: str, urgency: str) -> str:
    number = filed(office)
    act_on(office, number, Act.DISPATCH, DISPATCHER, department="城管", kind=kind, urgency=urgency)
    worked(office, number, MONDAY, Act.SIGN, Act.REPLY, Act.COMPLETE)
    return number


class TestReview:
    @pytest.mark.parametrize(
        ("kind", "urgency", "status"),
        [
            ("投诉", "普通", Status.TO_REVIEW),
            ("举报", "普通", Status.TO_REVIEW),
            ("咨询", "紧急", Status.TO_REVIEW),
            ("咨询", "普通", Status.TO_RATE),
            ("求助", "普通", Status.TO_RATE),
            ("建议", "普通", Status.TO_RATE),
        ],
    )
    def test_the_rule_says_which_completions_a_person_looks_at(
        self, office: Office, kind: str, urgency: str, status: Status
    ) -> None:
        assert row_of(office, of_kind(office, kind, urgency)).status is status

    def test_what_passes_by_the_rule_is_an_act_of_the_system_that_names_the_rule(self, anywhere: Office) -> None:
        number = of_kind(anywhere, "咨询", "普通")
        review = ticket_of(anywhere, number)
        assert acts_of(anywhere, number)[-2:] == ["办结", "审核通过"] and review.reviewed_at == MONDAY
        assert "满意吗" in outbox_of(anywhere)[-1]

    def test_work_that_is_sent_back_was_not_done_and_its_clock_goes_on(self, anywhere: Office) -> None:
        number = of_kind(anywhere, "投诉", "普通")
        promised = row_of(anywhere, number).complete_due
        back = act_on(anywhere, number, Act.SEND_BACK, DISPATCHER, MONDAY + HOUR, why="没有现场照片")
        row = row_of(anywhere, number)
        assert (back.status, row.completed_at, row.complete_due) == (Status.IN_PROGRESS, None, promised)
        assert (row.due_at, row.due_clock) == (promised, "办结")

    def test_a_department_does_not_review_itself(self, office: Office) -> None:
        with pytest.raises(ActRefused, match="您的岗位是承办单位"):
            act_on(office, of_kind(office, "投诉", "普通"), Act.APPROVE, OFFICER)

    def test_nothing_is_completed_before_the_citizen_was_answered(self, office: Office) -> None:
        with pytest.raises(ActRefused, match="请先答复诉求人"):
            act_on(office, signed(office), Act.COMPLETE, OFFICER)


class TestFollowUp:
    def test_one_call_brings_answers_and_rating_in_one_step(self, anywhere: Office) -> None:
        number = completed(anywhere)
        call = Answered(reached=True, solved=True, contacted=True, level=5, words="很快")
        done = follow_up(anywhere, number, call, OPERATOR, MONDAY + DAY)
        said = done.judgement
        assert (said.level, said.solved, said.contacted, said.reached) == (5, True, True, True)
        assert acts_of(anywhere, number)[-3:] == ["回访", "评价", "结案"] and done.status is Status.CLOSED

    def test_who_was_reached_and_said_nothing_about_solving_has_said_nothing(self, office: Office) -> None:
        number = completed(office)
        follow_up(office, number, Answered(reached=True), OPERATOR, MONDAY)
        said = ticket_of(office, number).judgement
        assert (said.solved, said.contacted, said.level) == (None, None, None)

    def test_only_after_three_calls_to_nobody_may_a_person_close_it_unrated(self, anywhere: Office) -> None:
        number = completed(anywhere)
        for attempt in range(3):
            with pytest.raises(ActRefused, match=f"现在回访了{attempt}次"):
                act_on(anywhere, number, Act.CLOSE, OPERATOR, unrated="未评价")
            follow_up(anywhere, number, NOBODY, OPERATOR, MONDAY + attempt * HOUR)
        closed = act_on(anywhere, number, Act.CLOSE, OPERATOR, MONDAY + DAY, unrated="未评价")
        assert (closed.status, closed.judgement.unrated, closed.judgement.attempts) == (Status.CLOSED, "未评价", 3)

    def test_the_list_of_calls_holds_what_nobody_rated_longest_first(self, office: Office) -> None:
        numbers = [completed(office, MONDAY + day * DAY) for day in (2, 0, 1)]
        assert [row.number for row in waiting(office)] == [numbers[1], numbers[2], numbers[0]]

    def test_without_a_word_whether_somebody_was_reached_nothing_is_recorded(self, office: Office) -> None:
        number = completed(office)
        for call in (Answered(reached=None), Answered(reached=False, level=5)):
            with pytest.raises(ActRefused, match="联系上"):
                follow_up(office, number, call, OPERATOR, MONDAY)
        assert acts_of(office, number)[-1] == "审核通过"


class TestJudgement:
    @pytest.mark.parametrize("level", [3, 4, 5])
    def test_a_satisfied_rating_closes_and_alerts_nobody(self, anywhere: Office, level: int) -> None:
        number = completed(anywhere)
        rate(anywhere, conversation_of(anywhere), number, level, "", MONDAY + DAY)
        assert (row_of(anywhere, number).status, alerts_of(anywhere)) == (Status.CLOSED, [])

    def test_a_dissatisfied_rating_calls_a_person_whoever_writes_it_down(self, anywhere: Office) -> None:
        first, second = completed(anywhere), completed(anywhere, MONDAY + DAY)
        rate(anywhere, conversation_of(anywhere), first, 1, "灯还是不亮", MONDAY + DAY)
        follow_up(anywhere, second, Answered(reached=True, level=2, words="没人来过"), OPERATOR, MONDAY + 2 * DAY)
        assert [row_of(anywhere, number).status for number in (first, second)] == [Status.RATED] * 2
        assert [kind for kind, _ in alerts_of(anywhere)] == ["不满意评价"] * 2
        assert first in alerts_of(anywhere)[0][1] and "没人来过" in alerts_of(anywhere)[1][1]

    def test_rework_has_a_clock_of_its_own_beside_the_matters(self, anywhere: Office) -> None:
        number = completed(anywhere)
        promised, done = row_of(anywhere, number).complete_due, row_of(anywhere, number).completed_at
        rate(anywhere, conversation_of(anywhere), number, 1, "灯还是不亮", MONDAY + DAY)
        again = act_on(anywhere, number, Act.REWORK, SUPERVISOR, MONDAY + 2 * DAY)
        row = row_of(anywhere, number)
        assert (again.status, row.reworks, row.holder) == (Status.IN_PROGRESS, 1, "城管")
        assert (row.complete_due, row.completed_at, row.due_clock) == (promised, None, "重办")
        assert done == MONDAY and "重新办理" in outbox_of(anywhere)[-1]
        with pytest.raises(ActRefused, match="请先答复诉求人"):
            act_on(anywhere, number, Act.COMPLETE, OFFICER, MONDAY + 2 * DAY)
        worked(anywhere, number, MONDAY + 3 * DAY, Act.REPLY, Act.COMPLETE)
        act_on(anywhere, number, Act.APPROVE, SUPERVISOR, MONDAY + 3 * DAY)
        rate(anywhere, conversation_of(anywhere), number, 5, "这回好了", MONDAY + 4 * DAY)
        said = ticket_of(anywhere, number).judgement
        assert (said.first_level, said.level, said.dissatisfied) == (1, 5, 1)
        assert row_of(anywhere, number).status is Status.CLOSED

    def test_the_second_dissatisfied_rating_becomes_an_order_to_explain(self, anywhere: Office) -> None:
        number = completed(anywhere)
        for day in (1, 3):
            rate(anywhere, conversation_of(anywhere), number, 1, "灯还是不亮", MONDAY + day * DAY)
            if day == 1:
                act_on(anywhere, number, Act.REWORK, SUPERVISOR, MONDAY + day * DAY)
                worked(anywhere, number, MONDAY + 2 * DAY, Act.REPLY, Act.COMPLETE)
                act_on(anywhere, number, Act.APPROVE, SUPERVISOR, MONDAY + 2 * DAY)
        assert acts_of(anywhere, number)[-2:] == ["评价", "督办"]
        assert ticket_of(anywhere, number).open_supervision.rule == "第二次不满意"

    def test_what_only_the_centre_answered_is_dispatched_when_the_citizen_is_not_content(
        self, anywhere: Office
    ) -> None:
        number = filed(anywhere)
        act_on(anywhere, number, Act.ANSWER, OPERATOR)
        rate(anywhere, conversation_of(anywhere), number, 2, "没有说清楚", MONDAY + HOUR)
        with pytest.raises(ActRefused, match="没有承办单位"):
            act_on(anywhere, number, Act.REWORK, SUPERVISOR, MONDAY + HOUR)
        sent = act_on(anywhere, number, Act.DISPATCH, DISPATCHER, MONDAY + 2 * HOUR, department="城管")
        assert (sent.status, sent.completed_at) == (Status.TO_SIGN, None)


class TestSilence:
    @pytest.mark.parametrize("counts_as", ["未评价", "默认满意"])
    def test_a_citizen_who_says_nothing_is_counted_as_the_rule_says_and_apart(
        self, anywhere: Office, counts_as: str
    ) -> None:
        office = replace(anywhere, handling=replace(anywhere.handling, unrated=counts_as))
        number = completed(office)
        week = office.handling.unrated_after
        assert tidying.close_unrated(office, MONDAY + week - HOUR) == 0
        assert tidying.close_unrated(office, MONDAY + week) == 1
        assert tidying.close_unrated(office, MONDAY + week) == 0
        row = row_of(office, number)
        assert (row.status, row.rating, ticket_of(office, number).judgement.unrated) == (Status.CLOSED, None, counts_as)
        assert f"按“{counts_as}”单独统计" in outbox_of(office)[-1]
        counted = figures(recounted(office), Period(start=MONDAY, end=MONDAY + 30 * DAY, now=MONDAY + 30 * DAY))
        assert (counted.unrated or counted.default_satisfied) == (number,)
        assert counted.rate(Measure.SATISFIED).text == "—"
        assert counted.rate(Measure.OVERALL).of == (counts_as == "默认满意")

    def test_what_ended_is_archived_after_its_time_and_stays_readable(self, anywhere: Office) -> None:
        rated, withdrawn = completed(anywhere), filed(anywhere, replace(LAMP, what="小区门口垃圾三天没人清运"))
        still_open = signed(anywhere, replace(LAMP, what="沿河大道的井盖丢了一个"))
        rate(anywhere, conversation_of(anywhere), rated, 5, "", MONDAY)
        act_on(anywhere, withdrawn, Act.WITHDRAW, CITIZEN, MONDAY)
        month = anywhere.handling.archive_after
        assert tidying.archive_ended(anywhere, MONDAY + month - HOUR) == 0
        assert tidying.archive_ended(anywhere, MONDAY + month) == 2
        assert tidying.archive_ended(anywhere, MONDAY + month) == 0
        assert [row_of(anywhere, one).status for one in (rated, withdrawn)] == [Status.ARCHIVED] * 2
        assert row_of(anywhere, still_open).status is Status.IN_PROGRESS
        assert ticket_of(anywhere, rated).reply == FIXED
