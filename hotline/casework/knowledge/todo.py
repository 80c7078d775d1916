"""Which articles wait for this person? The to-do list of a department officer or an editor."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from hotline.casework.office import Office
from hotline.ports import Person, Work
from hotline.records import ArticleFilter, ArticleRow, Gap
from knowledge_base.life import DUE_SOON, Stage, Standing, Step
from tickets.people import Role

GroupName = Literal["待我确认", "待我复核", "退回给我改", "已失效待处理", "30天内到期复审", "我单位的缺口"]
_MOST = 1_000
_KEEPERS = (Role.EDITOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Never empty: the rows, or for 我单位的缺口 the gaps."""

    name: GroupName
    rows: tuple[ArticleRow, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def total(self) -> int:
        return len(self.rows) + len(self.gaps)


def todo(office: Office, person: Person, today: date) -> list[Group]:
    """The groups that hold something, in the order of `GroupName`; none for people who do not work on articles. A department
    sees its own articles, an editor or administrator all."""
    if person.role not in (Role.DEPARTMENT, *_KEEPERS):
        return []
    with office.store.look() as work:
        found = (
            *(Group(name=name, rows=tuple(rows(work, person, today))) for name, rows in _ROWS.items()),
            Group(name="我单位的缺口", gaps=_gaps(work, person)),
        )
    return [group for group in found if group.total]


def _to_confirm(work: Work, person: Person, today: date) -> Iterable[ArticleRow]:
    return _rows(work, person, stages={Stage.CONFIRMING}) if person.role is Role.DEPARTMENT else ()


def _to_review(work: Work, person: Person, today: date) -> Iterable[ArticleRow]:
    if person.role not in _KEEPERS:
        return ()
    return (row for row in _rows(work, person, stages={Stage.REVIEWING}) if row.author != person.name)


def _sent_back(work: Work, person: Person, today: date) -> Iterable[ArticleRow]:
    mine = (row for row in _rows(work, person, stages={Stage.DRAFT}) if row.author == person.name)
    return (row for row in mine if work.articles.events(row.id)[-1].step is Step.SEND_BACK)


def _expired(work: Work, person: Person, today: date) -> Iterable[ArticleRow]:
    return (row for row in _rows(work, person, standings={Standing.EXPIRED}) if not row.stage)


def _due(work: Work, person: Person, today: date) -> Iterable[ArticleRow]:
    rows = _rows(work, person, standings={Standing.PUBLISHED}, review_before=today + DUE_SOON)
    return (row for row in rows if not row.stage)


def _gaps(work: Work, person: Person) -> tuple[Gap, ...]:
    if person.role is not Role.DEPARTMENT:
        return ()
    return tuple(gap for gap in work.questions.gaps() if gap.department == person.department)


_ROWS: dict[GroupName, Callable[[Work, Person, date], Iterable[ArticleRow]]] = {
    "待我确认": _to_confirm,
    "待我复核": _to_review,
    "退回给我改": _sent_back,
    "已失效待处理": _expired,
    "30天内到期复审": _due,
}


def _rows(
    work: Work,
    person: Person,
    *,
    stages: Iterable[Stage] = (),
    standings: Iterable[Standing] = (),
    review_before: date | None = None,
) -> list[ArticleRow]:
    """`person.department` is empty for editors, and then does not narrow."""
    wanted = ArticleFilter(
        stages=frozenset(stages),
        standings=frozenset(standings),
        department=person.department,
        review_before=review_before,
        limit=_MOST,
    )
    return work.articles.rows(wanted)
