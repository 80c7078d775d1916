"""What do citizens ask that no article answers, and who sees to it? The open gaps, the closed ones, and what may be done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from hotline.casework.knowledge import gaps
from hotline.ports import Person
from hotline.records import ArticleFilter, Gap
from hotline.troubles import Trouble
from hotline.web.front import front
from hotline.web.knowledge.article import status_of
from hotline.web.knowledge.rooms import Keeper, Seeker, Writer, may_write, room
from hotline.web.visitors import Genuine, NotYours
from tickets.people import Role

router = APIRouter(include_in_schema=False)
_ALL = 100_000
_CLOSED_SHOWN = 50
DONE = {
    "take": "由您处理了。",
    "fill": "已记为补上。",
    "decline": "已记为不补。",
    "gather": "已按最近 30 天的问题重新汇总。",
}


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What was sent for one gap, shown again when it is refused."""

    gap: int = 0
    act: str = ""
    words: str = ""


@router.get("/knowledge/gaps")
def show(request: Request, person: Seeker, did: str = "") -> Response:
    return _page(request, person, did=DONE.get(did, ""))


@router.post("/knowledge/gaps", dependencies=[Genuine])
def gather(request: Request, person: Keeper) -> Response:
    """What the worker does every night, now."""
    desk = front(request)
    gaps.gather(desk.office, desk.clock())
    return RedirectResponse("/knowledge/gaps?did=gather", status_code=303)


@router.post("/knowledge/gaps/{gap_id}", dependencies=[Genuine])
def act(
    request: Request,
    person: Writer,
    gap_id: int,
    act: Annotated[str, Form()],
    article: Annotated[str, Form()] = "",
    why: Annotated[str, Form()] = "",
) -> Response:
    """One act on one gap; a draft begun from it opens its form."""
    desk = front(request)
    _own_only(request, person, gap_id)
    try:
        if act == "begin":
            life = gaps.begin_article(desk.office, gap_id, person.actor, desk.clock())
            return RedirectResponse(f"/knowledge/{life.article}/edit", status_code=303)
        _ACTS.get(act, _unknown)(request, person, gap_id, article.strip().upper(), why)
    except Trouble as refusal:
        typed = Typed(gap=gap_id, act=act, words=article or why)
        return _page(request, person, typed=typed, sentence=str(refusal), status=status_of(refusal))
    return RedirectResponse(f"/knowledge/gaps?did={act}#gap-{gap_id}", status_code=303)


def _take(request: Request, person: Person, gap_id: int, article: str, why: str) -> None:
    gaps.take(front(request).office, gap_id, person.actor)


def _fill(request: Request, person: Person, gap_id: int, article: str, why: str) -> None:
    desk = front(request)
    gaps.fill(desk.office, gap_id, article, person.actor, desk.clock())


def _decline(request: Request, person: Person, gap_id: int, article: str, why: str) -> None:
    desk = front(request)
    gaps.decline(desk.office, gap_id, why, person.actor, desk.clock())


def _unknown(request: Request, person: Person, gap_id: int, article: str, why: str) -> None:
    raise Trouble("没有这个办法，请刷新页面再看。")


_ACTS: Mapping[str, Callable[[Request, Person, int, str, str], None]] = {
    "take": _take,
    "fill": _fill,
    "decline": _decline,
}


def _own_only(request: Request, person: Person, gap_id: int) -> None:
    with front(request).office.store.look() as work:
        gap = work.questions.gap(gap_id)
    if not _theirs(person, gap):
        raise NotYours(f"这个缺口请{gap.department or '知识库管理员'}补，贵单位不能办理。")


def _theirs(person: Person, gap: Gap) -> bool:
    return person.role is not Role.DEPARTMENT or gap.department == person.department


def _page(
    request: Request,
    person: Person,
    *,
    typed: Typed | None = None,
    sentence: str = "",
    did: str = "",
    status: int = 200,
) -> Response:
    """A department sees the gaps it is asked to fill."""
    office = front(request).office
    with office.store.look() as work:
        open_ones = [gap for gap in work.questions.gaps() if _theirs(person, gap)]
        closed = [gap for gap in work.questions.gaps(closed=True) if _theirs(person, gap)]
        rows = {row.id: row for row in work.articles.rows(ArticleFilter(limit=_ALL))}
    return room(
        request,
        "gaps.html",
        person,
        "/knowledge/gaps",
        status=status,
        gaps=open_ones,
        closed=closed[:_CLOSED_SHOWN],
        closed_count=len(closed),
        share=gaps.share(office),
        rows=rows,
        reads=lambda id: (
            id in rows and (person.role is not Role.DEPARTMENT or rows[id].department == person.department)
        ),
        may_act=may_write(person),
        typed=typed,
        sentence=sentence,
        did_words=did,
    )
