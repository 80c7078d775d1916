"""What waits for the centre to decide? One tab per kind of decision, each with the acts that decide it."""

from dataclasses import dataclass, replace

from hotline.casework.office import Office
from hotline.records import TicketFilter, TicketRow
from tickets.lifecycle import OPEN, Act, Status
from tickets.matter import Urgency
from tickets.people import Role

LONGEST = 200


@dataclass(frozen=True, kw_only=True)
class Tab:
    """`wanted` holds its tickets, `acts` decide them, `by` may open it; `empty` says what would appear."""

    wanted: TicketFilter
    acts: tuple[Act, ...]
    by: frozenset[Role]
    empty: tuple[str, str]


_CENTRE = frozenset({Role.DISPATCHER, Role.SUPERVISOR})
TO_DISPATCH = "待派单"
TABS = {
    TO_DISPATCH: Tab(
        wanted=TicketFilter(statuses=frozenset({Status.TO_DISPATCH}), limit=LONGEST),
        acts=(Act.ANSWER, Act.TRANSFER, Act.DECLINE, Act.EXPLAIN, Act.HAND_TO_POLICE, Act.MERGE, Act.NOTE),
        by=frozenset({Role.DISPATCHER}),
        empty=("都派完了", "群众新登记的诉求会自动出现在这里，不用刷新页面。"),
    ),
    "退单裁定": Tab(
        wanted=TicketFilter(statuses=frozenset({Status.RETURN_ASKED}), limit=LONGEST),
        acts=(Act.GRANT_RETURN, Act.REFUSE_RETURN),
        by=_CENTRE,
        empty=("没有等待裁定的退单", "承办单位申请退单后在这里裁定，裁定也有时限。"),
    ),
    "延期审批": Tab(
        wanted=TicketFilter(statuses=frozenset(OPEN), pending="延期", limit=LONGEST),
        acts=(Act.GRANT_EXTENSION, Act.REFUSE_EXTENSION),
        by=_CENTRE,
        empty=("没有等待审批的延期", "承办单位申请延期后在这里审批，诉求人会知道结果。"),
    ),
    "待审核": Tab(
        wanted=TicketFilter(statuses=frozenset({Status.TO_REVIEW}), limit=LONGEST),
        acts=(Act.APPROVE, Act.SEND_BACK),
        by=_CENTRE,
        empty=("没有等待审核的办结", "按规定须人工审核的办结工单会出现在这里。"),
    ),
    "不满意": Tab(
        wanted=TicketFilter(statuses=frozenset({Status.RATED}), limit=LONGEST),
        acts=(Act.REWORK, Act.SUPERVISE, Act.CLOSE),
        by=_CENTRE,
        empty=("没有等待处理的不满意评价", "诉求人评价不满意的工单在这里决定重办、督办还是结案。"),
    ),
    "剔除申请": Tab(
        wanted=TicketFilter(pending="剔除", limit=LONGEST),
        acts=(Act.GRANT_EXCLUSION, Act.REFUSE_EXCLUSION),
        by=frozenset({Role.SUPERVISOR}),
        empty=("没有等待审批的剔除申请", "承办单位的考核申诉在这里审批；同意前照常计入。"),
    ),
}


def tabs_of(role: Role) -> dict[str, Tab]:
    return {name: tab for name, tab in TABS.items() if role in tab.by}


def waiting(office: Office, name: str) -> list[TicketRow]:
    """The tab's tickets: what is to be dispatched by urgency, then by waiting time; what is to be ruled on by time left."""
    with office.store.look() as work:
        rows = work.tickets.rows(TABS[name].wanted)
    if name != TO_DISPATCH:
        return rows
    return sorted(rows, key=lambda row: (-list(Urgency).index(row.urgency), row.accepted_at))


def counts(office: Office, tabs: dict[str, Tab]) -> dict[str, int]:
    with office.store.look() as work:
        return {name: work.tickets.count(tab.wanted) for name, tab in tabs.items()}


def tab_of(office: Office, number: str, tabs: dict[str, Tab]) -> str:
    """The tab in which this ticket waits, empty when none of these holds it."""
    with office.store.look() as work:
        held = (
            name for name, tab in tabs.items() if work.tickets.count(replace(tab.wanted, numbers=frozenset({number})))
        )
        return next(held, "")
