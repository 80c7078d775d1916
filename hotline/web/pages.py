"""How is a page made? One template environment with the few filters every page needs."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup, escape

from hotline.web.front import front
from hotline.web.visitors import token
from tickets.calendar import CHINA
from tickets.deadlines import time_left
from tickets.privacy import without_numbers

HERE = Path(__file__).parent
_TICKET = re.compile(r"ZD\d{13}")


def _local(instant: datetime | None, shape: str = "%m-%d %H:%M") -> str:
    """An instant as people here read it; "—" for none."""
    return instant.astimezone(CHINA).strftime(shape) if instant else "—"


def _paragraphs(text: str) -> Markup:
    """Plain or lightly marked text as safe paragraphs: **bold**, numbered lines and line breaks, nothing else."""
    parts = []
    for block in text.strip().split("\n\n"):
        pieces = str(escape(block)).split("**")
        marked = "".join(f"<b>{piece}</b>" if place % 2 else piece for place, piece in enumerate(pieces))
        parts.append(f"<p>{marked.replace(chr(10), '<br>')}</p>")
    return Markup("".join(parts))


def _unnumbered(text: str) -> str:
    """Text for officers with telephone numbers masked; text that is markup already stays markup."""
    masked = without_numbers(text)
    return Markup(masked) if isinstance(text, Markup) else masked


def _linked(text: str) -> Markup:
    """Text in which every ticket number leads to its ticket."""
    return Markup(_TICKET.sub(lambda found: f'<a href="/tickets/{found[0]}">{found[0]}</a>', str(escape(text))))


def _span(span: timedelta) -> str:
    """A span of calendar time: 3 天 4 时, 2 时 10 分, 5 分."""
    minutes = span // timedelta(minutes=1)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    return f"{days} 天 {hours} 时" if days else _hours(span) if hours else f"{rest} 分"


def _hours(span: timedelta) -> str:
    """A span of working time in hours and minutes: a working day has no 24 of them."""
    hours, rest = divmod(span // timedelta(minutes=1), 60)
    return f"{hours} 时 {rest} 分"


def _signal(due: datetime, warn_hours: float, now: datetime) -> str:
    """Which colour a countdown has: late, soon or ok."""
    if now > due:
        return "late"
    return "soon" if (due - now).total_seconds() < warn_hours * 3600 else "ok"


environment = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=select_autoescape(["html"]),
    trim_blocks=True,
    lstrip_blocks=True,
)
environment.filters.update(
    local=_local, paragraphs=_paragraphs, unnumbered=_unnumbered, linked=_linked, span=_span, hours=_hours
)
environment.globals.update(time_left=time_left, signal=_signal)


def page(request: Request, name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A template rendered with what every page has: `now`, the form token `csrf`, and the office's directory."""
    desk = front(request)
    text = environment.get_template(name).render(
        request=request, now=desk.clock(), csrf=token(request), directory=desk.office.directory, **values
    )
    return HTMLResponse(text, status_code=status)
