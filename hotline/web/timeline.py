"""What happened, as one reads it? The events under day headings, each with its own facts in words."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Protocol, TypeVar

from tickets.calendar import CHINA
from tickets.departments import Directory
from tickets.events import Event
from tickets.lifecycle import Act
from tickets.ratings import Level
from tickets.service_levels import Unit, length_words

WEEKDAYS = "一二三四五六日"
TONES = {
    Act.BREACH: "late",
    Act.WARN: "soon",
    Act.URGE: "soon",
    Act.SUPERVISE: "soon",
    Act.ESCALATE: "soon",
    Act.INSTRUCT: "soon",
}
Facts = Mapping[str, object]


class Dated(Protocol):
    """A numbered step at an instant: events of tickets and of articles are."""

    @property
    def no(self) -> int: ...
    @property
    def at(self) -> datetime: ...


_Dated = TypeVar("_Dated", bound=Dated)


def days_of(events: Iterable[_Dated]) -> list[tuple[str, list[_Dated]]]:
    """The events under day headings, newest day and newest event first."""
    newest_first = sorted(events, key=lambda event: event.no, reverse=True)
    return [(day, list(group)) for day, group in groupby(newest_first, key=lambda event: _day(event.at))]


def _day(instant: datetime) -> str:
    local = instant.astimezone(CHINA)
    return f"{local:%Y年%m月%d日} 周{WEEKDAYS[local.weekday()]}"


def mark_of(event: Event) -> str:
    """Whether a note reached the citizen: 公开 or 内部, empty for every other act."""
    if event.act is not Act.NOTE:
        return ""
    return "公开" if event.data.get("public") else "内部"


def facts_of(event: Event, directory: Directory, unit: Unit | None) -> str:
    """What the act itself says beside its words; `unit` is the one of the completion limit, None before it has one."""
    told = _FACTS.get(event.act)
    return told(event.data, directory, unit) if told else ""


def _named(directory: Directory, short: object) -> str:
    return directory.named(str(short)).name if short in directory else str(short or "")


def _dispatched(data: Facts, directory: Directory, unit: Unit | None) -> str:
    helpers = "、".join(_named(directory, one) for one in data.get("co", ()))
    return f"→ {_named(directory, data.get('department'))}" + (f"（协办：{helpers}）" if helpers else "")


def _department(data: Facts, directory: Directory, unit: Unit | None) -> str:
    return _named(directory, data.get("department"))


def _returned(data: Facts, directory: Directory, unit: Unit | None) -> str:
    suggested = f"，建议由{_named(directory, data['suggested'])}办理" if data.get("suggested") else ""
    return f"{data.get('reason', '')}{suggested}"


def _amount(data: Facts, directory: Directory, unit: Unit | None) -> str:
    return length_words(int(data["amount"]), unit) if unit and data.get("amount") else ""


def _rated(data: Facts, directory: Directory, unit: Unit | None) -> str:
    return f"{Level(data['level']).words}{_solved(data)}"


def _followed_up(data: Facts, directory: Directory, unit: Unit | None) -> str:
    if not data.get("reached"):
        return "没有联系上"
    spoken = {True: "，承办单位联系过", False: "，承办单位没有联系过"}.get(data.get("contacted"), "")
    return f"联系上了{_solved(data)}{spoken}"


def _solved(data: Facts) -> str:
    return {True: "，问题已解决", False: "，问题没有解决"}.get(data.get("solved"), "")


_FACTS: Mapping[Act, Callable[[Facts, Directory, Unit | None], str]] = {
    Act.DISPATCH: _dispatched,
    Act.REASSIGN: _dispatched,
    Act.ADD_CO: _department,
    Act.DROP_CO: _department,
    Act.RETURN: _returned,
    Act.ASK_EXTENSION: _amount,
    Act.GRANT_EXTENSION: _amount,
    Act.RATE: _rated,
    Act.FOLLOW_UP: _followed_up,
    Act.TRANSFER: lambda data, directory, unit: str(data.get("number", "")),
    Act.DECLINE: lambda data, directory, unit: f"法定途径：{data.get('channel', '')}",
    Act.MERGE: lambda data, directory, unit: f"并入 {data.get('into', '')}",
    Act.CLOSE: lambda data, directory, unit: f"计作{data['unrated']}" if data.get("unrated") else "",
    **dict.fromkeys(
        (Act.ASK_EXCLUSION, Act.GRANT_EXCLUSION, Act.REFUSE_EXCLUSION),
        lambda data, directory, unit: f"{data.get('scope', '')}指标",
    ),
}
