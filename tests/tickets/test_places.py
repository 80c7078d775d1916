"""Places are recognised by their spoken names, and a name that means two places is never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.rules import load
from tickets.places import Jurisdiction, find_places

COMMUNITIES = [place for place in load.gazetteer().places if place.community]


def found(text):
    return find_places(text, load.gazetteer())


def names(text):
    return [mention.place and mention.place.full_name for mention in found(text)]


def test_the_gazetteer_holds_twelve_streets_and_213_communities():
    inside = [place for place in load.gazetteer().places if place.jurisdiction is not Jurisdiction.OUTSIDE]
    assert len(COMMUNITIES) == 213
    assert len(inside) - len(COMMUNITIES) == 12


@pytest.mark.parametrize(
    ("text", "full_name"),
    [
        ("草店子社区的路灯坏了", "西城街道草店子社区"),
        ("我住草店子", "西城街道草店子社区"),  # the ending may be left out
        ("擂鼓墩居委会不开证明", "南郊街道擂鼓墩社区"),
        ("九口堰村修路", "洛阳镇九口堰村"),
        ("和平村没有路灯", "南郊街道和平村"),  # an ordinary word needs its ending
    ],
)
def test_a_community_is_found_by_its_spoken_name(text, full_name):
    assert names(text) == [full_name]


def test_an_ordinary_word_is_no_place():
    assert names("希望和平解决，阳光操作，前进一步") == []


def test_a_short_name_is_a_place_right_after_its_town():
    assert names("万店石桥修路") == ["万店镇", "万店镇石桥村"]


def test_the_longest_name_wins():
    assert names("白云湖边散步") == ["西城街道白云湖社区"]
    assert names("白云社区停水") == ["南郊街道白云社区"]


def test_xianjuemiao_is_in_two_towns_until_the_town_is_named():
    (mention,) = found("先觉庙村停电")
    assert mention.place is None
    assert {place.street for place in mention.candidates} == {"万店镇", "淅河镇"}
    assert names("万店镇先觉庙村停电") == ["万店镇", "万店镇先觉庙村"]


def test_luoyang_alone_may_be_the_town_or_the_city_in_henan():
    (mention,) = found("洛阳有个工厂")
    assert {place.full_name for place in mention.candidates} == {"洛阳镇", "洛阳市"}
    assert names("洛阳九口堰") == ["洛阳镇", "洛阳镇九口堰村"]


@pytest.mark.parametrize(("text", "neighbour"), [("随县厉山镇停水", "随县"), ("广水市应山街道", "广水市")])
def test_neighbours_are_outside_the_district(text, neighbour):
    mentions = found(text)
    assert {mention.place.street for mention in mentions} == {neighbour}
    assert all(mention.place.jurisdiction is Jurisdiction.OUTSIDE for mention in mentions)


def test_xihe_is_ours_on_the_map_and_run_by_the_high_tech_zone():
    (mention,) = found("淅河镇有人倒垃圾")
    assert mention.place.jurisdiction is Jurisdiction.ENTRUSTED
    assert mention.place.department == "高新区"


@given(st.sampled_from(COMMUNITIES))
def test_every_community_is_found_by_its_full_name(place):
    assert found(place.full_name)[-1].place == place


@given(st.text(max_size=200))
def test_a_mention_quotes_the_text_and_always_means_something(text):
    for mention in found(text):
        assert text[mention.start :].startswith(mention.words)
        assert mention.candidates
