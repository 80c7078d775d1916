"""By which rules does the office work? Rulings kept as dispatch rules, and the limits and escalations in force, to read."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from hotline.casework import dispatch_rules
from hotline.ports import Person
from hotline.web.front import front
from hotline.web.pages import environment, page
from hotline.web.visitors import Genuine, only
from tickets.calendar import CHINA
from tickets.errors import TicketError
from tickets.escalation import EscalationRule
from tickets.people import Role
from tickets.service_levels import Limit, Unit, in_force

router = APIRouter(include_in_schema=False)
Ruler = Annotated[Person, only(Role.ADMINISTRATOR, Role.SUPERVISOR)]
Reader = Annotated[Person, only(Role.ADMINISTRATOR, Role.SUPERVISOR, Role.DISPATCHER)]


@router.get("/admin/rules")
def show(request: Request, person: Reader, retired: str = "") -> Response:
    return _page(request, person, done=retired == "1")


@router.post("/admin/rules/{rule_id}/retire", dependencies=[Genuine])
def retire(request: Request, person: Ruler, rule_id: int) -> Response:
    """The rule stays on record; the next matter of its kind is suggested by the catalogue again."""
    desk = front(request)
    try:
        dispatch_rules.retire(desk.office, rule_id, desk.clock())
    except TicketError as refusal:
        return _page(request, person, problems=(str(refusal),), status=400)
    return RedirectResponse("/admin/rules?retired=1", status_code=303)


def _page(
    request: Request, person: Person, *, done: bool = False, problems: Iterable[str] = (), status: int = 200
) -> Response:
    desk = front(request)
    book = desk.office.rulebooks.shipped
    return page(
        request,
        "rules.html",
        status=status,
        me=person,
        rules=dispatch_rules.holding(desk.office),
        may_retire=person.role in (Role.ADMINISTRATOR, Role.SUPERVISOR),
        levels=in_force(book.levels, desk.clock().astimezone(CHINA).date()),
        city_margin=_length(int(book.city_margin.total_seconds()) // 60),
        handling=desk.office.handling,
        done=done,
        problems=tuple(problems),
    )


def lights(limit: Limit) -> str:
    """When a clock turns yellow and red, in words; empty when it only ever runs out."""
    yellow = f"余{_length(limit.warn)}黄灯" if limit.warn else ""
    red = f"余{_length(limit.red)}红灯" if limit.red else ""
    said = "，".join(filter(None, (yellow, red)))
    return f"{said}（工作时间）" if said and limit.unit is not Unit.MINUTES else said


def _length(minutes: int) -> str:
    return f"{minutes}分钟" if minutes < 60 else f"{minutes / 60:g}小时"


def condition(rule: EscalationRule) -> str:
    """What sets an escalation off, in words."""
    on = f"{'、'.join(sorted(rule.clocks))}{rule.on}" if rule.clocks else str(rule.on)
    times = f"，{rule.counter}达到 {rule.at_least}" if rule.counter else ""
    return f"{'、'.join(sorted(rule.urgencies))}{'件' * bool(rule.urgencies)}{on}{times}"


environment.filters.update(lights=lights, condition=condition)
