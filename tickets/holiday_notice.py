"""What does a holiday notice of the State Council say? Its pasted text, or a table, becomes the days of one year.

The grammar is that of the notices for 2014 to 2026 (国务院办公厅关于20××年部分节假日安排的通知). Everything that cannot be read
or contradicts itself is told at once, as sentences; nothing is guessed, for a wrong day moves every deadline across it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from tickets.calendar import DayRule
from tickets.errors import TicketError

FESTIVALS = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
"""The stems of the seven festivals that every notice of a year arranges."""


class NoticeUnreadable(TicketError):
    """The notice cannot be used; `problems` are all reasons, one Chinese sentence each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, kw_only=True)
class HolidayNotice:
    """The arrangement of one year: every day it names. 元旦 may reach into the December before."""

    year: int
    days: Mapping[date, DayRule]
    title: str
    document: str = ""  # its number, 国办发明电〔2025〕7号; empty when none is given

    @property
    def name(self) -> str:
        """What versions and receipts call it."""
        return self.document or f"{self.year}年放假安排"


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """One day as a notice gives it, and where."""

    day: date
    rule: DayRule
    where: str


def read_notice(text: str) -> HolidayNotice:
    """The notice in a text pasted from a web page or a document, whatever its line breaks and widths. Errors: `NoticeUnreadable`."""
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    year = _year(words)
    heads = list(_HEAD.finditer(words))
    return _notice(
        year,
        found=[told for name, body in _items(words, heads) for told in _item(name, body, year)],
        named="".join(head["name"] for head in heads),
        title=f"国务院办公厅关于{year}年部分节假日安排的通知",
        document=_document(words),
    )


_YEAR = re.compile(r"(?:关于(?=\d{4}年部分节假日安排的通知)|现将(?=\d{4}年元旦))((?:19|20|21)\d\d)年")
_DOCUMENT = re.compile(r"(国办发(?:明电)?)[〔\[(](\d{4})[〕\])](\d{1,3})号")
_HEAD = re.compile(r"[一二三四五六七八九十]、(?:\d{4}年)?(?P<name>[^:。,、\d()]+(?:、[^:。,、\d()]+)*):")
_SIGNATURE = re.compile(r"国务院办公厅\d{4}年\d{1,2}月\d{1,2}日")
_DAY = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:\([^()]*\))?"
_SPAN = rf"{_DAY}(?:[至到—~-]+{_DAY})?"
_ARRANGES = re.compile(r"(?!鼓励).*(?:\d[日天]|放假|上班|补休|调休)")
_ARRANGEMENT = re.compile(
    rf"(?P<days>{_SPAN}(?:[、和]{_SPAN})*)(?:(?P<work>(?:正常)?上班)|(?:放假调休|调休放假|放假公休|放假|补休)(?:(?P<count>\d{{1,2}})天)?)"
)
_TOTAL = re.compile(r"共(?P<count>\d{1,2})天")
_REMARK = re.compile(r"与周末连休|不调休")
_COMMA = re.compile(r",(?![^()]*\))")
_LISTED = re.compile(r"[、和](?![^()]*\))")
_ONE_DAY = re.compile(r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:\((?P<note>[^()]*)\))?")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_WEEKDAYS = "一二三四五六日"
_LONGEST = timedelta(days=31)


def _year(words: str) -> int:
    years = sorted({int(year) for year in _YEAR.findall(words)})
    if not years:
        raise NoticeUnreadable(
            ["没有读到年份：标题应是“国务院办公厅关于20××年部分节假日安排的通知”，请连标题一起粘贴。"]
        )
    if len(years) > 1:
        raise NoticeUnreadable([f"标题和正文的年份不一致，写了{'、'.join(map(str, years))}年，请只粘贴一份通知。"])
    return years[0]


def _document(words: str) -> str:
    found = _DOCUMENT.search(words)
    return f"{found[1]}〔{found[2]}〕{found[3]}号" if found else ""


def _items(words: str, heads: Sequence[re.Match[str]]) -> Iterator[tuple[str, str]]:
    """Festival and wording of each item; what stands below the signature is not the notice's."""
    signature = _SIGNATURE.search(words, heads[-1].end()) if heads else None
    closes = signature.start() if signature else len(words)
    ends = [*(head.start() for head in heads[1:]), closes]
    return ((head["name"], words[head.end() : end]) for head, end in zip(heads, ends, strict=False))


def _item(name: str, body: str, year: int) -> Iterator[_Entry | str]:
    """Every day of one item and everything wrong with it, up to the first words that cannot be read."""
    resting: list[date] = []
    for clause in _clauses(body):
        if total := _TOTAL.fullmatch(clause):
            yield from _miscounted(name, resting, total["count"])
            continue
        said = _ARRANGEMENT.fullmatch(clause)
        try:
            days, wrong = _days(said["days"], name, year) if said else ([], [f"读不懂“{clause}”。"])
        except ValueError as problem:
            days, wrong = [], [str(problem)]
        yield from (f"“{name}”一条：{problem}" for problem in wrong)
        if not said or not days:
            return
        rule = DayRule(working=bool(said["work"]), name=name)
        yield from (_Entry(day=day, rule=rule, where=f"“{name}”一条") for day in days)
        if not rule.working:
            resting += days
            yield from _miscounted(name, days, said["count"])
    if not resting:
        yield f"“{name}”一条没有读到放假日期。"


def _clauses(body: str) -> list[str]:
    """What an item arranges, without advice (鼓励各单位……安排职工在除夕休息) and without the closing words on duty officers."""
    sentences = (sentence for sentence in re.split("[。;]", body) if _ARRANGES.match(sentence))
    clauses = (clause for sentence in sentences for clause in _COMMA.split(sentence))
    return [clause for clause in clauses if not _REMARK.fullmatch(clause)]


def _miscounted(name: str, days: Sequence[date], said: str | None) -> Iterator[str]:
    if said and int(said) != len(days):
        yield f"“{name}”一条：写的是{said}天，按日期数是{len(days)}天。"


def _days(listed: str, name: str, year: int) -> tuple[list[date], list[str]]:
    """The days of 9月28日（周日）、10月1日至8日, and the weekdays in brackets that are wrong. Errors: ValueError with a sentence."""
    days: list[date] = []
    wrong: list[str] = []
    for span in _LISTED.split(listed):
        opens, *closes = _ONE_DAY.finditer(span)
        first = _first_day(opens, days[-1:], name, year)
        last = _last_day(closes[0], first) if closes else first
        if not timedelta(0) <= last - first <= _LONGEST:
            raise ValueError(f"“{span}”的起止日期不对。")
        wrong += [*_wrong_weekday(opens, first), *(_wrong_weekday(closes[0], last) if closes else ())]
        days += [first + timedelta(days=past) for past in range((last - first).days + 1)]
    return days, wrong


def _first_day(found: re.Match[str], before: Sequence[date], name: str, year: int) -> date:
    """A day without a month is in the month of the day before it; 元旦 in December without a year is in the year before."""
    if found["month"]:
        month = int(found["month"])
        return _day(found, int(found["year"] or year - (month == 12 and "元旦" in name)), month)
    if not before:
        raise ValueError(f"“{found[0]}”没有写月份。")
    return _day(found, before[0].year, before[0].month)


def _last_day(found: re.Match[str], first: date) -> date:
    month = int(found["month"] or first.month)
    return _day(found, int(found["year"] or first.year + (month < first.month)), month)


def _day(found: re.Match[str], year: int, month: int) -> date:
    try:
        return date(year, month, int(found["day"]))
    except ValueError:
        raise ValueError(f"没有“{found[0]}”这一天。") from None


def _wrong_weekday(found: re.Match[str], day: date) -> Iterator[str]:
    said = _WEEKDAY.search(found["note"] or "")
    if said and said[1].replace("天", "日") != _WEEKDAYS[day.weekday()]:
        yield f"{_told(day)}是周{_WEEKDAYS[day.weekday()]}，括号里写的是“{said[0]}”。"


def _told(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def from_rows(rows: Iterable[Sequence[object]], *, title: str = "", document: str = "") -> HolidayNotice:
    """The notice in a table of 日期, 是否上班, 节日名称, as a spreadsheet gives it; heading and empty rows are passed over.

    Dates are `date` or 2027-01-01; 上班 is a truth value or 是/否, 上班/放假. Errors: `NoticeUnreadable`, with every bad row.
    """
    table = [(place, [*row, None, None, None][:3]) for place, row in enumerate(rows, start=1)]
    filled = [
        (place, cells) for place, cells in table if any(_words(cell) for cell in cells) and _words(cells[0]) != "日期"
    ]
    found = [told for place, cells in filled for told in _row(f"第{place}行", *cells)]
    years = Counter(told.day.year for told in found if isinstance(told, _Entry))
    if not years:
        raise NoticeUnreadable([*(told for told in found if isinstance(told, str)), "表格里没有一行可以使用。"])
    year = years.most_common(1)[0][0]
    named = "".join(_words(cells[2]) for _, cells in filled)
    return _notice(year, found=found, named=named, title=title or f"{year}年放假日期表", document=document)


_TABLE_DATE = re.compile(r"((?:19|20|21)\d\d)(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d\d)(\d\d))(?: 00:00:00)?")
_WORKING = dict.fromkeys(("是", "上班", "班", "true", "1"), True) | dict.fromkeys(
    ("否", "放假", "休", "false", "0"), False
)


def _row(where: str, day: object, working: object, name: object) -> Iterator[_Entry | str]:
    when, works, called = _table_date(_words(day)), _WORKING.get(_words(working).lower()), _words(name)
    if when is None:
        yield f"{where}：日期“{_words(day)}”读不懂，应写成2027-01-01。"
    if works is None:
        yield f"{where}：是否上班“{_words(working)}”读不懂，应写“是”或“否”。"
    if not called:
        yield f"{where}：没有写节日名称。"
    if when is not None and works is not None and called:
        yield _Entry(day=when, rule=DayRule(working=works, name=called), where=where)


def _words(cell: object) -> str:
    return "" if cell is None else unicodedata.normalize("NFKC", str(cell)).strip()


def _table_date(words: str) -> date | None:
    found = _TABLE_DATE.fullmatch(words)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5]))
    except ValueError:
        return None


def _notice(year: int, *, found: Sequence[_Entry | str], named: str, title: str, document: str) -> HolidayNotice:
    """The notice, when nothing found is a problem and nothing in it contradicts itself; `named` is every festival's name seen."""
    entries = sorted((told for told in found if isinstance(told, _Entry)), key=lambda entry: entry.day)
    problems = [told for told in found if isinstance(told, str)]
    problems += [*_out_of_place(entries, year), *_told_twice(entries), *_missing(named)]
    if problems:
        raise NoticeUnreadable(problems)
    return HolidayNotice(year=year, days={entry.day: entry.rule for entry in entries}, title=title, document=document)


def _out_of_place(entries: Sequence[_Entry], year: int) -> Iterator[str]:
    for entry in entries:
        if not date(year - 1, 12, 1) <= entry.day <= date(year + 1, 1, 31):
            yield f"{entry.where}：{_told(entry.day)}不在{year}年，请核对年份。"
        if entry.rule.working and entry.day.weekday() < 5:
            yield f"{entry.where}：{_told(entry.day)}是周{_WEEKDAYS[entry.day.weekday()]}，不是周末，用不着调休上班。"


def _told_twice(entries: Sequence[_Entry]) -> Iterator[str]:
    for one, other in pairwise(entries):
        if one.day == other.day:
            yield f"{_told(one.day)}写了两次：{one.where}（{_kind(one)}）和{other.where}（{_kind(other)}）。"


def _kind(entry: _Entry) -> str:
    return "上班" if entry.rule.working else "放假"


def _missing(named: str) -> Iterator[str]:
    missing = [festival for festival in FESTIVALS if festival not in named]
    if missing:
        yield f"没有读到{'、'.join(missing)}的安排：要写全一年的七个节日；只调整个别节日的通知，请改好全年日期表再导入。"
