from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.text import DICTIONARY, characters, content_words, normal, words


@given(st.text())
def test_the_normal_form_of_a_normal_form_is_itself(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text())
def test_any_text_can_be_cut_and_no_term_is_empty(text: str) -> None:
    assert all(term.strip() for term in [*words(text), *content_words(text), *characters(text)])


def test_full_width_case_and_punctuation_make_no_difference() -> None:
    assert normal("ＥＴＣ怎么办？？") == normal("etc怎么办") == "etc怎么办"


def test_government_words_stay_whole() -> None:
    assert "鄂汇办app" in words("鄂汇办APP打不开")
    assert "耕地地力保护补贴" in words("耕地地力保护补贴没到账")


def test_the_dictionary_holds_each_word_once_and_no_spaces() -> None:
    entries = DICTIONARY.read_text(encoding="utf-8").splitlines()
    assert len(entries) >= 300
    assert len(set(entries)) == len(entries)
    assert all(entry == entry.strip().lower() and " " not in entry for entry in entries)


def test_what_carries_the_matter_remains() -> None:
    assert content_words("请问身份证丢了怎么办") == ["身份证", "丢"]


def test_a_question_of_small_words_only_keeps_them() -> None:
    assert content_words("怎么办") == ["怎么办"]


def test_pairs_do_not_reach_over_a_gap() -> None:
    assert "办身" not in characters("怎么办 身份证")
    assert characters("身份证") == ["身", "份", "证", "身份", "份证"]
