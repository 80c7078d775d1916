"""Is a city ticket taken once, with its own number and deadline, and does its answer find the way back?"""

from datetime import datetime, timedelta

from hotline.casework import city, dispatching
from hotline.casework.office import Office
from tests.casework.one_office import (
    DISPATCHER,
    MONDAY,
    TO_CITY_MANAGEMENT,
    act_on,
    outbox_of,
    row_of,
    ticket_of,
    worked,
)
from tickets.calendar import CHINA
from tickets.lifecycle import Act

ROAD = {
    "市级工单号": "SZ20261123-0007",
    "诉求内容": "洛阳镇君子山村通村路塌了半边，车过不去。",
    "诉求类型": "投诉",
    "受理时间": "2026-11-23 08:12",
    "市级办结期限": "2026-11-27 17:30",
    "事发地点": "洛阳镇君子山村",
    "联系电话": "13872880019",
}
WRONG = ROAD | {"市级工单号": "SZ20261123-0008", "诉求类型": "骂人"}


def taken(office: Office) -> str:
    return city.import_orders(office, [(2, ROAD)], MONDAY).new[0]


def test_good_rows_are_taken_and_every_bad_one_is_told_with_its_number(anywhere: Office) -> None:
    done = city.import_orders(anywhere, [(2, ROAD), (3, WRONG), (4, {})], MONDAY)
    assert len(done.new) == 1 and [row for row, _ in done.bad] == [3, 4]
    assert "骂人" in done.bad[0][1]


def test_the_same_batch_again_makes_no_second_ticket(anywhere: Office) -> None:
    first = taken(anywhere)
    again = city.import_orders(anywhere, [(2, ROAD), (3, ROAD)], MONDAY + timedelta(days=1))
    assert (again.new, again.known) == ((), (first, first))


def test_ours_stays_earlier_than_the_citys_deadline_by_the_margin_also_with_more_time(anywhere: Office) -> None:
    """A complaint would have ten working days; the city wants it on Friday 27 November, so we have until Thursday."""
    number, limit = taken(anywhere), datetime(2026, 11, 26, 17, 30, tzinfo=CHINA)
    dispatching.dispatch(anywhere, number, TO_CITY_MANAGEMENT, DISPATCHER, MONDAY)
    assert row_of(anywhere, number).complete_due == limit
    worked(anywhere, number, MONDAY, Act.SIGN)
    lead = ticket_of(anywhere, number).holder
    assert lead == "城管" and row_of(anywhere, number).city_number == "SZ20261123-0007"


def test_nobody_is_written_to_on_a_channel_that_cannot_be_written_to(anywhere: Office) -> None:
    dispatching.dispatch(anywhere, taken(anywhere), TO_CITY_MANAGEMENT, DISPATCHER, MONDAY)
    assert outbox_of(anywhere) == []


def test_the_answer_goes_back_under_the_citys_number(anywhere: Office) -> None:
    number = taken(anywhere)
    dispatching.dispatch(anywhere, number, TO_CITY_MANAGEMENT, DISPATCHER, MONDAY)
    worked(anywhere, number, MONDAY, Act.SIGN, Act.REPLY, Act.COMPLETE)
    act_on(anywhere, number, Act.APPROVE, DISPATCHER, MONDAY)
    rows = city.replies(anywhere, MONDAY - timedelta(days=1), MONDAY + timedelta(days=1))
    told = dict(zip(city.REPLY_COLUMNS, rows[0], strict=True))
    assert (told["市级工单号"], told["本级工单号"], told["状态"]) == ("SZ20261123-0007", number, "待评价")
    assert told["办结时间"] == "2026-11-23 09:00" and told["答复内容"] == ticket_of(anywhere, number).reply
