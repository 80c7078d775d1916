"""Does a database of release 0.1 come to this release with every ticket, every event and every promise it holds?"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from hotline.casework.acts import perform
from hotline.casework.board import facts_of, recounted
from hotline.casework.deeds import Deed
from hotline.casework.office import Office
from hotline.casework.tidying import rebuild_stale
from hotline.casework.tracking import rate
from hotline.casework.watching import fire_triggers
from hotline.storage.engine import open_engine
from hotline.storage.migrate import current, head, migrate
from hotline.storage.store import SqlStore
from hotline.storage.tables import clocks, tickets
from tests.casework.one_office import office_over
from tests.conftest import SERVER, VAULT, on_server
from tests.storage.first_release import ANSWERED, BREACHED, LIVES, SILENT_END, WAITING, WARNED, WHOLE, build
from tests.storage.one_appeal import MONDAY, OFFICER, SIGN_DUE, SUPERVISOR, accept
from tickets.figures import Measure, Period, figures
from tickets.lifecycle import Act, Status

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of release 0.1 with six tickets."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'old.db'}", busy_seconds=20)
        build(engine, VAULT.seal("13872880019"))
        yield engine
        engine.dispose()
        return
    template = request.getfixturevalue("postgres_template")
    name = f"{template}_old"
    on_server(f"CREATE DATABASE {name}")
    engine = open_engine(f"{SERVER}/{name}")
    build(engine, VAULT.seal("13872880019"))
    yield engine
    engine.dispose()
    on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def upgraded(old: Engine) -> Office:
    migrate(old)
    office = office_over(SqlStore(old, VAULT))
    assert rebuild_stale(office) == len(LIVES)
    return office


def acts_of(office: Office, number: str) -> list[str]:
    with office.store.look() as work:
        return [str(event.act) for event in work.tickets.events(number)]


def test_the_old_schema_comes_to_the_newest_and_stays_there(old: Engine) -> None:
    assert current(old) == "0001"
    migrate(old)
    migrate(old)
    assert current(old) == head()


def test_every_status_is_the_one_the_events_lead_to(upgraded: Office) -> None:
    with upgraded.store.look() as work:
        told = {number: work.tickets.row(number).status for number in LIVES}
        folded = {number: work.tickets.ticket(number).status for number in LIVES}
    assert (
        told
        == folded
        == {
            WHOLE: Status.CLOSED,
            WARNED: Status.TO_SIGN,
            SILENT_END: Status.CLOSED,
            BREACHED: Status.IN_PROGRESS,
            ANSWERED: Status.IN_PROGRESS,  # 已答复 is no status of its own any more
            WAITING: Status.TO_DISPATCH,
        }
    )


def test_every_event_is_still_there_and_a_completion_is_followed_by_its_review(upgraded: Office) -> None:
    for number, (_, steps) in LIVES.items():
        old_acts = [act for act, *_ in steps]
        reviewed = [one for act in old_acts for one in ((act, "审核通过") if act == "办结" else (act,))]
        assert acts_of(upgraded, number) == reviewed
    with upgraded.store.look() as work:
        events = work.tickets.events(WHOLE)
        assert [event.no for event in events] == list(range(1, 10))
        assert work.tickets.row(WHOLE).version == 9
    review = next(event for event in events if event.act is Act.APPROVE)
    assert (review.at, review.actor.name) == (MONDAY + DAY + HOUR, "系统") and "升级" in review.why


def test_the_reporters_contact_is_still_sealed_and_readable(upgraded: Office) -> None:
    with upgraded.store.look() as work:
        appeal = work.tickets.appeal(WHOLE)
    assert (appeal.contact, appeal.where) == ("13872880019", "西城街道沿河大道")


def test_clocks_run_from_the_old_instants_under_the_limits_of_now(upgraded: Office, old: Engine) -> None:
    with old.connect() as connection:
        of = connection.execute(select(clocks).where(clocks.c.ticket == WARNED).order_by(clocks.c.no)).all()
    assert [(row.clock, row.stopped_at is None) for row in of] == [("派单", False), ("签收", True), ("办结", True)]
    assert of[1].started_at == MONDAY + HOUR and of[1].due == SIGN_DUE
    with upgraded.store.look() as work:
        row = work.tickets.row(WARNED)
    assert (row.holder, row.dispatched_at, row.due_at, row.due_clock) == ("城管", MONDAY + HOUR, SIGN_DUE, "签收")


def test_a_light_that_was_given_before_is_not_given_again(upgraded: Office) -> None:
    fire_triggers(upgraded, SIGN_DUE - timedelta(minutes=1))
    assert acts_of(upgraded, WARNED) == ["受理", "派单", "预警"]
    fire_triggers(upgraded, SIGN_DUE)
    assert acts_of(upgraded, WARNED) == ["受理", "派单", "预警", "超期"]
    assert acts_of(upgraded, BREACHED)[:5] == ["受理", "派单", "预警", "超期", "签收"]


def test_figures_of_the_old_tickets_equal_their_recount(upgraded: Office) -> None:
    def told(start: datetime, end: datetime, now: datetime) -> None:
        period = Period(start=start, end=end, now=now)
        with upgraded.store.look() as work:
            assert in_order(facts_of(work, period), period) == in_order(recounted(upgraded), period)

    for day in range(0, 30, 3):
        told(MONDAY + day * DAY, MONDAY + (day + 5) * DAY, MONDAY + 30 * DAY)
    period = Period(start=MONDAY, end=MONDAY + 30 * DAY, now=MONDAY + 30 * DAY)
    counted = figures(recounted(upgraded), period)
    sign = counted.measures[Measure.SIGN]
    assert set(sign.hit) == {WHOLE, SILENT_END, ANSWERED} and set(sign.missed) == {WARNED, BREACHED}
    assert (counted.unrated, counted.levels[5]) == ((SILENT_END,), (WHOLE,))


def in_order(facts, period: Period) -> dict[str, tuple[list[str], list[str]]]:
    measures = figures(facts, period).measures
    return {measure: (sorted(one.hit), sorted(one.missed)) for measure, one in measures.items()}


def test_work_goes_on_where_it_stood(upgraded: Office) -> None:
    at = MONDAY + 3 * DAY
    done = perform(upgraded, Deed(number=ANSWERED, act=Act.COMPLETE, actor=OFFICER, at=at))
    assert done.status is Status.TO_REVIEW and done.version == 5
    with upgraded.store.work() as work:
        assert accept(work, "升级后的第一件").number == "ZD2026112300007"
    perform(upgraded, Deed(number=ANSWERED, act=Act.APPROVE, actor=SUPERVISOR, at=at))
    rate(upgraded, "c1", ANSWERED, 5, "", at)
    with upgraded.store.look() as work:
        assert work.tickets.row(ANSWERED).status is Status.CLOSED


@pytest.mark.parametrize("change", ["UPDATE ticket_events SET why = '没有这回事'", "DELETE FROM ticket_events"])
def test_after_the_upgrade_nobody_can_change_what_happened(upgraded: Office, old: Engine, change: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), old.begin() as connection:
        connection.execute(text(change))
    assert len(acts_of(upgraded, WHOLE)) == 9


def test_nothing_is_made_anew_twice(upgraded: Office, old: Engine) -> None:
    assert rebuild_stale(upgraded) == 0
    with old.connect() as connection:
        assert connection.scalars(select(tickets.c.stale).distinct()).all() == [False]
