"""Is what shares a question's terms found, and measured by what the question could reach?"""

from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.lexical import Lexical

WORDS = ["路灯", "身份证", "医保", "补办", "报修", "在哪里"]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)


def index(*documents: str) -> Lexical:
    return Lexical(documents, str.split)


@given(documents=st.lists(texts, min_size=1, max_size=8), question=texts)
def test_no_article_scores_more_than_the_question_could_reach(documents: list[str], question: str) -> None:
    found = index(*documents).matches(question)
    assert found.scores.max() <= found.reachable * 1.0001 and 0 <= found.known <= 1.0001


def test_a_word_that_nobody_holds_counts_against_all() -> None:
    held, strange = (index("路灯 报修", "医保 报修").matches(asked) for asked in ("路灯", "路灯 火星"))
    assert held.known == 1.0 and strange.known < 1.0 and strange.reachable > held.reachable
    assert held.scores.tolist() == strange.scores.tolist()


def test_a_question_without_a_known_word_finds_nothing() -> None:
    found = index("路灯 报修").matches("火星")
    assert (found.scores.tolist(), found.known) == ([0.0], 0.0)


def test_without_documents_nothing_is_found_and_nothing_breaks() -> None:
    found = index().matches("路灯")
    assert (found.scores.shape, found.known, list(index().terms)) == ((0,), 0.0, [])


def test_a_document_without_words_is_found_by_none() -> None:
    assert index("", "路灯").matches("路灯").scores[0] == 0.0
