"""Does the hotline stay as fast after years? Filing, one act, the lists of the day, the board and the worker's questions
beside 0, 20 k, 200 k and 1 M ended tickets, on SQLite and PostgreSQL.

Run from the project's root: `.venv/bin/python -m benchmarks.growth [--sizes 0 20000 …] [--only SQLite]
[--server postgresql+psycopg://…]`.
The databases lie in a temporary folder and under a name of their own on the server, and are dropped at the end.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

from sqlalchemy import Engine, create_engine, event, text

from benchmarks.past_tickets import grow
from hotline.casework import dispatching, reading
from hotline.casework.acts import perform
from hotline.casework.board import board
from hotline.casework.deeds import Deed
from hotline.casework.filing import Draft, file
from hotline.casework.office import Office
from hotline.ports import Address
from hotline.records import TicketFilter
from hotline.settings import read_settings
from hotline.wiring import build_office
from tickets.calendar import CHINA
from tickets.lifecycle import OPEN, Act, Status
from tickets.people import CITIZEN, SYSTEM, Actor, Role

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
HOUR, DAY, MONTH = timedelta(hours=1), timedelta(days=1), timedelta(days=30)
SIZES = (0, 20_000, 200_000, 1_000_000)
ROUNDS = 15
TO_DISPATCH, WITH_DEPARTMENTS, FOR_SIGNING = 300, 600, 200
"""The open stock, the same beside every history."""
DISPATCHER = Actor(role=Role.DISPATCHER, name="小刘")
SUPERVISOR = Actor(role=Role.SUPERVISOR, name="老吴")
OFFICER = Actor(role=Role.DEPARTMENT, name="老张", department="城管")
LATE = TicketFilter(statuses=frozenset(OPEN), late_at=NOW)
INBOX = TicketFilter(statuses=frozenset({Status.TO_SIGN}))
Ask = Callable[[], object]


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Milliseconds of several rounds."""

    median: float
    lowest: float


class NoBell:
    """Nobody has to be woken here."""

    def ring(self) -> None: ...


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    asked.add_argument("--server", default="postgresql+psycopg://127.0.0.1:5432/postgres")
    asked.add_argument("--only", choices=("SQLite", "PostgreSQL"))
    options = asked.parse_args()
    if options.only != "PostgreSQL":
        with sqlite_database() as url:
            measured("SQLite", url, options.sizes)
    if options.only != "SQLite":
        with postgres_database(options.server) as url:
            measured("PostgreSQL", url, options.sizes)


@contextmanager
def sqlite_database() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/growth.db"


@contextmanager
def postgres_database(server: str) -> Iterator[str]:
    name = f"hotline_growth_{uuid4().hex[:12]}"
    on_server = create_engine(server, isolation_level="AUTOCOMMIT")
    with on_server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield on_server.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with on_server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        on_server.dispose()


def measured(name: str, url: str, sizes: list[int]) -> None:
    """Print one table: a line per question, a column per size."""
    with tempfile.TemporaryDirectory() as data:
        office = build_office(
            read_settings({"HOTLINE_DATA": data, "HOTLINE_DATABASE": url, "HOTLINE_VECTORS": "absent"}), NoBell()
        )
    template = ended(office)
    signing = iter(stock(office))
    engine, times, have = create_engine(url), dict[str, list[Taken]](), 0
    for size in sizes:
        begun = time.perf_counter()
        grow(engine, template, have, size, lambda done: print(f"\r{name}: {done:,} …", end="", file=sys.stderr))
        print(f"\r{name}: {size:,} after {time.perf_counter() - begun:.0f} s", file=sys.stderr)
        have = max(have, size)
        for question, ask in questions(office, signing).items():
            times.setdefault(question, []).append(taken(ask))
            print(f"  {question}: {times[question][-1].median:.1f} ms", file=sys.stderr)
    print(
        f"\n| {name}, ms: median (lowest) | {' | '.join(f'{size:,}' for size in sizes)} |\n|---|{'---|' * len(sizes)}"
    )
    for question, row in times.items():
        print(f"| {question} | {' | '.join(f'{one.median:.1f} ({one.lowest:.1f})' for one in row)} |")
    explain(engine, office, {one: ask for one, ask in questions(office, signing).items() if not flat(times[one])})
    engine.dispose()


def flat(row: list[Taken]) -> bool:
    """Twice the time is not flat, unless it is a matter of a few milliseconds. Judged by the lowest, which no neighbour on
    the same processors makes longer."""
    lowest = [one.lowest for one in row]
    return lowest[-1] <= 2 * min(lowest) or lowest[-1] - min(lowest) < 3


def ended(office: Office) -> str:
    """One whole life, from filing to the archive, through the use cases."""
    begin = NOW - timedelta(days=2)
    number = filed(office, "沿河大道的路灯坏了三盏，晚上看不见路。", begin)
    send(office, number, begin)
    for act, actor, why, data in (
        (Act.SIGN, OFFICER, "", {}),
        (Act.CONTACT, OFFICER, "已电话联系诉求人", {}),
        (Act.REPLY, OFFICER, "三盏路灯都换好了，今晚亮灯。", {}),
        (Act.COMPLETE, OFFICER, "", {}),
        (Act.APPROVE, DISPATCHER, "", {}),
        (Act.RATE, CITIZEN, "很快", {"level": 5}),
        (Act.ARCHIVE, SYSTEM, "期满归档", {}),
    ):
        begin += HOUR
        perform(office, Deed(number=number, act=act, actor=actor, at=begin, why=why, data=data))
    return number


def stock(office: Office) -> list[str]:
    """What is open at any time: some to dispatch, some with departments, a third of those late; returns what 城管 may sign."""
    with office.store.together():
        for place in range(TO_DISPATCH):
            filed(office, f"第{place}号小区门口垃圾没人清运", NOW - HOUR)
        held = [
            filed(office, f"第{place}盏路灯不亮", NOW - (DAY * 4 if place % 3 == 0 else HOUR))
            for place in range(WITH_DEPARTMENTS)
        ]
        for place, number in enumerate(held):
            send(office, number, NOW - (DAY * 4 if place % 3 == 0 else HOUR), "城管" if place < FOR_SIGNING else "住建")
    return held[:FOR_SIGNING]


def filed(office: Office, what: str, now: datetime) -> str:
    with office.store.work() as work:
        conversation = work.conversations.open(Address(channel="网页", key=what), now)
    return file(office, conversation, Draft(what=what, where="西城街道沿河大道", contact="13800000000"), now).number


def send(office: Office, number: str, now: datetime, department: str = "城管") -> None:
    data = {"department": department, "kind": "投诉", "urgency": "普通", "category": "市政公用/路灯"}
    perform(office, Deed(number=number, act=Act.DISPATCH, actor=DISPATCHER, at=now, why="路灯归城管", data=data))


_filings = count()


def questions(office: Office, signing: Iterator[str]) -> Mapping[str, Ask]:
    def sign() -> None:
        perform(office, Deed(number=next(signing), act=Act.SIGN, actor=OFFICER, at=NOW))

    def by_the_worker() -> None:
        with office.store.look() as work:
            work.tickets.due_triggers(NOW - 30 * DAY, 200)  # what a round finds when all is done
            work.tickets.unrated_since(NOW - 7 * DAY, 200)
            work.tickets.ended_before(NOW - MONTH - 3 * DAY, 200)

    def due_triggers() -> None:
        with office.store.look() as work:
            work.tickets.due_triggers(NOW, 200)

    return {
        "file an appeal": lambda: filed(office, f"第{next(_filings)}号井盖丢了，请尽快补上", NOW),
        "one act (sign)": sign,
        "dispatcher's queue": lambda: dispatching.queue(office),
        "department's inbox": lambda: reading.listing(office, OFFICER, INBOX),
        "late list": lambda: reading.listing(office, SUPERVISOR, LATE),
        "board of one month": lambda: board(office, NOW - MONTH, NOW + DAY, NOW),
        "board of a month a year ago": lambda: board(office, NOW - 365 * DAY, NOW - 335 * DAY, NOW),
        "due triggers, 200 due": due_triggers,
        "worker's round, nothing due": by_the_worker,
    }


def taken(ask: Ask) -> Taken:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        ask()
        times.append((time.perf_counter() - begun) * 1000)
    return Taken(median=statistics.median(times), lowest=min(times))


def explain(engine: Engine, office: Office, slower: Mapping[str, Ask]) -> None:
    """The plan of every query behind a question whose time grows."""
    for question, ask in slower.items():
        print(f"\n{question} is not flat:")
        for statement, values in said_by(ask):
            plan = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN (ANALYZE, COSTS OFF) "
            with engine.connect() as connection:
                steps = connection.exec_driver_sql(plan + statement, values).all()
            print(f"  {' '.join(statement.split())[:160]}\n" + "\n".join(f"    {step[-1]}" for step in steps))


def said_by(ask: Ask) -> list[tuple[str, object]]:
    said: list[tuple[str, object]] = []

    def listen(connection, cursor, statement, values, context, many) -> None:
        if statement.lstrip().startswith("SELECT") and (statement, values) not in said:
            said.append((statement, values))

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        ask()
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    return said


if __name__ == "__main__":
    main()
