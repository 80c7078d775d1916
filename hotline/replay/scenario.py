"""What is simulated? A scenario file: how many tickets, of what sort, and how often each act happens."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tickets.errors import TicketError

SHIPPED = Path(__file__).with_name("zengdu_2023.yml")


class ScenarioUnreadable(TicketError):
    """The scenario file lacks something or says what cannot be."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Shares are 0..1 per ticket; weights need not sum to anything. `late_signed`, `late_completed` and `dissatisfied` are
    exact numbers of tickets."""

    name: str
    seed: int
    first: date
    last: date
    tickets: int
    kinds: Mapping[str, float]
    channels: Mapping[str, float]
    urgencies: Mapping[str, float]
    privacies: Mapping[str, float]
    categories: Mapping[str, float]
    hours: Mapping[int, float]
    levels: Mapping[int, float]
    weekend: float
    answered_directly: float
    declined: float
    explained: float
    transferred: float
    handed_to_police: float
    withdrawn: float
    merged: float
    co_handled: float
    returned: float
    return_granted: float
    reassigned: float
    contacted: float
    noted: float
    supplemented: float
    urged: float
    suspended: float
    extended: float
    extension_granted: float
    sent_back: float
    instructed: float
    supervised: float
    rated_online: float
    reached: float
    dissatisfied_first: float
    exclusion_asked: float
    late_signed: int
    late_completed: int
    dissatisfied: int
    unrated_counts_as: str

    def altered(self, *, seed: int | None, tickets: int | None) -> "Scenario":
        """The same with another seed or another number of tickets, where given."""
        return replace(
            self,
            seed=self.seed if seed is None else seed,
            tickets=self.tickets if tickets is None else tickets,
        )

    def __post_init__(self) -> None:
        if self.last < self.first or self.tickets < 0:
            raise ScenarioUnreadable("场景的起止日期或件数不对。")
        shares = {row.name: getattr(self, row.name) for row in fields(self) if row.type is float}
        wrong = [name for name, share in shares.items() if not 0 <= share <= 1]
        if wrong:
            raise ScenarioUnreadable(f"场景里的比例须在0到1之间：{'、'.join(wrong)}")
        if self.late_signed + self.late_completed + self.dissatisfied > self.tickets:
            raise ScenarioUnreadable("超期和不满意的件数比工单总数还多。")


def read_scenario(path: Path = SHIPPED) -> Scenario:
    """Errors: `ScenarioUnreadable`, `OSError`."""
    rows: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    renamed = {{"from": "first", "to": "last"}.get(name, name): value for name, value in rows.items()}
    known = {row.name for row in fields(Scenario)}
    strange, missing = set(renamed) - known, known - set(renamed)
    if strange or missing:
        told = [f"不认识：{'、'.join(sorted(strange))}"] * bool(strange) + [
            f"缺少：{'、'.join(sorted(missing))}"
        ] * bool(missing)
        raise ScenarioUnreadable(f"{path.name} {'；'.join(told)}")
    return Scenario(**renamed)
