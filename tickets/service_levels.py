"""How long may it take? Limits by clock, kind, urgency and department, as versioned data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from tickets.errors import UnknownLimit
from tickets.matter import Kind, Urgency


class Clock(StrEnum):
    """What is waited for. DISPATCH, RULE, REVIEW and FOLLOW_UP measure the centre, the others a department."""

    DISPATCH = "派单"
    SIGN = "签收"
    CONTACT = "先行联系"
    COMPLETE = "办结"
    RULE = "裁定"
    REVIEW = "审核"
    FOLLOW_UP = "回访"
    REWORK = "重办"
    SUPERVISE = "督办回复"


class Window(StrEnum):
    """Limits that open or close a possibility instead of running as a clock."""

    RETURN = "退单期限"  # how long after dispatch a department may ask to give it back
    EXTENSION = "延期上限"  # the most that one extension grants
    EXTENSION_LEAD = "延期提前"  # how long before expiry it must be asked for


class Unit(StrEnum):
    """WORKING_DAYS: the day of the start is day zero, due when the office closes on the n-th working day after it."""

    WORKING_DAYS = "个工作日"
    WORKING_MINUTES = "工作分钟"
    MINUTES = "分钟"


@dataclass(frozen=True, kw_only=True)
class Limit:
    """`amount` of `unit`. Empty `kinds` or `departments` mean every one. The yellow light 黄灯 shows when `warn` minutes
    are left, the red one 红灯 when `red` are left (0: at expiry); they are working minutes unless the unit is MINUTES."""

    clock: Clock | Window
    urgency: Urgency
    kinds: frozenset[Kind] = frozenset()
    departments: frozenset[str] = frozenset()
    amount: int
    unit: Unit
    warn: int = 0
    red: int = 0

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError(f"时限必须大于零：{self.clock}/{self.urgency}")
        if not 0 <= self.red <= self.warn:
            raise ValueError(f"红灯须晚于黄灯：{self.clock}/{self.urgency}")

    @property
    def words(self) -> str:
        """The limit as one reads it: 3个工作日, 2小时（全天计时）."""
        return length_words(self.amount, self.unit)

    def covers(self, kind: Kind, urgency: Urgency, department: str) -> bool:
        return (
            self.urgency is urgency
            and (not self.kinds or kind in self.kinds)
            and (not self.departments or department in self.departments)
        )


def length_words(amount: int, unit: Unit) -> str:
    if unit is Unit.WORKING_DAYS:
        return f"{amount}个工作日"
    length = f"{amount // 60}小时" if amount % 60 == 0 else f"{amount}分钟"
    return f"{length}（{'工作时间' if unit is Unit.WORKING_MINUTES else '全天计时'}）"


@dataclass(frozen=True, kw_only=True)
class ServiceLevels:
    """All limits in force since a date; a clock keeps the version it was started under. The first limit that covers a case
    holds, so the special ones stand before the general ones."""

    version: str
    label: str
    effective: date
    limits: tuple[Limit, ...]

    @cached_property
    def _found(self) -> dict[tuple[object, ...], Limit | None]:
        return {}

    def limit(self, clock: Clock | Window, kind: Kind, urgency: Urgency, department: str = "") -> Limit:
        """The limit of that clock or window. Errors: `UnknownLimit`."""
        found = self.optional(clock, kind, urgency, department)
        if found is None:
            raise UnknownLimit(f"没有{kind}／{urgency}的{clock}时限，请在时限表里补上。")
        return found

    def optional(self, clock: Clock | Window, kind: Kind, urgency: Urgency, department: str = "") -> Limit | None:
        """As `limit`, None where no limit is set: then the clock does not run, or the window stays shut."""
        case = (clock, kind, urgency, department)
        if case not in self._found:
            own = (limit for limit in self.limits if limit.clock is clock and limit.covers(kind, urgency, department))
            self._found[case] = next(own, None)
        return self._found[case]


def in_force(versions: Iterable[ServiceLevels], day: date) -> ServiceLevels:
    """The newest version effective on `day`."""
    usable = [version for version in versions if version.effective <= day]
    if not usable:
        raise UnknownLimit(f"{day}没有生效的时限表。")
    return max(usable, key=lambda version: version.effective)
