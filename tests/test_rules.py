"""The shipped rules can be read, refer only to what exists, and say where they come from."""

import pytest

from hotline.rules import load
from tickets.errors import UnknownDepartment
from tickets.places import Jurisdiction
from tickets.routing import LOCAL


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
