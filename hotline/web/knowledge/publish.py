"""What will change for citizens if this goes out, or is taken down? The rehearsal, and publishing behind it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from hotline.casework.knowledge import gate
from hotline.casework.knowledge.gate import Change, LossAhead, Rehearsal
from hotline.casework.knowledge.shelf import Told
from hotline.ports import Person
from hotline.records import ArticleFilter
from hotline.troubles import Trouble
from hotline.web.front import front
from hotline.web.knowledge.article import status_of, told_of
from hotline.web.knowledge.rooms import Keeper, room
from hotline.web.visitors import Genuine
from knowledge_base.life import Step

router = APIRouter(include_in_schema=False)
OUTCOMES = {"answer": "直接回答", "clarify": "反问是哪一件", "unknown": "答不上"}
_ALL = 100_000


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the page is about, and what was typed: `withdraw` rehearses taking the article down."""

    told: Told
    withdraw: bool = False
    why: str = ""
    sentence: str = ""


@router.get("/knowledge/{article_id}/publish")
def publishing(
    request: Request, person: Keeper, article_id: str, withdraw: bool = False, run: bool = False
) -> Response:
    """The page at once; the rehearsal takes seconds and follows by itself, or without scripts by `run`."""
    asked = Asked(told=told_of(request, person, article_id), withdraw=withdraw)
    return _page(request, person, asked, _rehearsed(request, asked) if run else None)


@router.get("/knowledge/{article_id}/rehearsal")
def rehearsal(request: Request, person: Keeper, article_id: str, withdraw: bool = False) -> Response:
    """The rehearsal alone, to be put into the page."""
    asked = Asked(told=told_of(request, person, article_id), withdraw=withdraw)
    return _page(request, person, asked, _rehearsed(request, asked), name="knowledge_rehearsal.html")


@router.post("/knowledge/{article_id}/publish", dependencies=[Genuine])
def publish(
    request: Request,
    person: Keeper,
    article_id: str,
    seen: Annotated[int, Form()],
    why: Annotated[str, Form()] = "",
    overrule: Annotated[bool, Form()] = False,
) -> Response:
    """With losses only when they are overruled, with a reason."""
    desk = front(request)
    try:
        gate.publish(desk.office, article_id, person.actor, desk.clock(), why=why, overrule=overrule, revision=seen)
    except LossAhead as ahead:
        asked = Asked(told=told_of(request, person, article_id), why=why, sentence=str(ahead))
        return _page(request, person, asked, ahead.rehearsal, status=400)
    except Trouble as refusal:
        asked = Asked(told=told_of(request, person, article_id), why=why, sentence=str(refusal))
        return _page(request, person, asked, None, status=status_of(refusal))
    return RedirectResponse(f"/knowledge/{article_id}?did={Step.PUBLISH}", status_code=303)


def _rehearsed(request: Request, asked: Asked) -> Rehearsal | str:
    """Or the sentence that says why there is nothing to rehearse."""
    desk = front(request)
    try:
        return gate.rehearse(desk.office, asked.told.life.article, desk.clock(), withdraw=asked.withdraw)
    except Trouble as refusal:
        return str(refusal)


def _page(
    request: Request,
    person: Person,
    asked: Asked,
    made: Rehearsal | str | None,
    *,
    name: str = "knowledge_publish.html",
    status: int = 200,
) -> Response:
    found = made if isinstance(made, Rehearsal) else None
    return room(
        request,
        name,
        person,
        "/knowledge",
        status=status,
        asked=asked,
        told=asked.told,
        life=asked.told.life,
        rehearsal=found,
        refusal=made if isinstance(made, str) else "",
        rest=tuple(change for change in found.changes if change.verdict == "change") if found else (),
        titles=_titles(request, found.changes) if found else {},
        outcomes=OUTCOMES,
        may_publish=Step.PUBLISH in asked.told.offers,
        may_withdraw=Step.WITHDRAW in asked.told.offers,
    )


def _titles(request: Request, changes: tuple[Change, ...]) -> dict[str, str]:
    """What the articles that come first are called."""
    named = {one for change in changes for one in (change.first_before, change.first_after)}
    with front(request).office.store.look() as work:
        return {row.id: row.title for row in work.articles.rows(ArticleFilter(limit=_ALL)) if row.id in named}
