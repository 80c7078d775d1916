"""What do the figures say? `report` prints the rates of a period with what they are made of."""

import json
from datetime import datetime, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hotline.casework.board import Board, Rates, board
from hotline.settings import read_settings
from hotline.wiring import build_office, clock
from tickets.ratings import Rate


def register(app: typer.Typer) -> None:
    app.command("report", help="一段时间的受理量、按时签收率、按时办结率、满意率（止日计入）")(report)


def report(
    start: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="起日")],
    end: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="止日，计入")],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    office = build_office(read_settings())
    zone = office.calendar.zone
    made = board(office, start.replace(tzinfo=zone), end.replace(tzinfo=zone) + timedelta(days=1), clock())
    if as_json:
        for row in _rows(made):
            print(json.dumps(row, ensure_ascii=False))
        return
    Console().print(_table(made))


def _rows(made: Board) -> list[dict]:
    head = {"scope": "全区", "received": made.received, "late": len(made.late), **_rates(made.rates)}
    return [head, *({"scope": name, **_rates(rates)} for name, rates in made.departments.items())]


def _rates(rates: Rates) -> dict:
    return {name: _rate(getattr(rates, name)) for name in ("sign", "complete", "satisfied")}


def _rate(rate: Rate) -> dict:
    return {"hit": rate.hit, "of": rate.of, "text": rate.text}


def _table(made: Board) -> Table:
    title = f"{made.start:%Y-%m-%d} 至 {made.end - timedelta(days=1):%Y-%m-%d}　受理 {made.received} 件，现超期 {len(made.late)} 件"
    table = Table("单位", "按时签收率", "按时办结率", "满意率", title=title)
    for name, rates in {"全区": made.rates, **made.departments}.items():
        table.add_row(
            name, *(f"{one.text}（{one.hit}/{one.of}）" for one in (rates.sign, rates.complete, rates.satisfied))
        )
    return table
