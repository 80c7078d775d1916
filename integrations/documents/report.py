"""What does a printed report consist of, whatever it reports on and whichever program prints it?"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Value = str | int | float | None  # a share for percent columns: 0.5 prints 50.00%; None is "no figure", never zero
Kind = Literal["text", "number", "percent"]
NO_FIGURE = "—"
NOTHING = "（无数据）"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table: its heading and how its values are to be read."""

    name: str
    kind: Kind = "text"


@dataclass(frozen=True, kw_only=True)
class Table:
    """Each row holds one value for each column."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Series:
    """One line, colour or ring of a chart: a value for each of the chart's labels."""

    name: str
    values: tuple[int | float | None, ...]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A pie shows the first series only. `percent`: the values are shares."""

    title: str
    kind: Literal["bar", "line", "pie"]
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    percent: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.labels or not self.series


@dataclass(frozen=True, kw_only=True)
class Section:
    """Printed in this order; the heading carries its own number, as in 一、总体情况."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report:
    """`issuer` signs it, `period` names the time it speaks of (2026年10月), `issued` is its date."""

    title: str
    issuer: str
    period: str
    issued: date
    sections: tuple[Section, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(table for section in self.sections for table in section.tables)

    @property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(chart for section in self.sections for chart in section.charts)

    @property
    def issued_on(self) -> str:
        """The date as official letters write it: no zeros in front of month and day (GB/T 9704-2012, 7.3.5.4)."""
        return f"{self.issued.year}年{self.issued.month}月{self.issued.day}日"


def shown(value: Value, kind: Kind) -> str:
    """A value in print. Shares have two decimals and only a whole is 100%; other fractions have at most two."""
    if value is None:
        return "" if kind == "text" else NO_FIGURE
    if isinstance(value, float | int) and kind == "percent":
        return _percentage(value)
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


def _percentage(share: float) -> str:
    if share == 1:
        return "100%"
    printed = f"{share:.2%}"
    return "99.99%" if printed == "100.00%" and share < 1 else printed
