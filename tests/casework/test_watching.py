"""Does what must happen by itself happen once, in order, and aloud when it cannot?"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hotline.casework import seat
from hotline.casework.acts import deadlines_of
from hotline.casework.office import Office
from hotline.casework.watching import LEASE, TRIES, UNRATED_AFTER, deliver, fire_triggers, round_of_work
from hotline.storage.store import SqlStore
from hotline.troubles import Undelivered
from tests.casework.one_office import (
    LAMP,
    LI,
    MONDAY,
    WANG,
    Carrier,
    alerts_of,
    completed,
    conversation_of,
    dispatched,
    filed,
    office_over,
    worked,
)
from tests.storage.one_appeal import at_once
from tickets import ticket
from tickets.events import Event
from tickets.lifecycle import Act, Status

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BY_THEMSELVES = (Act.WARN, Act.BREACH)


def events_of(office: Office, number: str) -> list[Event]:
    with office.store.look() as work:
        return work.tickets.events(number)


def clocks_of(office: Office, number: str) -> list[tuple[Act, str]]:
    """The warnings and breaches that were recorded, in order."""
    return [(event.act, event.data["clock"]) for event in events_of(office, number) if event.act in BY_THEMSELVES]


def put(office: Office, words: str = "您的诉求已签收。", address=WANG) -> None:
    seat.speak(office, conversation_of(office, address), words, words, MONDAY)


def test_a_warning_comes_at_its_minute_and_once(office: Office) -> None:
    number = dispatched(office)
    sign, _ = deadlines_of(office, ticket.replay(number, events_of(office, number)))
    assert fire_triggers(office, sign.warn_at - MINUTE) == 0
    assert fire_triggers(office, sign.warn_at) == 1
    assert fire_triggers(office, sign.warn_at + MINUTE) == 0
    assert clocks_of(office, number) == [(Act.WARN, "签收")] and alerts_of(office) == []


def test_after_three_days_of_standing_still_everything_is_caught_up_in_order(office: Office) -> None:
    """A sign-off of one day missed on both tickets; the completion clock of ten days still runs."""
    first, second = dispatched(office), dispatched(office, now=MONDAY + DAY)
    now = MONDAY + 3 * DAY
    assert fire_triggers(office, now) == 4
    for number in (first, second):
        assert clocks_of(office, number) == [(Act.WARN, "签收"), (Act.BREACH, "签收")]
    breached = [words for kind, words in alerts_of(office) if kind == "超期"]
    assert [words.split()[0] for words in breached] == [first, second]


def test_what_is_recorded_late_says_when_it_fell_due(office: Office) -> None:
    number = dispatched(office)
    sign, _ = deadlines_of(office, ticket.replay(number, events_of(office, number)))
    fire_triggers(office, MONDAY + 3 * DAY)
    breach = events_of(office, number)[-1]
    assert breach.at == MONDAY + 3 * DAY and datetime.fromisoformat(str(breach.data["fell_due"])) == sign.due
    assert f"{sign.due:%m-%d %H:%M}" in breach.why


def test_a_signed_ticket_is_not_warned_about_its_sign_off(office: Office) -> None:
    number = dispatched(office)
    worked(office, number, MONDAY + MINUTE, Act.SIGN)
    fire_triggers(office, MONDAY + 30 * DAY)
    assert clocks_of(office, number) == [(Act.WARN, "办结"), (Act.BREACH, "办结")]


def test_two_workers_at_once_record_each_breach_once(store: SqlStore) -> None:
    office = office_over(store)
    number = dispatched(office)
    outcomes = at_once(lambda who: fire_triggers(office, MONDAY + 30 * DAY))
    fire_triggers(office, MONDAY + 30 * DAY)  # whatever collided is left to the next round
    expected = [(act, clock) for clock in ("签收", "办结") for act in BY_THEMSELVES]
    assert all(isinstance(one, int) for one in outcomes)
    assert sorted(clocks_of(office, number)) == sorted(expected)
    assert len(alerts_of(office)) == 2


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


def test_two_workers_at_once_send_each_notice_once(store: SqlStore) -> None:
    office, carrier = office_over(store), Carrier()
    for place in range(10):
        put(office, f"第{place}条")
    at_once(lambda who: deliver(office, {"微信": carrier}, MONDAY))
    assert sorted(carrier.carried) == [(WANG.key, f"【话务员】第{place}条") for place in range(10)]


def test_one_round_does_all_that_is_due_and_the_next_one_nothing(office: Office) -> None:
    unrated = completed(office)
    dispatched(office, replace(LAMP, what="小区门口垃圾三天没人清运"))
    filed(office, replace(LAMP, what="沿河大道的井盖丢了一个"))
    now = MONDAY + UNRATED_AFTER + DAY
    done = round_of_work(office, {"微信": Carrier()}, now)
    assert (done.fired > 0, done.delivered > 0, done.closed) == (True, True, 1)
    assert events_of(office, unrated)[-1].act is Act.CLOSE
    assert ticket.replay(unrated, events_of(office, unrated)).status is Status.CLOSED
    rest = round_of_work(office, {"微信": Carrier()}, now)
    assert (rest.fired, rest.answered, rest.closed) == (0, 0, 0)
