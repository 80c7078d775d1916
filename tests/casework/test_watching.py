"""Does what must happen by itself happen once, in order, and aloud when it cannot?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from hotline.casework import seat
from hotline.casework.office import Office
from hotline.casework.watching import BATCH, LEASE, TRIES, deliver, fire_triggers, round_of_work
from hotline.storage.engine import open_engine
from hotline.storage.store import SqlStore
from hotline.troubles import Undelivered
from tests.casework.one_office import (
    DISPATCHER,
    LAMP,
    LI,
    MONDAY,
    OFFICER,
    WANG,
    Carrier,
    act_on,
    acts_of,
    alerts_of,
    completed,
    conversation_of,
    dispatched,
    events_of,
    filed,
    office_over,
    row_of,
    signed,
    ticket_of,
    worked,
)
from tests.conftest import VAULT
from tests.storage.one_appeal import at_once, next_trigger
from tickets.clocks import deadlines_of
from tickets.deadlines import Deadline
from tickets.lifecycle import Act, Status
from tickets.people import CITIZEN
from tickets.service_levels import Clock

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BY_THEMSELVES = (Act.WARN, Act.BREACH)
SIGN_OFF = [("黄灯", "签收"), ("超期", "签收")]
COMPLETION = [("黄灯", "办结"), ("红灯", "办结"), ("超期", "办结")]
UNNAMED = replace(LAMP, anonymous=True)  # nobody to call first, so there are two clocks only


@pytest.fixture
def two_offices(engine: Engine) -> Iterator[list[Office]]:
    """Two workers as they run: each with an engine of its own over one database."""
    engines = [open_engine(engine.url.render_as_string(hide_password=False), busy_seconds=20) for _ in range(2)]
    yield [office_over(SqlStore(one, VAULT)) for one in engines]
    for one in engines:
        one.dispose()


def clocks_of(office: Office, number: str) -> list[tuple[str, str]]:
    """The lights and breaches that were recorded, in order."""
    by_themselves = (event for event in events_of(office, number) if event.act in BY_THEMSELVES)
    return [(event.data["step"], event.data["clock"]) for event in by_themselves]


def deadline_of(office: Office, number: str, clock: Clock) -> Deadline:
    held = ticket_of(office, number)
    run = next(run for run in reversed(held.runs) if run.clock is clock)
    with office.store.look() as work:
        return deadlines_of(held, office.book(work))[run.no]


def put(office: Office, words: str = "您的诉求已签收。", address=WANG) -> None:
    seat.speak(office, conversation_of(office, address), words, words, MONDAY)


def test_each_light_and_each_breach_comes_at_its_minute_and_once(anywhere: Office) -> None:
    number = dispatched(anywhere, UNNAMED)
    sign, complete = (deadline_of(anywhere, number, clock) for clock in (Clock.SIGN, Clock.COMPLETE))
    moments = [sign.warn_at, sign.due, complete.warn_at, complete.red_at, complete.due]
    for place, moment in enumerate(moments):
        assert fire_triggers(anywhere, moment - MINUTE) == 0
        assert fire_triggers(anywhere, moment) == 1
        assert fire_triggers(anywhere, moment) == 0
        assert clocks_of(anywhere, number) == [*SIGN_OFF, *COMPLETION][: place + 1]
    assert fire_triggers(anywhere, MONDAY + 100 * DAY) == 2  # the order to explain has a clock of its own
    breaches = [words for kind, words in alerts_of(anywhere) if kind == "超期"]
    assert len(breaches) == 3 and all(number in words for words in breaches)


def test_after_three_days_of_standing_still_everything_is_caught_up_in_order(anywhere: Office) -> None:
    """A sign-off of one day missed on both tickets; the completion clock of ten days still runs."""
    first, second = dispatched(anywhere, UNNAMED), dispatched(anywhere, UNNAMED, MONDAY + DAY)
    assert fire_triggers(anywhere, MONDAY + 3 * DAY) == 4
    for number in (first, second):
        assert clocks_of(anywhere, number) == SIGN_OFF
    breached = [words for kind, words in alerts_of(anywhere) if kind == "超期"]
    assert [words.split()[0] for words in breached] == [first, second]


def test_a_long_stop_is_caught_up_in_the_order_in_which_things_fell_due(anywhere: Office) -> None:
    number = dispatched(anywhere, UNNAMED)
    fire_triggers(anywhere, MONDAY + 100 * DAY)
    fell_due = [
        datetime.fromisoformat(str(event.data["fell_due"]))
        for event in events_of(anywhere, number)[2:]
        if event.act in BY_THEMSELVES
    ]
    assert clocks_of(anywhere, number)[:5] == [*SIGN_OFF, *COMPLETION]
    assert fell_due[:5] == sorted(fell_due[:5])
    with anywhere.store.look() as work:
        ahead = next_trigger(work)
    assert ahead is None or ahead > MONDAY + 100 * DAY


def test_more_than_one_batch_is_caught_up_in_one_round(office: Office) -> None:
    with office.store.together():
        for place in range(BATCH // 2 + 5):
            filed(office, replace(UNNAMED, what=f"第{place}盏路灯不亮"))
    assert fire_triggers(office, MONDAY + 3 * DAY) == BATCH + 10  # light and breach of the centre's own clock
    assert fire_triggers(office, MONDAY + 3 * DAY) == 0


def test_what_is_recorded_late_says_when_it_fell_due(office: Office) -> None:
    number = dispatched(office, UNNAMED)
    due = deadline_of(office, number, Clock.SIGN).due
    fire_triggers(office, MONDAY + 3 * DAY)
    breach = events_of(office, number)[-1]
    assert breach.at == MONDAY + 3 * DAY and datetime.fromisoformat(str(breach.data["fell_due"])) == due
    assert f"{due:%m-%d %H:%M}" in breach.why


def test_a_signed_ticket_is_not_warned_about_its_sign_off(office: Office) -> None:
    number = dispatched(office, UNNAMED)
    worked(office, number, MONDAY + MINUTE, Act.SIGN)
    fire_triggers(office, MONDAY + 20 * DAY)
    assert clocks_of(office, number)[:3] == COMPLETION


def test_a_ticket_that_is_talked_over_is_not_late(anywhere: Office) -> None:
    number = signed(anywhere, UNNAMED)
    act_on(anywhere, number, Act.SUSPEND, DISPATCHER, MONDAY + DAY)
    assert fire_triggers(anywhere, MONDAY + 60 * DAY) == 0
    act_on(anywhere, number, Act.RESUME, DISPATCHER, MONDAY + 60 * DAY)
    assert fire_triggers(anywhere, MONDAY + 60 * DAY) == 0
    assert row_of(anywhere, number).complete_due > MONDAY + 60 * DAY


def test_what_ended_has_nothing_left_to_fire(anywhere: Office) -> None:
    """Also where a department had it before: a clock of the past must not ring for ever."""
    number = dispatched(anywhere, UNNAMED)
    act_on(anywhere, number, Act.ADD_CO, DISPATCHER, department="住建")
    act_on(anywhere, number, Act.RETURN, OFFICER, reason="不属本单位职责", suggested="住建")
    act_on(anywhere, number, Act.GRANT_RETURN, DISPATCHER)
    act_on(anywhere, number, Act.DECLINE, DISPATCHER, channel="行政诉讼")
    assert fire_triggers(anywhere, MONDAY + 100 * DAY) == 0
    with anywhere.store.look() as work:
        assert next_trigger(work) is None


def test_one_ticket_that_an_officer_holds_does_not_stop_the_others(anywhere: Office) -> None:
    numbers = [dispatched(anywhere, replace(UNNAMED, what=f"第{place}盏路灯不亮")) for place in range(3)]
    outcomes = at_once(
        lambda who: (
            fire_triggers(anywhere, MONDAY + 3 * DAY)
            if who
            else worked(anywhere, numbers[1], MONDAY + 3 * DAY, Act.SIGN).status
        )
    )
    fire_triggers(anywhere, MONDAY + 3 * DAY)
    assert all(clocks_of(anywhere, number) == SIGN_OFF for number in (numbers[0], numbers[2])), outcomes
    assert clocks_of(anywhere, numbers[1]) in ([], SIGN_OFF[:1], SIGN_OFF)


def test_two_workers_at_once_record_each_light_and_breach_once(two_offices: list[Office]) -> None:
    numbers = [dispatched(two_offices[0], replace(UNNAMED, what=f"第{place}盏路灯不亮")) for place in range(8)]
    now = MONDAY + 60 * DAY
    outcomes = at_once(lambda who: fire_triggers(two_offices[who % 2], now), people=4)
    assert all(isinstance(one, int) for one in outcomes), outcomes
    left = fire_triggers(two_offices[0], now)  # what two wanted at the same instant is left to the next round
    expected = [*SIGN_OFF, *COMPLETION]
    for number in numbers:
        assert sorted(clocks_of(two_offices[0], number)) == sorted(expected)
        assert acts_of(two_offices[0], number).count("督办") == 1
    assert sum(outcomes) + left == len(expected) * len(numbers)
    assert len([kind for kind, _ in alerts_of(two_offices[0]) if kind == "超期"]) == 2 * len(numbers)


def test_a_notice_reaches_its_channel_and_shows_in_the_conversation(office: Office) -> None:
    put(office)
    carrier = Carrier()
    assert deliver(office, {"微信": carrier}, MONDAY) == 1
    assert deliver(office, {"微信": carrier}, MONDAY + DAY) == 0
    assert carrier.carried == [(WANG.key, "【话务员】您的诉求已签收。")]
    with office.store.look() as work:
        (line,) = work.conversations.since(conversation_of(office), 0)
    assert line.text == "【话务员】您的诉求已签收。"


def test_a_page_needs_no_messenger(office: Office) -> None:
    put(office, address=LI)
    assert deliver(office, {"微信": Carrier()}, MONDAY) == 1
    with office.store.look() as work:
        assert len(work.conversations.since(conversation_of(office, LI), 0)) == 1


def test_a_notice_is_tried_later_and_later_and_given_up_aloud(office: Office) -> None:
    put(office)
    carrier, now, tried = Carrier(failures=[Undelivered("微信接口超时")] * TRIES), MONDAY, []
    while carrier.failures and now < MONDAY + 2 * DAY:
        left = len(carrier.failures)
        deliver(office, {"微信": carrier}, now)
        tried += [now] * (left - len(carrier.failures))
        now += MINUTE
    waits = [later - earlier for earlier, later in zip(tried, tried[1:], strict=False)]
    assert len(tried) == TRIES and waits == sorted(waits) and waits[0] < waits[-1]
    ((kind, words),) = alerts_of(office)
    assert kind == "通知失败" and "微信接口超时" in words and "请电话告知" in words
    assert deliver(office, {"微信": carrier}, now + 30 * DAY) == 0 and carrier.carried == []


def test_a_hopeless_notice_is_given_up_at_once(office: Office) -> None:
    put(office)
    carrier = Carrier(failures=[Undelivered("用户已取消关注", final=True)])
    assert deliver(office, {"微信": carrier}, MONDAY) == 0
    assert [kind for kind, _ in alerts_of(office)] == ["通知失败"]
    assert deliver(office, {"微信": carrier}, MONDAY + DAY) == 0


def test_one_failing_notice_does_not_hold_up_the_others(office: Office) -> None:
    put(office, "第一条")
    put(office, "第二条")
    carrier = Carrier(failures=[Undelivered("微信接口超时")])
    assert deliver(office, {"微信": carrier}, MONDAY) == 1
    assert [page for _, page in carrier.carried] == ["【话务员】第二条"]


def test_a_page_that_arrived_is_not_sent_again_with_the_rest(office: Office) -> None:
    put(office, "上半段\n\n下半段")

    class StumblesOnTheSecond(Carrier):
        def send(self, key: str, page: str) -> None:
            if page == "下半段" and self.failures:
                raise self.failures.pop()
            super().send(key, page) if not self.failures else self.carried.append((key, page))

    carrier = StumblesOnTheSecond(failures=[Undelivered("微信接口超时")])
    assert deliver(office, {"微信": carrier}, MONDAY) == 0
    assert deliver(office, {"微信": carrier}, MONDAY + DAY) == 1
    assert [page for _, page in carrier.carried] == ["【话务员】上半段", "下半段"]


def test_a_notice_whose_worker_died_while_sending_is_told_to_a_person_not_sent_twice(office: Office) -> None:
    put(office)
    with pytest.raises(SystemExit):
        deliver(office, {"微信": Carrier(failures=[SystemExit()])}, MONDAY)
    carrier = Carrier()
    assert deliver(office, {"微信": carrier}, MONDAY + LEASE) == 0
    assert carrier.carried == [] and [kind for kind, _ in alerts_of(office)] == ["通知失败"]


def test_two_workers_at_once_send_each_notice_once(anywhere: Office) -> None:
    office, carrier = anywhere, Carrier()
    for place in range(10):
        put(office, f"第{place}条")
    at_once(lambda who: deliver(office, {"微信": carrier}, MONDAY))
    assert sorted(carrier.carried) == [(WANG.key, f"【话务员】第{place}条") for place in range(10)]


def test_one_round_does_all_that_is_due_and_the_next_one_nothing(office: Office) -> None:
    unrated = completed(office)
    dispatched(office, replace(LAMP, what="小区门口垃圾三天没人清运"))
    withdrawn = filed(office, replace(LAMP, what="沿河大道的井盖丢了一个"))
    act_on(office, withdrawn, Act.WITHDRAW, CITIZEN)
    now = MONDAY + office.handling.archive_after
    done = round_of_work(office, {"微信": Carrier()}, now)
    assert (done.fired > 0, done.delivered > 0, done.closed, done.archived) == (True, True, 1, 1)
    assert ticket_of(office, unrated).status is Status.CLOSED
    assert row_of(office, withdrawn).status is Status.ARCHIVED
    rest = round_of_work(office, {"微信": Carrier()}, now)
    assert (rest.fired, rest.answered, rest.closed, rest.archived) == (0, 0, 0, 0)
