"""The shipped rules can be read, refer only to what exists, and say where they come from."""

from datetime import datetime, timedelta

import pytest

from hotline.rules import limits, load, working_time
from hotline.rules.handling import handling
from tickets.calendar import CHINA
from tickets.deadlines import runs_out
from tickets.errors import UnknownDepartment
from tickets.lifecycle import TRANSITIONS, acts_of
from tickets.matter import Kind, Urgency
from tickets.people import SYSTEM
from tickets.places import Jurisdiction
from tickets.routing import LOCAL
from tickets.service_levels import Clock, Window


def test_the_catalogue_has_twenty_first_level_classes_and_no_leaf_twice():
    categories = [leaf.category for leaf in load.catalogue().leaves]
    assert len({category.split("/")[0] for category in categories}) == 20
    assert len(categories) == len(set(categories))


def test_every_leaf_has_words_and_a_clause():
    for leaf in load.catalogue().leaves:
        assert leaf.words and leaf.clause, leaf.category


def test_every_lead_and_co_handler_is_in_the_directory():
    for leaf in load.catalogue().leaves:
        for short in {leaf.lead, *leaf.co} - {LOCAL}:
            assert short in load.directory(), f"{leaf.category}：名录里没有 {short}"


def test_every_place_of_ours_has_a_department_that_governs_it():
    for place in load.gazetteer().places:
        if place.jurisdiction is not Jurisdiction.OUTSIDE:
            governor = load.directory().named(place.department)
            assert any(place.code.startswith(area) for area in governor.area), place.full_name


def test_the_catalogue_says_that_it_is_a_default_to_be_confirmed():
    assert "示范默认值" in load.catalogue().label


def test_a_department_that_is_not_listed_is_refused_with_a_sentence():
    with pytest.raises(UnknownDepartment, match="单位名录里没有“天文”"):
        load.directory().named("天文")


def test_names_not_yet_confirmed_are_marked():
    assert load.directory().named("政数").confirmed
    assert not load.directory().named("林业").confirmed


@pytest.mark.parametrize("clock", Clock)
@pytest.mark.parametrize("urgency", Urgency)
def test_every_clock_of_every_matter_has_a_limit(clock: Clock, urgency: Urgency):
    for levels in limits.levels():
        assert all(levels.optional(clock, kind, urgency) for kind in Kind)


def test_the_shipped_limits_are_those_of_the_neighbouring_province():
    """河南省运行管理办法: 咨询 3, 求助 5, 投诉举报 10 working days; sign-off within one."""
    (levels,) = limits.levels()
    days = {kind: levels.limit(Clock.COMPLETE, kind, Urgency.ORDINARY).words for kind in Kind}
    assert days == {
        Kind.CONSULT: "3个工作日",
        Kind.HELP: "5个工作日",
        Kind.SUGGESTION: "5个工作日",
        Kind.COMPLAINT: "10个工作日",
        Kind.REPORT: "10个工作日",
    }
    assert levels.limit(Clock.SIGN, Kind.HELP, Urgency.ORDINARY).words == "1个工作日"


def test_the_more_urgent_a_matter_the_sooner_it_is_due():
    (levels,) = limits.levels()
    start = datetime(2026, 11, 24, 9, 0, tzinfo=CHINA)  # a Tuesday
    for clock in Clock:
        for kind in Kind:
            dues = [runs_out(levels.limit(clock, kind, urgency), start, working_time.calendar()) for urgency in Urgency]
            assert dues == sorted(dues, reverse=True), f"{clock}／{kind}"


def test_only_ordinary_matters_can_be_extended_and_never_by_more_than_they_had():
    (levels,) = limits.levels()
    for kind in Kind:
        longest = levels.limit(Window.EXTENSION, kind, Urgency.ORDINARY)
        assert longest.unit is levels.limit(Clock.COMPLETE, kind, Urgency.ORDINARY).unit
        for urgency in (Urgency.URGENT, Urgency.CRITICAL):
            assert levels.optional(Window.EXTENSION, kind, urgency) is None


def test_a_critical_matter_cannot_be_given_back():
    (levels,) = limits.levels()
    assert all(levels.optional(Window.RETURN, kind, Urgency.CRITICAL) is None for kind in Kind)
    assert all(levels.optional(Window.RETURN, kind, Urgency.ORDINARY) for kind in Kind)


def test_departments_named_in_a_limit_are_in_the_directory():
    named = {short for levels in limits.levels() for limit in levels.limits for short in limit.departments}
    assert all(short in load.directory() for short in named)


def test_limits_and_handling_say_that_they_are_defaults_to_be_confirmed():
    assert {levels.label for levels in limits.levels()} == {handling().label} == {"示范默认值"}


def test_ours_is_due_a_day_before_the_citys():
    assert limits.city_margin() == timedelta(days=1)


def test_the_shipped_escalations_are_lawful_where_they_are_set_off():
    """Each order or elevation is an act that the system may do in some status that the act before it leads to."""
    for rule in handling().escalations:
        after = {row.after for row in TRANSITIONS if row.act is rule.on}
        assert any(rule.then in acts_of(status, SYSTEM, ()) for status in after), rule.name


def test_silence_counts_as_unrated_unless_the_office_says_otherwise():
    assert (handling().unrated, handling().unrated_after) == ("未评价", timedelta(days=7))
