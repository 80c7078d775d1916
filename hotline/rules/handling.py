"""How does the office handle matters by itself? The shipped escalations, review rules and what silence counts as."""

from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tickets.escalation import EscalationRule
from tickets.handling import Handling
from tickets.lifecycle import Act
from tickets.matter import Kind, Urgency
from tickets.service_levels import Clock


@cache
def handling() -> Handling:
    """Errors: `ValueError` naming what the file says that the law does not know."""
    rows = yaml.safe_load(files("hotline.rules").joinpath("handling.yml").read_text(encoding="utf-8"))
    review, unrated = rows["review"], rows["unrated"]
    if unrated["counts_as"] not in ("未评价", "默认满意"):
        raise ValueError(f"handling.yml：没有评价的只能计作未评价或默认满意，不能是“{unrated['counts_as']}”")
    return Handling(
        label=rows["label"],
        escalations=tuple(_escalation(row) for row in rows["escalations"]),
        reviewed_kinds=frozenset(Kind(kind) for kind in review["kinds"]),
        reviewed_urgencies=frozenset(Urgency(urgency) for urgency in review["urgencies"]),
        reworked_reviewed=review["reworked"],
        unrated_after=timedelta(days=unrated["days"]),
        unrated=unrated["counts_as"],
        archive_after=timedelta(days=rows["archive_days"]),
    )


def _escalation(row: dict[str, Any]) -> EscalationRule:
    return EscalationRule(
        name=row["name"],
        on=Act(row["after"]),
        counter=row.get("counter", ""),
        at_least=row.get("at_least", 1),
        clocks=frozenset(Clock(clock) for clock in row.get("clocks", ())),
        urgencies=frozenset(Urgency(urgency) for urgency in row.get("urgencies", ())),
        then=Act(row["then"]),
        words=row["words"],
    )
