"""How long may things take? The shipped limits, read into the records of the law."""

from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tickets.matter import Kind, Urgency
from tickets.service_levels import Clock, Limit, ServiceLevels, Unit, Window

UNITS = {
    "working_days": Unit.WORKING_DAYS,
    "working_minutes": Unit.WORKING_MINUTES,
    "minutes": Unit.MINUTES,
}


@cache
def levels() -> tuple[ServiceLevels, ...]:
    """All versions of the limits."""
    return tuple(
        ServiceLevels(
            version=row["version"],
            label=row["label"],
            effective=row["effective"],
            limits=tuple(_limit(limit) for limit in row["limits"]),
        )
        for row in _rows()
    )


@cache
def city_margin() -> timedelta:
    """How much earlier than the city platform's deadline ours stays, by the newest version."""
    newest = max(_rows(), key=lambda row: row["effective"])
    return timedelta(minutes=newest["city_margin"])


def _rows() -> list[dict[str, Any]]:
    return yaml.safe_load(files("hotline.rules").joinpath("service_levels.yml").read_text(encoding="utf-8"))


def _limit(row: dict[str, Any]) -> Limit:
    name = row["clock"]
    return Limit(
        clock=Clock(name) if name in set(Clock) else Window(name),
        urgency=Urgency(row["urgency"]),
        kinds=frozenset(Kind(kind) for kind in row.get("kinds", ())),
        departments=frozenset(row.get("departments", ())),
        amount=row["amount"],
        unit=UNITS[row["unit"]],
        warn=row.get("warn", 0),
        red=row.get("red", 0),
    )
