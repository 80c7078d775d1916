"""How is one wording of an article kept? Every field as JSON, days as 2026-11-23, and back without loss."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from knowledge_base.article import Article, Basis, Source

_DAYS = ("effective", "expires", "review_due", "confirmed")


def packed(article: Article) -> dict[str, object]:
    """What JSON can hold of it: all fields, by their names."""
    fields = asdict(article)
    days = {name: fields[name].isoformat() if fields[name] else None for name in _DAYS}
    sources = [{**source, "looked_up": source["looked_up"].isoformat()} for source in fields["sources"]]
    return {**fields, **days, "sources": sources}


def unpacked(content: Mapping) -> Article:
    """The article that was packed."""
    days = {name: date.fromisoformat(content[name]) if content[name] else None for name in _DAYS}
    lists = {name: tuple(content[name]) for name in ("questions", "keywords")}
    basis = tuple(Basis(**one) for one in content["basis"])
    sources = tuple(Source(**{**one, "looked_up": date.fromisoformat(one["looked_up"])}) for one in content["sources"])
    return Article(**{**content, **days, **lists, "basis": basis, "sources": sources})
