"""How long may it take? Limits by kind, urgency and clock, as versioned data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tickets.errors import UnknownLimit
from tickets.matter import Kind, Urgency


class Clock(StrEnum):
    SIGN = "签收"
    COMPLETE = "办结"


class Unit(StrEnum):
    """WORKING_DAYS: the day of dispatch is day zero, due when the office closes on the n-th working day after it."""

    WORKING_DAYS = "个工作日"
    WORKING_MINUTES = "工作分钟"
    MINUTES = "分钟"


@dataclass(frozen=True, kw_only=True)
class Limit:
    """`amount` of `unit` for one clock; `kinds` empty means every kind. `warn` is the time before the deadline at which it turns yellow."""

    clock: Clock
    urgency: Urgency
    kinds: frozenset[Kind] = frozenset()
    amount: int
    unit: Unit
    warn: timedelta

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError(f"时限必须大于零：{self.clock}/{self.urgency}")

    @property
    def words(self) -> str:
        """The limit as one reads it: 3个工作日, 2小时（全天计时）."""
        if self.unit is Unit.WORKING_DAYS:
            return f"{self.amount}个工作日"
        length = f"{self.amount // 60}小时" if self.amount % 60 == 0 else f"{self.amount}分钟"
        return f"{length}（{'工作时间' if self.unit is Unit.WORKING_MINUTES else '全天计时'}）"


@dataclass(frozen=True, kw_only=True)
class ServiceLevels:
    """All limits in force since a date; a ticket keeps the version it was dispatched under."""

    version: str
    label: str
    effective: date
    limits: tuple[Limit, ...]

    def limit(self, clock: Clock, kind: Kind, urgency: Urgency) -> Limit:
        for limit in self.limits:
            if limit.clock is clock and limit.urgency is urgency and (not limit.kinds or kind in limit.kinds):
                return limit
        raise UnknownLimit(f"没有{kind}／{urgency}的{clock}时限，请在时限表里补上。")


def in_force(versions: Iterable[ServiceLevels], day: date) -> ServiceLevels:
    """The newest version effective on `day`."""
    usable = [version for version in versions if version.effective <= day]
    if not usable:
        raise UnknownLimit(f"{day}没有生效的时限表。")
    return max(usable, key=lambda version: version.effective)
