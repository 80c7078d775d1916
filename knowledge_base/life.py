"""What may happen to an article, and who may do it? Draft, department, second person, published, and how it ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from knowledge_base.article import Article

DUE_SOON = timedelta(days=30)
"""So long before its review is due an article asks for it."""


class Step(StrEnum):
    """What can be done to an article; the values are the words officers see."""

    DRAFT = "起草"  # a new version, of a new or an old article
    SUBMIT = "送部门确认"
    CONFIRM = "确认"  # the department says it is true
    SEND_BACK = "退回修改"
    DROP = "放弃草稿"
    PUBLISH = "复核发布"  # by a second person
    WITHDRAW = "下架"
    EXPIRE = "失效"  # by itself, after its last day
    ARCHIVE = "归档"


class Standing(StrEnum):
    """Whether citizens are answered by the article."""

    NEVER = "未发布"
    PUBLISHED = "已发布"
    EXPIRED = "已失效"
    WITHDRAWN = "已下架"
    ARCHIVED = "已归档"


class Stage(StrEnum):
    """How far the version being worked on has come; an article can be published while its next version is in work."""

    NONE = ""
    DRAFT = "草稿"
    CONFIRMING = "待部门确认"
    REVIEWING = "待复核"


class Hand(Protocol):
    """Whoever acts: `tickets.people.Actor` fits; `role` compares equal to the words below."""

    @property
    def role(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def department(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Version:
    """One wording of an article, never changed; numbers start at 1 and grow by 1."""

    no: int
    content: Article
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ArticleEvent:
    """One step, never changed; numbers start at 1 and grow by 1 within the article."""

    article: str
    no: int
    step: Step
    version: int  # the version the step is about
    at: datetime
    role: str
    name: str
    department: str
    why: str = ""
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Life:
    """Where an article stands after its events; `revision` is the number of the last one, 0 before the first."""

    article: str
    department: str = ""  # of the version in work, else of the one published last
    home: str = ""  # of the version published last: the article is its again when a draft is dropped
    revision: int = 0
    versions: int = 0
    standing: Standing = Standing.NEVER
    published: int = 0  # the version that answers, 0 when none does
    stage: Stage = Stage.NONE
    author: str = ""  # of the version in work

    @property
    def working(self) -> int:
        """The version in work, 0 when there is none."""
        return self.versions if self.stage else 0


def next_event(
    life: Life,
    step: Step,
    hand: Hand,
    at: datetime,
    *,
    version: int,
    why: str = "",
    data: Mapping[str, object] | None = None,
) -> ArticleEvent:
    """The event by which this person takes the step; whether it may be taken is for `allow` to say."""
    return ArticleEvent(
        article=life.article,
        no=life.revision + 1,
        step=step,
        version=version,
        at=at,
        role=str(hand.role),
        name=hand.name,
        department=hand.department,
        why=why.strip(),
        data=dict(data or {}),
    )


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Who may take a step, and from where."""

    roles: frozenset[str]
    stages: frozenset[Stage]
    standings: frozenset[Standing] = frozenset(Standing)
    reason: bool = False
    second: bool = False  # not by the author of the version in work


class StepRefused(Exception):
    """The step may not be taken; the text says why and what to do instead."""


_EDITOR, _ADMINISTRATOR, _DEPARTMENT, _SYSTEM = "知识库管理员", "管理员", "承办单位", "系统"
_WRITERS = frozenset({_EDITOR, _ADMINISTRATOR, _DEPARTMENT, _SYSTEM})
_KEEPERS = frozenset({_EDITOR, _ADMINISTRATOR, _SYSTEM})
_SILENT = frozenset({Standing.EXPIRED, Standing.WITHDRAWN})

RULES: Mapping[Step, Rule] = {
    Step.DRAFT: Rule(roles=_WRITERS, stages=frozenset({Stage.NONE, Stage.DRAFT})),
    Step.SUBMIT: Rule(roles=_WRITERS, stages=frozenset({Stage.DRAFT})),
    Step.CONFIRM: Rule(roles=frozenset({_DEPARTMENT, _ADMINISTRATOR, _SYSTEM}), stages=frozenset({Stage.CONFIRMING})),
    Step.SEND_BACK: Rule(roles=_WRITERS, stages=frozenset({Stage.CONFIRMING, Stage.REVIEWING}), reason=True),
    Step.DROP: Rule(roles=_WRITERS, stages=frozenset(set(Stage) - {Stage.NONE}), reason=True),
    Step.PUBLISH: Rule(roles=_KEEPERS, stages=frozenset({Stage.REVIEWING}), second=True),
    Step.WITHDRAW: Rule(
        roles=_KEEPERS,
        stages=frozenset(Stage),
        standings=frozenset({Standing.PUBLISHED, Standing.EXPIRED}),
        reason=True,
    ),
    Step.EXPIRE: Rule(roles=frozenset({_SYSTEM}), stages=frozenset(Stage), standings=frozenset({Standing.PUBLISHED})),
    Step.ARCHIVE: Rule(roles=_KEEPERS, stages=frozenset({Stage.NONE}), standings=_SILENT, reason=True),
}
_STAGE_AFTER = {
    Step.DRAFT: Stage.DRAFT,
    Step.SUBMIT: Stage.CONFIRMING,
    Step.CONFIRM: Stage.REVIEWING,
    Step.SEND_BACK: Stage.DRAFT,
    Step.DROP: Stage.NONE,
    Step.PUBLISH: Stage.NONE,
}
_STANDING_AFTER = {
    Step.PUBLISH: Standing.PUBLISHED,
    Step.WITHDRAW: Standing.WITHDRAWN,
    Step.EXPIRE: Standing.EXPIRED,
    Step.ARCHIVE: Standing.ARCHIVED,
}
ANSWERS_CHANGE = frozenset(_STANDING_AFTER)
"""The steps after which citizens may get another answer."""


def fold(life: Life, event: ArticleEvent, department: str = "") -> Life:
    """The life after one more event; `department` is that of the version a draft brings."""
    standing = _STANDING_AFTER.get(event.step, life.standing)
    published = {Step.PUBLISH: event.version}.get(event.step, life.published)
    after = replace(
        life,
        revision=event.no,
        standing=standing,
        published=published if standing is Standing.PUBLISHED else 0,
        stage=_STAGE_AFTER.get(event.step, life.stage),
    )
    if event.step is Step.DRAFT:
        return replace(after, versions=event.version, author=event.name, department=department or life.department)
    if event.step is Step.PUBLISH:
        return replace(after, home=life.department)
    return replace(after, department=life.home or life.department) if event.step is Step.DROP else after


def offers(life: Life, hand: Hand) -> tuple[Step, ...]:
    """What this person may do now, in the order of an article's life."""
    return tuple(step for step in Step if _against(life, step, hand) is None)


def allow(life: Life, step: Step, hand: Hand, why: str = "") -> None:
    """Errors: `StepRefused` where the step may not be taken by this person now, or lacks its reason."""
    refusal = _against(life, step, hand)
    if refusal is None and RULES[step].reason and not why.strip():
        refusal = f"“{step}”要写明理由。"
    if refusal is None and step is Step.CONFIRM and hand.role == _ADMINISTRATOR and not why.strip():
        refusal = "代部门确认要写明依据：谁、什么时候、怎样确认的。"
    if refusal:
        raise StepRefused(refusal)


def _against(life: Life, step: Step, hand: Hand) -> str | None:
    rule = RULES[step]
    if hand.role not in rule.roles:
        return f"{hand.role}不能“{step}”，请由{'、'.join(sorted(rule.roles - {_SYSTEM}))}办理。"
    if hand.role == _DEPARTMENT and life.department and life.department != hand.department:
        return f"{life.article} 由{life.department}负责，只有该单位能“{step}”。"
    if life.stage not in rule.stages or life.standing not in rule.standings:
        return f"{life.article} 现在是{now(life)}，不能“{step}”。请刷新后再看。"
    if rule.second and hand.role != _SYSTEM and hand.name == life.author:
        return "起草人不能复核发布自己的稿子，请由另一位知识库管理员或管理员复核。"
    return None


def now(life: Life) -> str:
    """Where the article stands, in the words officers see: 已发布（新版待复核）."""
    if not life.stage:
        return str(life.standing)
    return str(life.stage) if life.standing is Standing.NEVER else f"{life.standing}（新版{life.stage}）"


def review_near(article: Article, today: date) -> bool:
    """待更新: the review is due within 30 days or overdue."""
    return article.review_due <= today + DUE_SOON


def lived(article: str, steps: Iterable[tuple[ArticleEvent, str]]) -> Life:
    """The fold over events in order, each with the department of the version it brings (empty for all but drafts)."""
    life = Life(article=article)
    for event, department in steps:
        life = fold(life, event, department)
    return life
