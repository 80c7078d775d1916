"""How is an article written? One form for a new or an old one: every problem at its field, nothing typed is ever lost."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from hotline.casework.knowledge import acts, fitness, shelf
from hotline.casework.knowledge.fitness import Unfit
from hotline.ports import Person
from hotline.records import ArticleFilter
from hotline.troubles import Collision, Trouble
from hotline.web.front import front
from hotline.web.knowledge import fields
from hotline.web.knowledge.article import status_of, told_of
from hotline.web.knowledge.fields import FIELDS, GROUPS, Written
from hotline.web.knowledge.rooms import Writer, room, today_of
from hotline.web.pages import page
from hotline.web.ticket import filled
from hotline.web.visitors import Genuine
from knowledge_base.article import Article
from knowledge_base.exchange import Known
from knowledge_base.fields import LABELS
from knowledge_base.life import Life, Step, now
from tickets.people import Role

router = APIRouter(include_in_schema=False)
Form = Annotated[FormData, Depends(filled)]
_ALL = 100_000


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The form on one page: of which article (empty: a new one), after which event it was read, what stands in it."""

    article: str = ""
    seen: int = 0
    words: str = ""
    written: Written
    why: str = ""
    sentence: str = ""
    newer: bool = False


@router.get("/knowledge/new")
def new(request: Request, person: Writer, gap: int = 0) -> Response:
    """An empty form, or one that begins with the questions of a gap."""
    values = fields.blank(person.department, today_of(request))
    if gap:
        with front(request).office.store.look() as work:
            found = work.questions.gap(gap)
        values |= {"title": found.title, "questions": "\n".join(found.questions)}
    return _page(request, person, Sheet(written=Written(values=values)))


@router.post("/knowledge/new", dependencies=[Genuine])
def create(request: Request, person: Writer, form: Form) -> Response:
    return _keep(request, person, Sheet(written=Written(values=_typed(form, person)), why=_text(form, "why")), form)


@router.get("/knowledge/near")
def near(request: Request, person: Writer, title: str = "", but: str = "") -> Response:
    """The articles that already answer to a title, for the form's side."""
    return page(request, "knowledge_near.html", title=title.strip(), near=_near(request, title, but))


@router.post("/knowledge/preview", dependencies=[Genuine])
def preview(request: Request, person: Writer, form: Form) -> Response:
    values = _typed(form, person)
    return page(request, "knowledge_preview.html", draft=values, card=_card(request, values))


@router.get("/knowledge/{article_id}/edit")
def edit(request: Request, person: Writer, article_id: str, lacking: str = "") -> Response:
    """From the version in work, else from the one published last; with `lacking` it tells what keeps it from going on."""
    told = told_of(request, person, article_id)
    written = Written(values=fields.of_article(told.shown.content))
    sheet = Sheet(article=article_id, seen=told.life.revision, words=_words(told.life), written=written)
    if Step.DRAFT not in told.offers:
        sentence = f"{article_id} 现在是{now(told.life)}，不能修改。要改的话，先由经手的人退回或放弃这一版。"
        return _page(request, person, replace(sheet, sentence=sentence), status=409)
    return _page(request, person, _lacking(request, sheet, told.shown.content) if lacking else sheet)


@router.post("/knowledge/{article_id}/edit", dependencies=[Genuine])
def change(request: Request, person: Writer, article_id: str, form: Form) -> Response:
    told = told_of(request, person, article_id)
    seen = _text(form, "seen")
    sheet = Sheet(
        article=article_id,
        seen=int(seen) if seen.isdecimal() else 0,
        words=_words(told.life),
        written=Written(values=_typed(form, person)),
        why=_text(form, "why"),
    )
    return _keep(request, person, sheet, form)


def _keep(request: Request, person: Person, sheet: Sheet, form: FormData) -> Response:
    """Store the draft, and send it on if that is asked; whatever is refused comes back as it was typed."""
    then = _text(form, "then")
    if then == "预览":
        return _page(request, person, sheet)
    read = fields.read(sheet.written.values, _known(request, sheet), sheet.article)
    if not isinstance(read, Article):
        return _page(request, person, _refused(sheet, read), status=400)
    try:
        life = _drafted(request, person, sheet, read)
    except Unfit as unfit:
        return _page(request, person, _refused(sheet, _by_field(unfit)), status=400)
    except Trouble as refusal:
        return _page(request, person, _overtaken(request, person, sheet, refusal), status=status_of(refusal))
    if then == Step.SUBMIT:
        return _sent(request, person, life)
    return RedirectResponse(f"/knowledge/{life.article}?did={Step.DRAFT}", status_code=303)


def _drafted(request: Request, person: Person, sheet: Sheet, content: Article) -> Life:
    desk = front(request)
    revision = sheet.seen if sheet.article else None
    return acts.draft(desk.office, content, person.actor, desk.clock(), why=sheet.why, revision=revision)


def _sent(request: Request, person: Person, life: Life) -> Response:
    """The draft is stored; when it cannot go on to its department the form says what is missing. Overtaken in this very
    moment, the article's page shows where it stands."""
    desk = front(request)
    try:
        acts.take_step(desk.office, life.article, Step.SUBMIT, person.actor, desk.clock(), revision=life.revision)
    except Unfit:
        return RedirectResponse(f"/knowledge/{life.article}/edit?lacking=1", status_code=303)
    except Trouble:
        return RedirectResponse(f"/knowledge/{life.article}?did={Step.DRAFT}", status_code=303)
    return RedirectResponse(f"/knowledge/{life.article}?did={Step.SUBMIT}", status_code=303)


def _lacking(request: Request, sheet: Sheet, content: Article) -> Sheet:
    desk = front(request)
    with desk.office.store.look() as work:
        breaches = fitness.problems(desk.office, work, content, today_of(request))
    if not breaches:
        return sheet
    problems = fields.by_field((breach.field, breach.text) for breach in breaches)
    return replace(_refused(sheet, problems), sentence="草稿已经保存，只是还不能送部门确认。")


def _refused(sheet: Sheet, problems: Mapping[str, tuple[str, ...]]) -> Sheet:
    known = {one.name for one in FIELDS}
    placed = [(name if name in known else "", text) for name, found in problems.items() for text in found]
    return replace(sheet, written=replace(sheet.written, problems=fields.by_field(placed)))


def _by_field(unfit: Unfit) -> Mapping[str, tuple[str, ...]]:
    return fields.by_field((breach.field, breach.text) for breach in unfit.breaches)


def _overtaken(request: Request, person: Person, sheet: Sheet, refusal: Trouble) -> Sheet:
    """After a collision the next press is a decision for one's own words: the form is of the newest state then."""
    if not sheet.article or not isinstance(refusal, Collision):
        return replace(sheet, sentence=str(refusal))
    life = told_of(request, person, sheet.article).life
    return replace(sheet, sentence=str(refusal), seen=life.revision, words=_words(life), newer=True)


def _words(life: Life) -> str:
    return f"现在{now(life)}，保存为第 {life.versions + 1} 版草稿"


def _typed(form: FormData, person: Person) -> dict[str, str]:
    """A department writes for itself, whatever the form says."""
    own = {"department": person.department} if person.role is Role.DEPARTMENT else {}
    return fields.of_form(form) | own


def _text(form: FormData, name: str) -> str:
    return str(form.get(name, "")).strip()


def _known(request: Request, sheet: Sheet) -> Known:
    """A form may name any category: whether it exists is asked when the draft is stored."""
    departments = [one.short for one in front(request).office.directory]
    return Known(
        categories={sheet.written.values["category"].strip()}, departments=departments, today=today_of(request)
    )


def _near(request: Request, title: str, but: str) -> list[Article]:
    desk = front(request)
    return shelf.near(desk.office, title.strip(), desk.clock(), but=but) if title.strip() else []


def _card(request: Request, values: Mapping[str, str]) -> dict[str, object]:
    """What `answering.article_card` shows, from a form that may not be finished."""
    directory = front(request).office.directory
    department, sources = values.get("department", ""), values.get("sources", "").split("\n")
    return {
        "basis": [line.strip() for line in values.get("basis", "").split("\n") if line.strip()],
        "sources": [{"title": line.split()[0], "url": "#preview"} for line in sources if line.strip()],
        "department": directory.named(department).name if department in directory else "（还没有选单位）",
        "scope": values.get("scope", ""),
        "confirmed": values.get("confirmed", ""),
    }


def _categories(request: Request) -> list[str]:
    with front(request).office.store.look() as work:
        return sorted({row.category for row in work.articles.rows(ArticleFilter(limit=_ALL))})


def _page(request: Request, person: Person, sheet: Sheet, *, status: int = 200) -> Response:
    values = sheet.written.values
    return room(
        request,
        "knowledge_edit.html",
        person,
        "/knowledge",
        status=status,
        sheet=sheet,
        written=sheet.written,
        groups=GROUPS,
        labels=LABELS,
        length=fields.length,
        categories=_categories(request),
        title=values.get("title", "").strip(),
        near=_near(request, values.get("title", ""), sheet.article),
        draft=values,
        card=_card(request, values),
    )
