"""Until when? `deadline` prints every deadline of a matter that starts at one instant, with their receipts."""

import json
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console

from hotline.rules import limits, working_time
from tickets.deadlines import Deadline, deadline
from tickets.matter import Kind, Urgency
from tickets.service_levels import Clock, in_force


def register(app: typer.Typer) -> None:
    app.command("deadline", help="签收、办结时限和推算过程")(show)


def show(
    kind: Annotated[Kind, typer.Option(help="诉求类型")],
    start: Annotated[datetime, typer.Option(help="派单时刻，如 2026-12-30T16:00（本地时间）")],
    urgency: Annotated[Urgency, typer.Option(help="紧急程度")] = Urgency.ORDINARY,
    department: Annotated[str, typer.Option(help="承办单位简称，有自己作息时间的按其作息")] = "",
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    calendar = working_time.timetable().of(department)
    begins = start.replace(tzinfo=calendar.zone) if start.tzinfo is None else start
    levels = in_force(limits.levels(), begins.date())
    for clock in Clock:
        limit = levels.optional(clock, kind, urgency, department)
        if limit is None:
            continue
        made = deadline(limit, begins, levels, calendar)
        if as_json:
            print(json.dumps(_row(made), ensure_ascii=False))
        else:
            Console().print(made.receipt, highlight=False, soft_wrap=True)


def _row(made: Deadline) -> dict:
    return {
        "clock": str(made.clock),
        "start": made.start.isoformat(),
        "due": made.due.isoformat(),
        "warn_at": made.warn_at.isoformat(),
        "red_at": made.red_at.isoformat(),
        "provisional": made.provisional,
        "limit": made.limit.words,
        "levels": made.levels_version,
        "calendar": made.calendar.version,
        "receipt": made.receipt.splitlines(),
    }
