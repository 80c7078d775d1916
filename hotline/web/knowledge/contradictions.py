"""Which two articles say different things about the same? Pairs side by side, each with its sentence; a person reads them."""

import re
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from hotline.casework.knowledge import shelf
from hotline.web.front import front
from hotline.web.knowledge.rooms import Overseer, room
from hotline.web.pages import environment
from knowledge_base.contradictions import Contradiction

router = APIRouter(include_in_schema=False)
_MARKS = re.compile(r"\*\*|^\s*(?:[-#|]+|\d+\.)\s*|\s*\|\s*$")


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What was found among the articles of one edition, kept until the next one."""

    edition: int
    pairs: tuple[Contradiction, ...]


def unmarked(sentence: str) -> str:
    """A sentence out of a Markdown text without its marks."""
    return _MARKS.sub("", sentence)


environment.filters.update(unmarked=unmarked)


@router.get("/knowledge/contradictions")
def show(request: Request, person: Overseer, run: bool = False) -> Response:
    """The page at once; comparing all articles takes seconds and follows by itself, or without scripts by `run`."""
    known = _known(request) is not None
    return _page(request, person, "contradictions.html", look=run or known)


@router.get("/knowledge/contradictions/found")
def found(request: Request, person: Overseer) -> Response:
    return _page(request, person, "contradictions_found.html", look=True)


def _known(request: Request) -> Compared | None:
    held: Compared | None = getattr(request.app.state, "compared", None)
    return held if held and held.edition == front(request).office.search.edition.number else None


def _compared(request: Request) -> Compared:
    office = front(request).office
    held = Compared(edition=office.search.edition.number, pairs=shelf.contradictions(office))
    request.app.state.compared = held
    return held


def _page(request: Request, person: Overseer, name: str, *, look: bool) -> Response:
    compared = (_known(request) or _compared(request)) if look else None
    articles = {id: article for id, (_, article) in front(request).office.search.edition.articles.items()}
    pairs = compared.pairs if compared else None
    return room(request, name, person, "/knowledge/contradictions", pairs=pairs, articles=articles)
