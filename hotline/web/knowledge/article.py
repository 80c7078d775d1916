"""Where does this article stand, and what may I do with it? One page: what citizens see, facts, steps, versions, history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from hotline.casework.answering import article_card
from hotline.casework.knowledge import acts, fitness, shelf
from hotline.casework.knowledge.acts import StepNotTaken
from hotline.casework.knowledge.shelf import Told
from hotline.ports import Person
from hotline.troubles import Collision, StorageBusy, Trouble
from hotline.web.bubbles import marked
from hotline.web.front import front
from hotline.web.knowledge.acts import AFTER, RENEW, offered, waits_for
from hotline.web.knowledge.rooms import Reader, Writer, own_only, room, today_of
from hotline.web.pages import environment
from hotline.web.periods import day
from hotline.web.timeline import days_of
from hotline.web.visitors import Genuine
from knowledge_base import exchange
from knowledge_base.life import ArticleEvent, Stage, Step, now

router = APIRouter(include_in_schema=False)
environment.filters.update(marked=marked)
_HERE = frozenset({Step.SUBMIT, Step.SEND_BACK, Step.DROP, Step.WITHDRAW, Step.ARCHIVE})
"""Steps that need no more than a reason; publishing has a page of its own, and drafting a form."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What was sent for a step, shown again when it is refused."""

    step: str
    why: str = ""
    day: str = ""


@dataclass(frozen=True, kw_only=True)
class Other:
    """The version one may want to see beside the one shown, and which two to compare."""

    no: int
    name: str
    before: int
    after: int


@router.get("/knowledge/{article_id}")
def article(request: Request, person: Reader, article_id: str, version: int | None = None, did: str = "") -> Response:
    """`did` is the step that was just taken."""
    return _page(request, person, told_of(request, person, article_id, version), did=did if did in AFTER else "")


@router.get("/knowledge/{article_id}/difference")
def difference(request: Request, person: Reader, article_id: str, before: int, after: int) -> Response:
    told = told_of(request, person, article_id, after)
    return room(
        request,
        "knowledge_difference.html",
        person,
        "/knowledge",
        life=told.life,
        before=told_of(request, person, article_id, before).shown,
        after=told.shown,
        changes=shelf.difference(front(request).office, article_id, before, after),
    )


@router.post("/knowledge/{article_id}", dependencies=[Genuine])
def take(
    request: Request,
    person: Writer,
    article_id: str,
    step: Annotated[str, Form()],
    seen: Annotated[int, Form()],
    why: Annotated[str, Form()] = "",
    day: Annotated[str, Form()] = "",
) -> Response:
    """One step; when it is refused the page comes back with the sentence and with what was typed."""
    told_of(request, person, article_id)
    typed = Typed(step=step, why=why, day=day)
    try:
        _take(request, person, article_id, typed, seen)
    except Trouble as refusal:
        told = told_of(request, person, article_id)
        return _page(request, person, told, typed=typed, sentence=str(refusal), status=status_of(refusal))
    return RedirectResponse(f"/knowledge/{article_id}?did={step}", status_code=303)


def _take(request: Request, person: Person, article_id: str, typed: Typed, seen: int) -> None:
    desk, actor = front(request), person.actor
    if typed.step == RENEW:
        due = day(typed.day) if typed.day else None
        acts.renew(desk.office, article_id, actor, desk.clock(), review_due=due, revision=seen)
    elif typed.step == Step.CONFIRM:
        acts.confirm(desk.office, article_id, actor, desk.clock(), why=typed.why, revision=seen)
    elif typed.step in _HERE:
        acts.take_step(desk.office, article_id, Step(typed.step), actor, desk.clock(), why=typed.why, revision=seen)
    else:
        raise StepNotTaken(f"“{typed.step}”不能在这里办，请刷新页面再看。")


@router.post("/knowledge/{article_id}/restore", dependencies=[Genuine])
def restore(
    request: Request,
    person: Writer,
    article_id: str,
    version: Annotated[int, Form()],
    seen: Annotated[int, Form()],
) -> Response:
    desk = front(request)
    told_of(request, person, article_id)
    try:
        acts.restore(desk.office, article_id, version, person.actor, desk.clock(), revision=seen)
    except Trouble as refusal:
        told = told_of(request, person, article_id)
        return _page(request, person, told, sentence=str(refusal), status=status_of(refusal))
    return RedirectResponse(f"/knowledge/{article_id}?did={Step.DRAFT}", status_code=303)


def status_of(refusal: Trouble) -> int:
    return 409 if isinstance(refusal, Collision) else 503 if isinstance(refusal, StorageBusy) else 400


def told_of(request: Request, person: Person, article_id: str, version: int | None = None) -> Told:
    """The article for this person; `NotYours` when it is another department's."""
    told = shelf.told(front(request).office, article_id, person.actor, version)
    own_only(person, article_id, told.life.department)
    return told


def _page(
    request: Request,
    person: Person,
    told: Told,
    *,
    typed: Typed | None = None,
    sentence: str = "",
    did: str = "",
    status: int = 200,
) -> Response:
    return room(
        request,
        "knowledge_article.html",
        person,
        "/knowledge",
        status=status,
        told=told,
        life=told.life,
        shown=told.shown,
        other=_other(told),
        now_words=now(told.life),
        offered=offered(told, person),
        may_draft=Step.DRAFT in told.offers,
        waits_for=waits_for(told.life),
        lacking=_lacking(request, told),
        card=article_card(front(request).office, told.shown.content, told.shown.no),
        days=days_of(told.events),
        facts_of=facts_of,
        next_review=today_of(request) + exchange.NEXT_REVIEW,
        typed=typed,
        sentence=sentence,
        did=did,
        after=AFTER.get(did, ""),
    )


def _other(told: Told) -> Other | None:
    """Beside the version in work the published one, and beside any other the one in work or else the published."""
    life, shown = told.life, told.shown.no
    if life.working and shown != life.working:
        return Other(no=life.working, name=f"{life.stage}的第 {life.working} 版", before=shown, after=life.working)
    if life.published and shown != life.published:
        before, after = sorted((life.published, shown))
        return Other(no=life.published, name=f"正在答复市民的第 {life.published} 版", before=before, after=after)
    return None


def _lacking(request: Request, told: Told) -> tuple[fitness.Breach, ...]:
    """What still keeps a draft from being sent on."""
    if told.life.stage is not Stage.DRAFT or told.shown.no != told.life.working:
        return ()
    desk = front(request)
    with desk.office.store.look() as work:
        return fitness.problems(desk.office, work, told.shown.content, today_of(request))


def facts_of(event: ArticleEvent) -> list[str]:
    """What a step says beside its reason: what a publication was rehearsed on, and what it lost."""
    return _rehearsed(event.data) if event.step in (Step.PUBLISH, Step.WITHDRAW) else []


def _rehearsed(data: Mapping[str, object]) -> list[str]:
    if "changes" not in data:
        return []
    put = f"核对了标准问题 {data['golden']} 个、市民问过的 {data['asked']} 个" if data.get("golden") else ""
    put = put or f"核对了市民问过的问题 {data['asked']} 个"
    losses = [str(loss) for loss in data.get("losses") or ()]
    said = f"{put}：{data['changes']} 个换了答案，{data['gains']} 个变好，{len(losses)} 个变坏。"
    return [said, *(f"变坏：{loss}" for loss in losses)]
