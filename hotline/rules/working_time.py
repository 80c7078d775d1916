"""How long may things take, and when is working time? The shipped limits and the calendar of the State Council's notices."""

from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from importlib.resources import files

import holidays
import yaml
from chinese_calendar import constants

from tickets.calendar import DayRule, WorkingCalendar
from tickets.matter import Kind, Urgency
from tickets.service_levels import Clock, Limit, ServiceLevels, Unit

UNITS = {
    "working_days": Unit.WORKING_DAYS,
    "working_minutes": Unit.WORKING_MINUTES,
    "minutes": Unit.MINUTES,
}
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}
YEARS_AHEAD = 3


@cache
def levels() -> tuple[ServiceLevels, ...]:
    """All versions of the limits."""
    rows = yaml.safe_load(files("hotline.rules").joinpath("service_levels.yml").read_text(encoding="utf-8"))
    return tuple(
        ServiceLevels(
            version=row["version"],
            label=row["label"],
            effective=row["effective"],
            limits=tuple(_limit(limit) for limit in row["limits"]),
        )
        for row in rows
    )


def _limit(row: dict) -> Limit:
    return Limit(
        clock=Clock(row["clock"]),
        urgency=Urgency(row["urgency"]),
        kinds=frozenset(Kind(kind) for kind in row.get("kinds", ())),
        amount=row["amount"],
        unit=UNITS[row["unit"]],
        warn=timedelta(minutes=row["warn"]),
    )


@cache
def calendar() -> WorkingCalendar:
    """Noticed years from `chinesecalendar`; the years after them from the statutory holidays (全国年节及纪念日放假办法,
    a holiday on a weekend is made up on the next working day), provisional until their notice is known."""
    noticed = {day: DayRule(working=False, name=_name(name)) for day, name in constants.holidays.items()}
    noticed |= {day: DayRule(working=True, name=_name(name)) for day, name in constants.workdays.items()}
    last = max(day.year for day in noticed)
    ahead = holidays.country_holidays("CN", years=range(last + 1, last + 1 + YEARS_AHEAD), language="zh_CN")
    statutory = {day: DayRule(working=False, name=_festival(name)) for day, name in ahead.items()}
    return WorkingCalendar(
        version=f"国务院放假通知至{last}年（chinesecalendar {version('chinesecalendar')}）",
        days=statutory | noticed,
        noticed=frozenset(range(_first_year(noticed), last + 1)),
    )


def _first_year(days: dict[date, DayRule]) -> int:
    return min(day.year for day in days)


def _name(name: str) -> str:
    return NAMES.get(name, name)


def _festival(name: str) -> str:
    """补假 and weekend marks of the library are shortened to the festival's own name."""
    return name.split("（")[0].split("(")[0].strip()
