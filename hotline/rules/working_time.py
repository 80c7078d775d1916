"""When is working time? The shipped hours and the calendar of the State Council's notices."""

from collections.abc import Mapping
from datetime import date, time
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import holidays
import yaml
from chinese_calendar import constants

from tickets.calendar import DayRule, Periods, WorkingCalendar
from tickets.timetable import Timetable

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
def timetable() -> Timetable:
    """The shipped calendar and the departments' own hours."""
    own = _hours()["departments"]
    return Timetable(
        calendar=calendar(),
        hours={row["short"]: _periods(row) for row in own if "periods" in row},
        weekdays={row["short"]: _weekdays(row) for row in own if "weekdays" in row},
    )


@cache
def calendar() -> WorkingCalendar:
    """Noticed years from `chinesecalendar`; the years after them from the statutory holidays (全国年节及纪念日放假办法,
    a holiday on a weekend is made up on the next working day), provisional until their notice is known. The version
    gives the last noticed year and the release of `chinesecalendar`."""
    noticed = _noticed_days()
    last = max(day.year for day in noticed)
    return WorkingCalendar(
        version=f"国务院放假通知至{last}年（内置{version('chinesecalendar')}）",
        days=_statutory_days(last + 1) | noticed,
        noticed=frozenset(range(min(day.year for day in noticed), last + 1)),
        periods=_periods(_hours()["default"]),
        weekdays=_weekdays(_hours()["default"]),
    )


def _noticed_days() -> dict[date, DayRule]:
    off = {day: DayRule(working=False, name=_name(name)) for day, name in constants.holidays.items()}
    return off | {day: DayRule(working=True, name=_name(name)) for day, name in constants.workdays.items()}


def _statutory_days(first: int) -> dict[date, DayRule]:
    ahead = holidays.country_holidays("CN", years=range(first, first + YEARS_AHEAD), language="zh_CN")
    return {day: DayRule(working=False, name=_festival(name)) for day, name in ahead.items()}


def _name(name: str) -> str:
    return NAMES.get(name, name)


def _festival(name: str) -> str:
    """补假 and weekend marks of the library are shortened to the festival's own name; two on one day are 中秋节、国庆节."""
    return "、".join(part.split("（")[0].split("(")[0].strip() for part in name.split(";"))


@cache
def _hours() -> Mapping[str, Any]:
    return yaml.safe_load(files("hotline.rules").joinpath("hours.yml").read_text(encoding="utf-8"))


def _periods(row: Mapping[str, Any]) -> Periods:
    return tuple(_period(words) for words in row["periods"])


def _period(words: str) -> tuple[time, time]:
    opens, closes = words.split("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)


def _weekdays(row: Mapping[str, Any]) -> frozenset[int]:
    """Monday is 1 in the file and 0 in the calendar."""
    return frozenset(day - 1 for day in row["weekdays"])
