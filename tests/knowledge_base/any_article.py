"""Which articles can there be at all? Every one that a file could hold, for laws that must hold for all of them."""

from hypothesis import strategies as st

from knowledge_base.article import KINDS, SCOPES, Article, Basis, Source

LIKELY = "身份证补办路灯井盖（）《》“”，。；：、 #*-|>'\"[]{}&%@!?:,\\0123456789abcKB"
ODD = "\x7f\x85\xa0\u2028\u2029\ufeff\ufffe\u200b😀\t"


def words(characters: str = LIKELY + ODD, most: int = 20) -> st.SearchStrategy[str]:
    """Texts that are not empty and have no space at either end."""
    return st.text(characters, min_size=1, max_size=most).map(str.strip).filter(bool)


def articles(text: st.SearchStrategy[str] | None = None, body: st.SearchStrategy[str] | None = None):
    """Articles whose every free text is drawn from `text`."""
    text = text if text is not None else words()
    body = body if body is not None else words(LIKELY + ODD + "\n\r", most=60)
    several = st.lists(text, min_size=1, max_size=3).map(tuple)
    return st.builds(
        Article,
        id=st.integers(1, 99999).map(lambda number: f"KB-{number:04d}"),
        title=text,
        category=st.tuples(text, text).map("/".join),
        kind=st.sampled_from(KINDS),
        questions=several,
        keywords=several,
        department=text,
        scope=st.sampled_from(SCOPES),
        audience=text,
        effective=st.dates(),
        expires=st.none() | st.dates(),
        review_due=st.dates(),
        basis=st.lists(st.builds(Basis, law=text, article=text), max_size=2).map(tuple),
        sources=st.lists(st.builds(Source, title=text, url=text, looked_up=st.dates()), max_size=2).map(tuple),
        confirmed=st.dates(),
        short=text,
        body=body,
    )
