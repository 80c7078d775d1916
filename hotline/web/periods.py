"""Which days does a page speak of? A period of whole days as it stands in the address, and the usual ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from tickets.calendar import CHINA
from tickets.figures import Period

WRONG = "起止日期不对（起始日期要写明，且不晚于截止日期），下面是本月的数字。"


@dataclass(frozen=True, kw_only=True)
class Days:
    """Whole days in China, both included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        return midnight(self.last + timedelta(days=1))

    @property
    def before(self) -> "Days":
        """As many days just before."""
        days = (self.last - self.first).days + 1
        return Days(first=self.first - timedelta(days=days), last=self.first - timedelta(days=1))

    @property
    def query(self) -> str:
        return urlencode({"from": self.first.isoformat(), "to": self.last.isoformat()})

    @property
    def words(self) -> str:
        return f"{self.first} 至 {self.last}"

    def seen_at(self, now: datetime) -> Period:
        """The same period for `tickets.figures`."""
        return Period(start=self.start, end=self.end, now=now)


def asked_for(said: Mapping[str, str], today: date) -> tuple[Days, str]:
    """The period in the address, this month when it says none; a wrong one is told and replaced."""
    this_month = Days(first=today.replace(day=1), last=today)
    if "from" not in said and "to" not in said:
        return this_month, ""
    first, last = day(said.get("from", "")), day(said.get("to", "")) or today
    if first is None or first > last or last.year > today.year + 1 or first.year < 2000:
        return this_month, WRONG
    return Days(first=first, last=last), ""


def presets(today: date) -> dict[str, Days]:
    last_month_end = today.replace(day=1) - timedelta(days=1)
    return {
        "今天": Days(first=today, last=today),
        "本周": Days(first=today - timedelta(days=today.weekday()), last=today),
        "本月": Days(first=today.replace(day=1), last=today),
        "上月": Days(first=last_month_end.replace(day=1), last=last_month_end),
        "今年": Days(first=today.replace(month=1, day=1), last=today),
    }


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def midnight(of: date) -> datetime:
    return datetime.combine(of, time.min, CHINA)
