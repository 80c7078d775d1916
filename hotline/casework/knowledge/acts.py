"""How is a step in an article's life taken? One door: law, checks, event and version, stored together."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from hotline.casework.knowledge.fitness import Breach, Unfit, problems, unusable
from hotline.casework.office import Office
from hotline.ports import Work
from hotline.troubles import Collision, Trouble
from knowledge_base.article import Article
from knowledge_base.life import Life, Stage, Standing, Step, StepRefused, allow, next_event
from tickets.people import Actor, Role

NEXT_REVIEW = timedelta(days=365)
"""So long after 内容无误 an article is reviewed again, unless the department says otherwise."""
_CHECKED = frozenset({Step.SUBMIT, Step.PUBLISH})
"""Steps that only a wording without problems passes; between the two a law may have ended."""


class StepNotTaken(Trouble):
    """The law of articles refuses the step; the sentence says why and what to do instead."""


def take_step(
    office: Office,
    article_id: str,
    step: Step,
    actor: Actor,
    now: datetime,
    *,
    why: str = "",
    revision: int | None = None,
    content: Article | None = None,
    data: Mapping[str, object] | None = None,
) -> Life:
    """Take one step and return the life after it. `revision` is the one the officer looked at, None when it does not matter
    what happened since. Only a draft brings `content`; with an empty `article_id` it begins a new article. Publishing goes
    through `gate.publish`. Errors: `StepNotTaken`, `Unfit` (all problems at once), `NoSuchArticle`, `Collision`."""
    with office.store.work() as work:
        if revision is not None and article_id:
            _unchanged_since(revision, work.articles.life(article_id), work)
        return take_step_in(office, work, article_id, step, actor, now, why=why, content=content, data=data)


def take_step_in(
    office: Office,
    work: Work,
    article_id: str,
    step: Step,
    actor: Actor,
    now: datetime,
    *,
    why: str = "",
    content: Article | None = None,
    data: Mapping[str, object] | None = None,
) -> Life:
    """`take_step` inside a transaction that is already open."""
    life = work.articles.life(article_id) if article_id else Life(article=work.articles.next_id())
    permit(life, step, actor, why)
    version = life.versions
    if step is Step.DRAFT:
        version, content = version + 1, _drafted(office, work, life, actor, content)
    elif step in _CHECKED:
        _refuse(life.article, problems(office, work, _in_work(work, life), office.calendar.local(now).date()))
    elif step in (Step.WITHDRAW, Step.EXPIRE):
        version = life.published or version
    event = next_event(life, step, actor, now, version=version, why=why, data=data)
    return work.articles.append(life, event, content)


def draft(
    office: Office, content: Article, actor: Actor, now: datetime, *, why: str = "", revision: int | None = None
) -> Life:
    """A new version of the article of this id, or a new article when `content.id` is empty. A draft may be unfinished:
    only what nobody could work on is refused (`Unfit`); `fitness.problems` tells the rest, which 送部门确认 refuses."""
    return take_step(office, content.id, Step.DRAFT, actor, now, why=why, revision=revision, content=content)


def restore(
    office: Office, article_id: str, version: int, actor: Actor, now: datetime, *, revision: int | None = None
) -> Life:
    """A new draft with the content of an old version."""
    with office.store.look() as work:
        old = work.articles.version(article_id, version)
    return draft(office, old.content, actor, now, why=f"恢复第 {version} 版", revision=revision)


def confirm(
    office: Office, article_id: str, actor: Actor, now: datetime, *, why: str = "", revision: int | None = None
) -> Life:
    """The department says the version in work is true; an administrator who says so for it must write by what (`why`)."""
    return take_step(office, article_id, Step.CONFIRM, actor, now, why=why, revision=revision)


def renew(
    office: Office,
    article_id: str,
    actor: Actor,
    now: datetime,
    *,
    review_due: date | None = None,
    revision: int | None = None,
) -> Life:
    """The department found 内容无误: a version confirmed today and due for review later (a year from now unless said), which
    waits for the second person at once. Errors: as `take_step`; `StepNotTaken` also where nothing is published."""
    today = office.calendar.local(now).date()
    with office.store.work() as work:
        life = work.articles.life(article_id)
        if revision is not None:
            _unchanged_since(revision, life, work)
        _refuse_renewal(life, actor)
        held = work.articles.version(article_id, life.published).content
        content = replace(held, confirmed=today, review_due=review_due or today + NEXT_REVIEW)
        for step in (Step.DRAFT, Step.SUBMIT, Step.CONFIRM):
            brings = content if step is Step.DRAFT else None
            life = take_step_in(office, work, article_id, step, actor, now, why="内容无误", content=brings)
    return life


def _refuse_renewal(life: Life, actor: Actor) -> None:
    if actor.role is not Role.DEPARTMENT:
        raise StepNotTaken("“内容无误”要由承办单位自己说。编辑请起草新版，再送部门确认。")
    if life.standing is not Standing.PUBLISHED or life.stage is not Stage.NONE:
        raise StepNotTaken(f"{life.article} 没有正在答复群众的版本，或新版正在办理，不能直接说“内容无误”。")


def permit(life: Life, step: Step, actor: Actor, why: str) -> None:
    """Errors: `StepNotTaken`."""
    try:
        allow(life, step, actor, why)
    except StepRefused as refusal:
        raise StepNotTaken(str(refusal)) from refusal


def _drafted(office: Office, work: Work, life: Life, actor: Actor, content: Article | None) -> Article:
    if content is None:
        raise ValueError("a draft brings its content")
    found = list(unusable(office, content))
    if actor.role is Role.DEPARTMENT and content.department != actor.department:
        found.append(Breach(field="department", text=f"只能写由本单位（{actor.department}）负责的条目。"))
    _refuse(content.id, found)
    file = _in_work(work, life).file if life.versions else ""
    stays = file.startswith(f"{content.main_category}/")
    return replace(content, id=life.article, file=file if stays else "")


def _in_work(work: Work, life: Life) -> Article:
    """The newest wording: the one in work where there is one."""
    return work.articles.version(life.article, life.versions).content


def _refuse(article_id: str, breaches: tuple[Breach, ...] | list[Breach]) -> None:
    if breaches:
        raise Unfit(article_id, breaches)


def _unchanged_since(seen: int, life: Life, work: Work) -> None:
    """`Collision` when somebody acted since."""
    if seen == life.revision:
        return
    last = work.articles.events(life.article)[-1]
    who = last.department or last.name
    raise Collision(
        f"知识条目 {life.article} 刚刚由{who}“{last.step}”了，您这一步没有提交。您写的内容还在，请看过最新情况再决定。"
    )
