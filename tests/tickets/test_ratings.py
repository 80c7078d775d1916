"""Does a rate say honestly what it was made of?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.ratings import SATISFIED_FROM, Level, Rate


@pytest.mark.parametrize(
    ("hit", "of", "text"),
    [
        (0, 0, "—"),  # nothing due is no rate at all, least of all 100 %
        (0, 3, "0.00%"),
        (1, 3, "33.33%"),
        (16964, 16971, "99.96%"),  # the district's published sign-off rate
        (99999, 100000, "99.99%"),  # 99.999 % is not all
        (19999, 20000, "99.99%"),  # 99.995 % would round up to 100
        (16971, 16971, "100%"),
    ],
)
def test_a_rate_prints_what_it_is(hit: int, of: int, text: str) -> None:
    assert Rate(hit=hit, of=of).text == text


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_only_everything_prints_as_everything(one: int, other: int) -> None:
    hit, of = sorted((one, other))
    assert (Rate(hit=hit, of=of).text == "100%") == (hit == of > 0)


@given(st.integers(1, 10**6), st.data())
def test_more_hits_never_print_less(of: int, data: st.DataObject) -> None:
    fewer, more = sorted(data.draw(st.tuples(st.integers(0, of), st.integers(0, of))))
    shown = [float(Rate(hit=hit, of=of).text.rstrip("%")) for hit in (fewer, more)]
    assert shown[0] <= shown[1]


@pytest.mark.parametrize(("hit", "of"), [(4, 3), (-1, 3), (1, 0)])
def test_a_rate_that_cannot_be_is_refused(hit: int, of: int) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        Rate(hit=hit, of=of)


def test_five_levels_have_their_words_and_satisfaction_starts_at_the_third() -> None:
    assert [level.words for level in Level] == ["非常不满意", "不满意", "基本满意", "满意", "非常满意"]
    assert [level.words for level in Level if level >= SATISFIED_FROM] == ["基本满意", "满意", "非常满意"]
