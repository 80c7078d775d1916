"""Does a clock give each light once, in order, and its breach last?"""

from datetime import datetime, timedelta

from tests.tickets.golden_week import at
from tests.tickets.one_ticket import Matter, accepted, in_progress
from tickets.lifecycle import Act
from tickets.lights import Light, next_light
from tickets.service_levels import Clock

YELLOW, RED, DUE = at(12, 3, "17:30"), at(12, 4, "17:30"), at(12, 7, "17:30")


def ahead(matter: Matter, clock: Clock = Clock.COMPLETE, place: int = 0) -> Light | None:
    return next_light(matter.run(clock, place=place), matter.deadline(clock, place=place))


def given(matter: Matter, when: datetime, step: str = "黄灯") -> Matter:
    act, no = Act.BREACH if step == "超期" else Act.WARN, matter.run(Clock.COMPLETE).no
    matter.do(act, at=when, clock="办结", run=no, step=step, fell_due=when.isoformat())
    return matter


def test_yellow_red_and_breach_come_one_after_the_other_and_then_nothing() -> None:
    matter = in_progress()
    lights = []
    while light := ahead(matter):
        lights.append((light.step, light.at))
        given(matter, light.at, light.step)
    assert lights == [("黄灯", YELLOW), ("红灯", RED), ("超期", DUE)]


def test_after_standing_still_for_days_none_is_skipped() -> None:
    matter = in_progress()
    matter.do(Act.NOTE, at=DUE + timedelta(days=3))
    assert ahead(matter) == Light(step="黄灯", at=YELLOW)


def test_a_light_that_would_fall_on_the_end_is_left_out() -> None:
    assert ahead(accepted().dispatched(), Clock.CONTACT, place=1) == Light(step="超期", at=at(11, 24, "17:30"))


def test_an_extension_after_a_light_lights_it_again_before_the_new_end() -> None:
    matter = given(in_progress(), YELLOW)
    matter.do(Act.ASK_EXTENSION, at=at(12, 4, "09:00"), amount=5)
    matter.do(Act.GRANT_EXTENSION, at=at(12, 4, "10:00"))
    assert ahead(matter) == Light(step="黄灯", at=at(12, 10, "17:30"))


def test_a_clock_that_is_paused_or_has_stopped_gives_nothing() -> None:
    paused = in_progress()
    paused.each(Act.SUSPEND)
    assert ahead(paused) is None
    done = in_progress()
    done.each(Act.REPLY, Act.COMPLETE)
    assert ahead(done) is None


def test_talks_that_begin_too_late_do_not_silence_the_clock() -> None:
    matter = in_progress()
    matter.do(Act.SUSPEND, at=at(12, 8, "09:00"))
    assert ahead(matter) == Light(step="黄灯", at=YELLOW)


def test_a_deadline_moved_back_before_a_light_that_was_given_still_gives_its_breach() -> None:
    """As after a notice that turns days off into working days."""
    matter = given(given(in_progress(), YELLOW), RED + timedelta(days=30), "红灯")
    assert ahead(matter) == Light(step="超期", at=DUE)
