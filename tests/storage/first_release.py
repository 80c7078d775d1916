"""A database as release 0.1 left it: its schema, and six tickets with what it wrote down of them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, Table

import hotline.storage
from tests.storage.one_appeal import MONDAY, SIGN_DUE, SIGN_LIGHT, STREET_LAMP

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CITIZEN, DISPATCHER, OFFICER, SYSTEM = (
    ("群众", "诉求人", ""),
    ("派单员", "派单员小刘", ""),
    ("承办单位", "城管老张", "城管"),
    ("系统", "系统", ""),
)
Step = tuple[str, tuple[str, str, str], timedelta, str, Mapping[str, object]]
TO_CITY = {"department": "城管", "kind": "投诉", "urgency": "普通", "category": "市政公用/路灯"}
ACCEPTED: Step = ("受理", CITIZEN, 0 * HOUR, STREET_LAMP["what"], {})
DISPATCHED: Step = ("派单", DISPATCHER, 1 * HOUR, "路灯归城管", TO_CITY)
SIGNED: Step = ("签收", OFFICER, 2 * HOUR, "", {})
REPLIED: Step = ("答复", OFFICER, DAY, "三盏路灯已换好，今晚亮灯。", {})
COMPLETED: Step = ("办结", OFFICER, DAY + HOUR, "", {})
RATED: Step = ("评价", CITIZEN, 2 * DAY, "很快", {"level": 5})
CLOSED: Step = ("结案", SYSTEM, 2 * DAY, "诉求人已评价", {})
SILENT: Step = ("结案", SYSTEM, 9 * DAY, "期满未评价", {})
URGED: Step = ("催办", CITIZEN, 3 * HOUR, "诉求人催办", {})
LATE_SIGNED: Step = ("签收", OFFICER, 2 * DAY, "", {})


def _of_sign_off(act: str, fell_due: datetime) -> Step:
    return (act, SYSTEM, fell_due - MONDAY, "签收时限", {"clock": "签收", "fell_due": fell_due.isoformat()})


LIVES: Mapping[str, tuple[str, tuple[Step, ...]]] = {
    "ZD2026112300001": ("已结案", (ACCEPTED, DISPATCHED, SIGNED, URGED, REPLIED, COMPLETED, RATED, CLOSED)),
    "ZD2026112300002": ("待签收", (ACCEPTED, DISPATCHED, _of_sign_off("预警", SIGN_LIGHT))),
    "ZD2026112300003": ("已结案", (ACCEPTED, DISPATCHED, SIGNED, REPLIED, COMPLETED, SILENT)),
    "ZD2026112300004": (
        "办理中",
        (ACCEPTED, DISPATCHED, _of_sign_off("预警", SIGN_LIGHT), _of_sign_off("超期", SIGN_DUE), LATE_SIGNED),
    ),
    "ZD2026112300005": ("已答复", (ACCEPTED, DISPATCHED, SIGNED, REPLIED)),
    "ZD2026112300006": ("待派单", (ACCEPTED,)),
}
WHOLE, WARNED, SILENT_END, BREACHED, ANSWERED, WAITING = LIVES


def build(engine: Engine, contact: bytes | None = None) -> None:
    """Bring an empty database to release 0.1 and fill it."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), "0001")
    with engine.begin() as connection:
        known = MetaData()
        known.reflect(connection)
        wang = {"id": "c1", "channel": "微信", "key": "oZengDu-wang_dajie", "opened_at": _utc(MONDAY)}
        connection.execute(known.tables["conversations"].insert(), wang)
        connection.execute(known.tables["number_series"].insert(), {"day": "20261123", "last": len(LIVES)})
        for number, (status, steps) in LIVES.items():
            _write(connection, known.tables, number, status, steps, contact)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(hotline.storage.__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def _write(
    connection: Connection,
    tables: Mapping[str, Table],
    number: str,
    status: str,
    steps: tuple[Step, ...],
    contact: bytes | None,
) -> None:
    happened = {act: MONDAY + passed for act, _, passed, _, _ in steps}
    row = {
        **{name: STREET_LAMP[name] for name in ("what", "privacy", "channel", "kind", "urgency", "category")},
        "number": number,
        "version": len(steps),
        "status": status,
        "title": "沿河大道的路灯坏了三盏",
        "place": STREET_LAMP["where"],
        "time_words": STREET_LAMP["when"],
        "contact": contact,
        "conversation": "c1",
        "filing": f"filing of {number}",
        "holder": "城管" if "派单" in happened else "",
        "accepted_at": _utc(MONDAY),
        "rating": 5 if "评价" in happened else None,
        "completed_at": _utc(happened.get("办结")),
        "closed_at": _utc(happened.get("结案")),
        "urged": int("催办" in happened),
    }
    connection.execute(tables["tickets"].insert(), row)
    events = [_event(number, no, step) for no, step in enumerate(steps, start=1)]
    connection.execute(tables["ticket_events"].insert(), events)
    if "派单" in happened:
        _write_assignment(connection, tables, number, happened)


def _event(number: str, no: int, step: Step) -> dict[str, object]:
    act, (role, name, department), passed, why, data = step
    facts = {key: value for key, value in STREET_LAMP.items() if key != "street"} if act == "受理" else dict(data)
    return {
        "ticket": number,
        "no": no,
        "act": act,
        "at": _utc(MONDAY + passed),
        "role": role,
        "name": name,
        "department": department,
        "why": why,
        "data": facts,
    }


def _write_assignment(
    connection: Connection, tables: Mapping[str, Table], number: str, happened: Mapping[str, datetime]
) -> None:
    row = {
        "ticket": number,
        "place": 1,
        "department": "城管",
        "lead": True,
        "dispatched_at": _utc(happened["派单"]),
        "sign_due": _utc(SIGN_DUE),
        "signed_at": _utc(happened.get("签收")),
        "complete_due": _utc(MONDAY + 14 * DAY),
        "completed_at": _utc(happened.get("办结")),
        "provisional": False,
        "levels_version": "2026-01",
        "calendar_version": "0.1",
    }
    made = connection.execute(tables["assignments"].insert().returning(tables["assignments"].c.id), row).scalar_one()
    trigger = {"assignment": made, "ticket": number, "clock": "办结", "step": "预警", "at": _utc(MONDAY + 12 * DAY)}
    connection.execute(tables["triggers"].insert(), trigger)


def _utc(instant: datetime | None) -> datetime | None:
    return instant.astimezone(UTC) if instant else None
