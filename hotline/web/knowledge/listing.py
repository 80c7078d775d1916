"""Which articles does an address ask for? The state, category, department and words of a list as they stand in the address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from hotline.casework.office import Office
from hotline.ports import Person
from hotline.records import ArticleFilter, ArticleRow
from knowledge_base.life import DUE_SOON, Stage, Standing
from tickets.people import Role

PAGE = 50


def _standing(*standings: Standing) -> Callable[[ArticleFilter, date], ArticleFilter]:
    return lambda wanted, today: replace(wanted, standings=frozenset(standings))


def _stage(*stages: Stage) -> Callable[[ArticleFilter, date], ArticleFilter]:
    return lambda wanted, today: replace(wanted, stages=frozenset(stages))


def _due(wanted: ArticleFilter, today: date) -> ArticleFilter:
    return replace(wanted, standings=frozenset({Standing.PUBLISHED}), review_before=today + DUE_SOON)


STATES: Mapping[str, Callable[[ArticleFilter, date], ArticleFilter]] = {
    "已发布": _standing(Standing.PUBLISHED),
    "草稿": _stage(Stage.DRAFT),
    "待部门确认": _stage(Stage.CONFIRMING),
    "待复核": _stage(Stage.REVIEWING),
    "待更新": _due,
    "已失效": _standing(Standing.EXPIRED),
    "已下架": _standing(Standing.WITHDRAWN),
    "已归档": _standing(Standing.ARCHIVED),
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The address read; `state` is one of STATES or empty, `page` counts from 1."""

    state: str = ""
    category: str = ""
    department: str = ""
    words: str = ""
    page: int = 1

    def address(self, **changes: object) -> str:
        """The address of this list with something changed; a list narrowed anew starts at its first page."""
        query = replace(self, **{"page": 1, **changes}).query
        return f"/knowledge?{query}#list" if query else "/knowledge#list"

    @property
    def query(self) -> str:
        said = {
            "state": self.state,
            "category": self.category,
            "department": self.department,
            "q": self.words,
            "page": self.page if self.page > 1 else "",
        }
        return urlencode({name: value for name, value in said.items() if value})


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of the list; `counts` holds every state's number under the same other filters, "" all of them."""

    asked: Asked
    rows: list[ArticleRow]
    counts: Mapping[str, int]
    categories: tuple[str, ...]

    @property
    def total(self) -> int:
        return self.counts[self.asked.state]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def read(query: Mapping[str, str], person: Person) -> Asked:
    """A department's list is always its own."""
    number = query.get("page", "1")
    own = person.department if person.role is Role.DEPARTMENT else query.get("department", "")
    return Asked(
        state=query.get("state", "") if query.get("state") in STATES else "",
        category=query.get("category", "").strip(),
        department=own.strip(),
        words=query.get("q", "").strip(),
        page=max(int(number), 1) if number.isdecimal() and len(number) < 5 else 1,
    )


def wanted(asked: Asked, today: date, *, limit: int = PAGE, skip: int = 0) -> ArticleFilter:
    base = ArticleFilter(
        category=asked.category, department=asked.department, words=asked.words, limit=limit, skip=skip
    )
    return STATES[asked.state](base, today) if asked.state else base


def listed(office: Office, asked: Asked, today: date) -> Found:
    """A page beyond the last one is the last."""
    with office.store.look() as work:
        counts = {state: work.articles.count(wanted(replace(asked, state=state), today)) for state in ("", *STATES)}
        last = max(1, -(-counts[asked.state] // PAGE))
        asked = replace(asked, page=min(asked.page, last))
        rows = work.articles.rows(wanted(asked, today, skip=(asked.page - 1) * PAGE))
    return Found(asked=asked, rows=rows, counts=counts, categories=tuple(office.bench.categories))
