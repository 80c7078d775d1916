"""Does a matter go one level up by itself where the rules say so, and is a figure corrected only by a ruling?"""

from datetime import timedelta

import pytest

from hotline.casework.board import recounted
from hotline.casework.office import Office
from hotline.casework.tracking import rate
from hotline.casework.watching import fire_triggers
from tests.casework.one_office import (
    DISPATCHER,
    MONDAY,
    OFFICER,
    STRANGER,
    SUPERVISOR,
    act_on,
    acts_of,
    completed,
    conversation_of,
    dispatched,
    filed,
    outbox_of,
    row_of,
    signed,
    ticket_of,
)
from tickets.errors import ActRefused
from tickets.figures import Measure, Period, figures
from tickets.lifecycle import Act
from tickets.service_levels import Clock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class TestSupervision:
    def test_an_order_wants_an_answer_in_time_and_the_citizen_hears_of_it(self, anywhere: Office) -> None:
        number = signed(anywhere)
        ordered = act_on(anywhere, number, Act.SUPERVISE, SUPERVISOR, MONDAY, why="请今天说明进度")
        assert row_of(anywhere, number).supervised and ordered.run(Clock.SUPERVISE, place=1).running
        assert row_of(anywhere, number).due_clock is Clock.SUPERVISE
        assert "督办" in outbox_of(anywhere)[-1]
        with pytest.raises(ActRefused, match="已有一件督办等待回复"):
            act_on(anywhere, number, Act.SUPERVISE, SUPERVISOR)
        act_on(anywhere, number, Act.ANSWER_SUPERVISION, OFFICER, MONDAY + HOUR)
        assert not row_of(anywhere, number).supervised and row_of(anywhere, number).due_clock is Clock.COMPLETE

    def test_an_instruction_of_the_leaders_is_an_order(self, anywhere: Office) -> None:
        number = signed(anywhere)
        act_on(anywhere, number, Act.INSTRUCT, SUPERVISOR, why="请区长批示件优先办理")
        assert acts_of(anywhere, number)[-2:] == ["领导批示", "督办"] and row_of(anywhere, number).supervised

    def test_a_completion_that_runs_out_is_supervised_once(self, anywhere: Office) -> None:
        number = signed(anywhere)
        fire_triggers(anywhere, MONDAY + 30 * DAY)
        fire_triggers(anywhere, MONDAY + 31 * DAY)
        assert acts_of(anywhere, number).count("督办") == 1
        assert ticket_of(anywhere, number).open_supervision.rule == "办结超期"

    @pytest.mark.parametrize(("urgency", "supervised"), [("特急", True), ("普通", False)])
    def test_a_missed_sign_off_is_supervised_where_life_may_be_at_stake(
        self, anywhere: Office, urgency: str, supervised: bool
    ) -> None:
        number = filed(anywhere)
        act_on(anywhere, number, Act.DISPATCH, DISPATCHER, MONDAY, department="城管", urgency=urgency)
        due = row_of(anywhere, number).sign_due
        fire_triggers(anywhere, due)
        assert "超期" in acts_of(anywhere, number)
        assert row_of(anywhere, number).supervised is supervised

    def test_only_the_supervisor_and_the_rules_order(self, office: Office) -> None:
        number = dispatched(office)
        for who in (DISPATCHER, OFFICER):
            with pytest.raises(ActRefused, match="办理，您的岗位是"):
                act_on(office, number, Act.SUPERVISE, who)


class TestExclusion:
    """考核申诉: a ticket counts until the supervisor has taken it out of one figure, and the figures print that."""

    def ruled(self, office: Office, act: Act | None) -> str:
        number = completed(office)
        rate(office, conversation_of(office), number, 1, "不满意停电", MONDAY + DAY)
        act_on(office, number, Act.ASK_EXCLUSION, OFFICER, MONDAY + DAY, why="停电检修，不属办理质量", scope="满意")
        if act:
            act_on(office, number, act, SUPERVISOR, MONDAY + 2 * DAY, scope="满意")
        return number

    @pytest.mark.parametrize(
        ("ruling", "shown"),
        [(None, "0.00%"), (Act.REFUSE_EXCLUSION, "0.00%"), (Act.GRANT_EXCLUSION, "—")],
    )
    def test_a_ticket_counts_until_the_exclusion_is_granted(
        self, anywhere: Office, ruling: Act | None, shown: str
    ) -> None:
        number = self.ruled(anywhere, ruling)
        counted = figures(recounted(anywhere), Period(start=MONDAY, end=MONDAY + 9 * DAY, now=MONDAY + 9 * DAY))
        assert counted.rate(Measure.SATISFIED).text == shown
        assert counted.rate(Measure.COMPLETE).text == "100%"  # one scope only
        assert counted.left_out["剔除（满意）"] == ((number,) if ruling is Act.GRANT_EXCLUSION else ())

    def test_the_question_waits_in_its_own_list_until_it_is_ruled_on(self, anywhere: Office) -> None:
        number = self.ruled(anywhere, None)
        assert row_of(anywhere, number).pending == "剔除"
        with pytest.raises(ActRefused, match="正在等待审批"):
            act_on(anywhere, number, Act.ASK_EXCLUSION, OFFICER, MONDAY + DAY, scope="办结")
        act_on(anywhere, number, Act.REFUSE_EXCLUSION, SUPERVISOR, MONDAY + 2 * DAY, scope="满意")
        assert row_of(anywhere, number).pending == ""

    def test_a_department_of_the_past_may_ask_and_a_stranger_may_not(self, office: Office) -> None:
        number = signed(office)
        act_on(office, number, Act.REASSIGN, DISPATCHER, MONDAY, department="供电")
        with pytest.raises(ActRefused):
            act_on(office, number, Act.ASK_EXCLUSION, STRANGER, MONDAY, scope="签收")

    @pytest.mark.parametrize("scope", ["", "全部", None])
    def test_a_scope_that_does_not_exist_is_refused(self, office: Office, scope: object) -> None:
        with pytest.raises(ActRefused, match="哪个指标"):
            act_on(office, completed(office), Act.ASK_EXCLUSION, OFFICER, scope=scope)

    def test_no_department_rules_on_its_own_question(self, office: Office) -> None:
        number = self.ruled(office, None)
        with pytest.raises(ActRefused, match="您的岗位是承办单位"):
            act_on(office, number, Act.GRANT_EXCLUSION, OFFICER, scope="满意")
