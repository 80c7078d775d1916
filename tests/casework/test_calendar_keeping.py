"""Does a holiday notice move exactly the open deadlines it must, told before and recorded after?"""

from datetime import date, datetime, timedelta

from hotline.casework import calendar_keeping
from hotline.casework.office import Office
from tests.casework.one_office import DISPATCHER, MONDAY, completed, dispatched, events_of, office_over, row_of
from tickets.calendar import CHINA, DayRule
from tickets.holiday_notice import HolidayNotice
from tickets.lifecycle import Act
from tickets.people import Actor, Role

ADMIN = Actor(role=Role.ADMINISTRATOR, name="系统管理员")
CHRISTMAS = datetime(2026, 12, 25, 9, 0, tzinfo=CHINA)


def notice_of(*off: date, year: int = 2027) -> HolidayNotice:
    days = {day: DayRule(working=False, name="元旦") for day in off}
    return HolidayNotice(year=year, title=f"{year}年放假安排", document=f"国办发明电〔{year - 1}〕9号", days=days)


NEW_YEAR = notice_of(date(2027, 1, 1), date(2027, 1, 4), date(2027, 1, 5))


def test_the_preview_says_which_deadlines_move_from_when_to_when_and_stores_nothing(anywhere: Office) -> None:
    number = dispatched(anywhere, now=CHRISTMAS)
    before = row_of(anywhere, number).complete_due
    seen = calendar_keeping.preview(anywhere, NEW_YEAR)
    assert [(move.number, str(move.clock)) for move in seen.moves] == [(number, "办结")]
    assert seen.moves[0].before == before and seen.moves[0].after == before + timedelta(days=2)
    assert (seen.provisional_before, seen.provisional_after) == (1, 0)
    assert row_of(anywhere, number).complete_due == before and calendar_keeping.applied(anywhere) == ()


def test_applying_moves_the_index_and_leaves_an_event_on_each_ticket_it_touches(anywhere: Office) -> None:
    number, done = dispatched(anywhere, now=CHRISTMAS), completed(anywhere, now=MONDAY)
    promised = calendar_keeping.preview(anywhere, NEW_YEAR).moves[0].after
    assert calendar_keeping.apply(anywhere, NEW_YEAR, ADMIN, CHRISTMAS) == 1
    assert row_of(anywhere, number).complete_due == promised and not row_of(anywhere, number).provisional
    last = events_of(anywhere, number)[-1]
    assert last.act is Act.RECALCULATE and "国办发明电〔2026〕9号" in last.why
    assert events_of(anywhere, done)[-1].act is not Act.RECALCULATE


def test_tickets_dispatched_afterwards_and_other_processes_follow_the_notice(anywhere: Office) -> None:
    calendar_keeping.apply(anywhere, NEW_YEAR, ADMIN, CHRISTMAS)
    elsewhere = office_over(anywhere.store)
    number = dispatched(elsewhere, now=CHRISTMAS)
    assert row_of(elsewhere, number).complete_due.astimezone(CHINA).date() == date(2027, 1, 13)


def test_the_same_notice_again_moves_nothing(anywhere: Office) -> None:
    dispatched(anywhere, now=CHRISTMAS)
    calendar_keeping.apply(anywhere, NEW_YEAR, ADMIN, CHRISTMAS)
    assert calendar_keeping.preview(anywhere, NEW_YEAR).moves == ()
    assert calendar_keeping.apply(anywhere, NEW_YEAR, ADMIN, CHRISTMAS) == 0


def test_who_applied_it_and_when_is_kept(anywhere: Office) -> None:
    calendar_keeping.apply(anywhere, NEW_YEAR, DISPATCHER, CHRISTMAS)
    kept = calendar_keeping.applied(anywhere)[0]
    assert (kept.year, kept.by, kept.applied_at) == (2027, DISPATCHER.name, CHRISTMAS)
