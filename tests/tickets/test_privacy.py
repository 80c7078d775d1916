"""Do the middle digits of a contact ever come through?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.privacy import masked, without_numbers

digits = st.text("0123456789", min_size=4, max_size=4)
chinese = st.text("沿河大道路灯坏了三盏，晚上看不见。请联系王大姐 ", max_size=20)


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("13872880019", "138****0019"),
        (" 13872880019 ", "138****0019"),
        ("+86 138 7288 0019", "+86****0019"),
        ("0722-3221234", "072****1234"),
        ("32211234", "32****34"),  # a landline without its area code
        ("王大姐", "王**"),
        ("微信同号", "微**"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_contact_is_shown_by_its_ends_only(contact: str, shown: str) -> None:
    assert masked(contact) == shown


@given(digits, digits, digits, chinese, chinese)
def test_other_middle_digits_make_no_difference(one: str, other: str, end: str, before: str, after: str) -> None:
    """Nothing of the middle leaks: two numbers that differ only there are shown alike."""
    assert masked(f"{before}138{one}{end}{after}") == masked(f"{before}138{other}{end}{after}")


@given(st.integers(7, 10), st.data())
def test_a_short_number_hides_its_middle_too(length: int, data: st.DataObject) -> None:
    number = data.draw(st.text("0123456789", min_size=length, max_size=length))
    assert masked(number) == f"{number[:2]}****{number[-2:]}"


@given(digits, digits, digits, chinese, chinese, st.sampled_from(["", " ", "-"]))
def test_a_number_inside_a_sentence_is_masked(
    one: str, other: str, end: str, before: str, after: str, gap: str
) -> None:
    told, alike = (without_numbers(f"{before}138{gap}{middle}{gap}{end}{after}") for middle in (one, other))
    assert told == alike == f"{before}138****{end}{after}"


@pytest.mark.parametrize(
    "harmless",
    [
        "沿河大道12号3单元502室",
        "11月20日晚上8点半，2026-11-20 也去看过",
        "拨打12345或110",
        "工单ZD2026112300001已派单",
    ],
)
def test_house_numbers_dates_hotlines_and_ticket_numbers_stay(harmless: str) -> None:
    assert without_numbers(harmless) == harmless


def test_every_number_of_a_sentence_is_masked() -> None:
    said = "打13872880019不通就打138-7288-0020，身份证421302199001011234"
    assert without_numbers(said) == "打138****0019不通就打138****0020，身份证421****1234"
