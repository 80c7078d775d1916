"""Which tickets does an address ask for? Filters and figures as they stand in the address, and in words for the page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import get_args
from urllib.parse import urlencode

from hotline.casework import reading
from hotline.casework.board import SOON, facts_of
from hotline.casework.office import Office
from hotline.records import Pending, TicketFilter, TicketRow
from hotline.web.named_figures import DIMENSIONS, NAMES, SIDES, Side, named, side_of, words_of
from hotline.web.periods import Days, day, midnight
from tickets.calendar import CHINA
from tickets.figures import Dimension, figures, grouped
from tickets.lifecycle import OPEN, Status
from tickets.people import Actor, Role

PAGE = 50
LAST_PAGE = 100_000
_PENDING = frozenset(get_args(Pending))
_WORDS = {"holder": "承办单位", "helper": "协办单位", "street": "镇街", "category": "类别", "channel": "渠道"}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The address read: narrowing fields as in `TicketFilter`, or a `figure` whose tickets are wanted, of one `side` and,
    when `group` is not empty, of that department, street, category or channel. `page` counts from 1."""

    statuses: frozenset[Status] = frozenset()
    holder: str = ""
    helper: str = ""
    street: str = ""
    category: str = ""
    channel: str = ""
    pending: Pending = ""
    supervised: bool = False
    late: bool = False
    soon: bool = False
    first: date | None = None
    last: date | None = None
    words: str = ""
    figure: str = ""
    side: Side = "all"
    by: Dimension = "department"
    group: str = ""
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of the list, and what was asked, as words. `total` counts tickets; `counted` says how often a figure counts
    them, which is more when a ticket stands in it twice. `query` is the address without its page; `statuses`, `streets` and
    `categories` can be chosen."""

    asked: Asked
    words: tuple[str, ...]
    rows: list[TicketRow]
    total: int
    counted: int
    query: str
    streets: tuple[str, ...]
    categories: tuple[str, ...]
    statuses: tuple[Status, ...] = tuple(Status)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def from_row(self) -> int:
        return (self.asked.page - 1) * PAGE + 1

    def page_address(self, number: int) -> str:
        return f"/tickets?{self.query}{'&' * bool(self.query)}page={number}"


def listed(office: Office, actor: Actor, query: Iterable[tuple[str, str]], now: datetime) -> Found:
    """The list an address asks for; what the address says wrongly is left out, a page beyond the last one is the last."""
    pairs = [(name, value) for name, value in query if value]
    asked = _own_group(actor, read(pairs))
    find = _behind_a_figure if asked.figure else _narrowed
    rows, total, counted = find(office, actor, asked, now)
    last = max(1, -(-total // PAGE))
    if asked.page > last:
        asked = replace(asked, page=last)
        rows, total, counted = find(office, actor, asked, now)
    kept = urlencode([(name, value) for name, value in pairs if name != "page"])
    return Found(
        asked=asked,
        words=_words(office, asked),
        rows=rows,
        total=total,
        counted=counted,
        query=kept,
        streets=tuple(dict.fromkeys(place.street for place in office.gazetteer.places if place.department)),
        categories=tuple(dict.fromkeys(leaf.category.split("/")[0] for leaf in office.catalogue.leaves)),
    )


def read(query: Iterable[tuple[str, str]]) -> Asked:
    pairs = list(query)
    said = dict(pairs)
    known = {str(status) for status in Status}
    return Asked(
        statuses=frozenset(Status(value) for name, value in pairs if name == "status" and value in known),
        pending=said.get("pending", "") if said.get("pending") in _PENDING else "",
        supervised=said.get("supervised") == "1",
        late=said.get("late") == "1",
        soon=said.get("soon") == "1" and said.get("late") != "1",
        first=day(said.get("from", "")),
        last=day(said.get("to", "")),
        words=said.get("q", "").strip(),
        figure=said.get("figure", "") if said.get("figure") in NAMES else "",
        side=said["side"] if said.get("side") in SIDES else "all",
        by=said["by"] if said.get("by") in DIMENSIONS else "department",
        group=said.get("group", ""),
        page=_page(said.get("page", "")),
        **{name: said.get(name, "") for name in _WORDS},
    )


def _page(words: str) -> int:
    return min(max(int(words), 1), LAST_PAGE) if words.isdecimal() and len(words) < 9 else 1


def _narrowed(office: Office, actor: Actor, asked: Asked, now: datetime) -> tuple[list[TicketRow], int, int]:
    """What falls due soon stands right behind what is late, because lists are sorted by the time left."""
    wanted = reading.visible(actor, _filter(asked, now))
    with office.store.look() as work:
        late = work.tickets.count(replace(wanted, due_before=None, late_at=now)) if asked.soon else 0
        total = work.tickets.count(wanted) - late
        rows = work.tickets.rows(replace(wanted, limit=PAGE, skip=late + (asked.page - 1) * PAGE))
    return rows, total, total


def _filter(asked: Asked, now: datetime) -> TicketFilter:
    running = (asked.statuses or frozenset(OPEN)) if asked.late or asked.soon else asked.statuses
    return TicketFilter(
        statuses=running,
        holder=asked.holder,
        helper=asked.helper,
        street=asked.street,
        category=asked.category,
        channel=asked.channel,
        pending=asked.pending,
        supervised=True if asked.supervised else None,
        late_at=now if asked.late else None,
        due_before=now + SOON if asked.soon else None,
        accepted_from=midnight(asked.first) if asked.first else None,
        accepted_to=midnight(asked.last + timedelta(days=1)) if asked.last else None,
        words=asked.words,
    )


def _own_group(actor: Actor, asked: Asked) -> Asked:
    """A department sees of every figure its own part."""
    return replace(asked, by="department", group=actor.department) if actor.role is Role.DEPARTMENT else asked


def _behind_a_figure(office: Office, actor: Actor, asked: Asked, now: datetime) -> tuple[list[TicketRow], int, int]:
    """The tickets a figure of the period is made of, by the very code that makes the figure; newest numbers first."""
    counted = _counted(office, asked, now)
    numbers = sorted(set(counted), reverse=True)
    shown = frozenset(numbers[(asked.page - 1) * PAGE : asked.page * PAGE])
    rows = reading.listing(office, actor, TicketFilter(numbers=shown, limit=PAGE)) if shown else []
    return sorted(rows, key=lambda row: row.number, reverse=True), len(numbers), len(counted)


def _counted(office: Office, asked: Asked, now: datetime) -> tuple[str, ...]:
    today = now.astimezone(CHINA).date()
    last = asked.last or today
    period = Days(first=min(asked.first or last.replace(day=1), last), last=last).seen_at(now)
    with office.store.look() as work:
        facts = facts_of(work, period)
    made = grouped(facts, period, asked.by).get(asked.group) if asked.group else figures(facts, period)
    return side_of(named(made)[asked.figure], asked.side) if made else ()


def _words(office: Office, asked: Asked) -> tuple[str, ...]:
    said = [words_of(asked.figure, asked.side)] if asked.figure else _narrowing_words(office, asked)
    if asked.figure and asked.group:
        said.append(f"{DIMENSIONS[asked.by]}：{_shown(office, asked.by, asked.group)}")
    if asked.first or asked.last:
        said.append(f"{'期间' if asked.figure else '受理于'} {asked.first or '最早'} 至 {asked.last or '今天'}")
    return tuple(said)


def _narrowing_words(office: Office, asked: Asked) -> list[str]:
    said = [str(status) for status in Status if status in asked.statuses]
    said += [
        f"{word}：{_shown(office, name, getattr(asked, name))}" for name, word in _WORDS.items() if getattr(asked, name)
    ]
    said += [f"有待批的{asked.pending}申请"] * bool(asked.pending) + ["督办待回复"] * asked.supervised
    said += ["已超期"] * asked.late + ["24小时内到期"] * asked.soon
    return said + [f"含“{asked.words}”"] * bool(asked.words)


def _shown(office: Office, kind: str, name: str) -> str:
    a_department = kind in ("holder", "helper", "department") and name in office.directory
    return office.directory.named(name).name if a_department else name
