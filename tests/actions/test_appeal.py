"""The appeal form takes what, where, when and contact, one at a time, and lets everything be corrected."""

from hypothesis import given
from hypothesis import strategies as st

from actions.appeal import ANONYMOUS, Appeal, Heard, advanced, opened, plainly_answers
from actions.wording import FIELDS

COMPLETE = Appeal(what="路灯坏了", where="西城街道草店子社区", when="昨天", contact="13900001111")


def test_a_complaint_fills_the_matter_the_time_and_proposes_the_place():
    step = opened(Appeal(), Heard(text="草店子社区路灯坏了三天了", places=("西城街道草店子社区",)))
    assert (step.appeal.what, step.appeal.when) == ("草店子社区路灯坏了三天了", "三天了")
    assert (step.asks, step.appeal.where) == ("where", None)
    assert "西城街道草店子社区" in step.says[0].text


def test_the_proposed_place_is_taken_with_a_yes():
    asked = Appeal(what="路灯坏了", places=("西城街道草店子社区",))
    assert advanced(asked, "where", Heard(text="就在那里")).appeal.where == "西城街道草店子社区"


def test_a_detail_is_added_to_the_proposed_place():
    asked = Appeal(what="路灯坏了", places=("西城街道草店子社区",))
    assert advanced(asked, "where", Heard(text="3号楼旁边")).appeal.where == "西城街道草店子社区 3号楼旁边"


def test_another_place_replaces_the_proposed_one():
    asked = Appeal(what="路灯坏了", places=("西城街道草店子社区",))
    heard = Heard(text="文峰塔社区门口", places=("东城街道文峰塔社区",))
    assert advanced(asked, "where", heard).appeal.where == "文峰塔社区门口"


def test_a_refused_place_is_asked_for_openly():
    step = advanced(Appeal(what="路灯坏了", places=("西城街道草店子社区",)), "where", Heard(text="不是那里"))
    assert (step.asks, step.appeal.places) == ("where", ())


def test_several_places_are_offered_as_choices():
    step = opened(Appeal(), Heard(text="先觉庙村的路烂了", places=("万店镇先觉庙村", "府河镇先觉庙村")))
    assert [choice.value for choice in step.says[0].choices] == ["万店镇先觉庙村", "府河镇先觉庙村"]


def test_an_empty_wish_to_complain_asks_what_it_is_about():
    assert opened(Appeal(), Heard(text="我要投诉")).asks == "what"


def test_an_unusable_number_is_asked_again_and_never_holds_the_citizen():
    appeal = Appeal(what="路灯坏了", where="汉东路", when="昨天")
    asks = []
    for _ in range(3):
        step = advanced(appeal, "contact", Heard(text="1390000"))
        appeal, asks = step.appeal, [*asks, step.asks]
    assert asks == ["contact", "contact", "confirmed"]
    assert appeal.contact == ANONYMOUS


def test_confidential_asks_for_the_number_and_keeps_the_promise():
    step = advanced(Appeal(what="路灯坏了", where="汉东路", when="昨天"), "contact", Heard(text="保密"))
    assert step.asks == "contact"
    draft = advanced(step.appeal, "contact", Heard(text="13900001111")).appeal.draft()
    assert (draft.contact, draft.confidential, draft.anonymous) == ("13900001111", True, False)


def test_an_anonymous_draft_holds_no_number():
    draft = advanced(Appeal(what="路灯坏了", where="汉东路", when="昨天"), "contact", Heard(text="算了")).appeal.draft()
    assert (draft.contact, draft.anonymous) == ("", True)


def test_the_summary_shows_all_fields_before_anything_is_filed():
    step = advanced(Appeal(what="路灯坏了", where="汉东路", when="昨天"), "contact", Heard(text="13900001111"))
    assert step.asks == "confirmed"
    assert not step.appeal.confirmed
    assert all(words in step.says[0].text for words in ("路灯坏了", "汉东路", "昨天", "13900001111"))


def test_a_correction_with_new_words_changes_only_its_field():
    step = advanced(COMPLETE, "confirmed", Heard(text="地址改成东城街道文峰塔社区"))
    assert (step.appeal.where, step.asks) == ("东城街道文峰塔社区", "confirmed")
    assert step.appeal.contact == COMPLETE.contact


def test_a_correction_without_new_words_asks_for_them():
    step = advanced(COMPLETE, "confirmed", Heard(text="改时间"))
    assert (step.asks, step.appeal.when) == ("when", None)


def test_a_correction_in_the_middle_goes_on_where_it_was():
    asked = Appeal(what="路灯坏了", where="汉东路", when="昨天")
    assert advanced(asked, "contact", Heard(text="时间改成前天")).asks == "contact"


def test_only_a_clear_yes_files():
    assert advanced(COMPLETE, "confirmed", Heard(text="确认提交")).appeal.confirmed
    assert not advanced(COMPLETE, "confirmed", Heard(text="那个谁说的路灯")).appeal.confirmed


def test_a_new_number_at_the_summary_replaces_the_old_one():
    assert advanced(COMPLETE, "confirmed", Heard(text="打13711112222")).appeal.contact == "13711112222"


def test_cancelling_forgets_everything():
    step = advanced(COMPLETE, "confirmed", Heard(text="取消"))
    assert (step.asks, step.appeal) == (None, Appeal())


def test_a_question_about_a_place_is_not_taken_for_the_place():
    assert not plainly_answers("where", Heard(text="草店子社区的医保在哪里办", places=("西城街道草店子社区",)))
    assert plainly_answers("where", Heard(text="草店子社区3号楼", places=("西城街道草店子社区",)))


@given(st.sampled_from([*FIELDS, "confirmed"]), st.text(max_size=30))
def test_whatever_is_said_the_form_says_something_or_ends(asked, text):
    step = advanced(COMPLETE if asked == "confirmed" else Appeal(what="路灯坏了"), asked, Heard(text=text))
    assert step.says or step.appeal.confirmed
    assert step.asks is not None or step.appeal.confirmed or step.appeal == Appeal()


@given(st.lists(st.text(min_size=2, max_size=12), min_size=12, max_size=12))
def test_no_citizen_is_trapped(messages):
    """Any twelve messages that are neither yes nor no bring the form to its summary, or out of it."""
    step = opened(Appeal(), Heard(text="路灯坏了"))
    for message in messages:
        if step.asks in (None, "confirmed"):
            return
        step = advanced(step.appeal, step.asks, Heard(text=f"{message}那边"))
    assert step.asks in (None, "confirmed")
