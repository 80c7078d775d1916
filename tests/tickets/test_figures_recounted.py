"""Do the figures of any histories equal a slow recount over their events that shares no code with them?"""

from datetime import timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tickets import recount
from tests.tickets.counting import facts_of
from tests.tickets.histories import FIRST, LONGEST, history
from tests.tickets.one_ticket import DEPARTMENTS, Matter
from tickets.figures import CENTRE, Figures, Measure, Period, figures, grouped

LAWFUL = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
BRIEFLY = settings(LAWFUL, max_examples=20)


@st.composite
def districts(draw: st.DrawFn) -> list[Matter]:
    """A handful of tickets of the same weeks."""
    chance = Random(draw(st.integers(0, 2**32)))
    count = draw(st.integers(1, 8))
    return [history(chance, chance.randint(1, LONGEST), number=f"ZD{number:013}") for number in range(1, count + 1)]


@st.composite
def periods(draw: st.DrawFn) -> Period:
    hours = st.integers(0, 100 * 24).map(lambda hour: FIRST + timedelta(hours=hour))
    start, end = sorted((draw(hours), draw(hours)))
    return Period(
        start=start, end=end + timedelta(hours=1), now=draw(st.one_of(st.just(end + timedelta(days=99)), hours))
    )


def counts(made: Figures, measure: Measure) -> tuple[int, int]:
    return made.rate(measure).hit, made.rate(measure).of


@LAWFUL
@given(districts(), periods())
def test_every_rate_and_the_flow_are_what_a_recount_over_the_events_finds(
    matters: list[Matter], period: Period
) -> None:
    made = figures(facts_of(*matters), period)
    told = [recount.read(one.events) for one in matters]
    assert counts(made, Measure.SIGN) == recount.on_time_sign_off(told, period)
    assert counts(made, Measure.COMPLETE) == recount.on_time_completion(told, period)
    assert counts(made, Measure.COMPLETE_PLAIN) == recount.on_time_completion(told, period, plain=True)
    assert counts(made, Measure.RETURNED) == recount.returned(told, period)
    assert counts(made, Measure.SATISFIED) == recount.satisfied(told, period)
    assert counts(made, Measure.OVERALL) == recount.overall(told, period)
    flow = made.flow
    sizes = tuple(map(len, (flow.carried_in, flow.received, flow.finished, flow.carried_out)))
    assert sizes == recount.flow(told, period)


@LAWFUL
@given(districts(), periods())
def test_each_department_is_charged_with_what_ran_out_or_was_done_in_its_hands(
    matters: list[Matter], period: Period
) -> None:
    groups = grouped(facts_of(*matters), period, "department")
    told = [recount.read(one.events) for one in matters]
    for department, name in (*((one, one) for one in DEPARTMENTS), ("", CENTRE)):
        found = counts(groups[name], Measure.COMPLETE) if name in groups else (0, 0)
        assert found == recount.on_time_completion(told, period, department)


@BRIEFLY
@given(districts(), periods())
def test_what_came_in_and_was_there_went_out_or_is_there(matters: list[Matter], period: Period) -> None:
    flow = figures(facts_of(*matters), period).flow
    assert sorted(flow.carried_in + flow.received) == sorted(flow.finished + flow.carried_out)


@BRIEFLY
@given(districts(), periods())
def test_what_is_carried_out_of_one_period_is_carried_into_the_next(matters: list[Matter], period: Period) -> None:
    facts = facts_of(*matters)
    following = Period(start=period.end, end=period.end + timedelta(days=30), now=period.now)
    assert figures(facts, period).flow.carried_out == figures(facts, following).flow.carried_in


@BRIEFLY
@given(districts(), periods())
def test_the_departments_together_are_the_district(matters: list[Matter], period: Period) -> None:
    facts = facts_of(*matters)
    whole = figures(facts, period)
    for by in ("department", "street", "category", "channel"):
        parts = grouped(facts, period, by).values()
        for measure in Measure:
            assert sorted(number for part in parts for number in part.measures[measure].hit) == sorted(
                whole.measures[measure].hit
            )
            assert sum(part.rate(measure).of for part in parts) == whole.rate(measure).of
        assert sorted(number for part in parts for number in part.flow.received) == sorted(whole.flow.received)


@BRIEFLY
@given(districts(), periods())
def test_two_halves_of_a_period_are_the_whole(matters: list[Matter], period: Period) -> None:
    facts = facts_of(*matters)
    middle = period.start + (period.end - period.start) / 2
    halves = [
        figures(facts, Period(start=period.start, end=middle, now=period.now)),
        figures(facts, Period(start=middle, end=period.end, now=period.now)),
    ]
    whole = figures(facts, period)
    for measure in set(Measure) - {Measure.FINISHED}:  # who finished late may have done so in the second half
        assert tuple(sum(pair) for pair in zip(*(counts(half, measure) for half in halves), strict=True)) == counts(
            whole, measure
        )
