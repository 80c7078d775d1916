"""What does the form of an article hold, and what of it is wrong? Fields as text, as typed, with every problem at its field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from starlette.datastructures import FormData

from knowledge_base import exchange
from knowledge_base.article import KINDS, SCOPES, Article
from knowledge_base.exchange import Known
from knowledge_base.fields import LABELS

FORM = 0  # a form is a table of one row without a number


@dataclass(frozen=True, kw_only=True)
class Field:
    """How one part of an article is asked for. `most` and `least` count characters, or lines where `lines` is set; blanks in
    the body do not count."""

    name: str
    shape: Literal["line", "text", "list", "day", "choice", "category", "department"]
    hint: str = ""
    rows: int = 1
    least: int = 0
    most: int = 0
    needed: bool = False
    choices: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return LABELS[self.name]


GROUPS: Mapping[str, tuple[Field, ...]] = {
    "答案": (
        Field(name="title", shape="line", most=40, needed=True, hint="一件事一个标题，像市民会找的那样写。"),
        Field(
            name="short", shape="text", rows=3, least=15, most=120,
            hint="微信里先看到的就是它：直接作答，不写“详见下文”。",
        ),
        Field(
            name="body", shape="text", rows=18, least=250, most=900, needed=True,
            hint="谁能办、带什么、怎么办、多久、多少钱、在哪里、注意什么、问谁。**加粗**，列表用“- ”或“1. ”开头。",
        ),
    ),
    "市民怎么问": (
        Field(
            name="questions", shape="list", rows=7, least=6,
            hint="一行一条，照市民的口气写；至少两条不带标题里的词。",
        ),
        Field(name="keywords", shape="line", hint="用逗号分开，每个不超过 20 字。"),
    ),
    "归哪里": (
        Field(name="category", shape="category", needed=True, hint="写成“大类/小类”。"),
        Field(name="kind", shape="choice", needed=True, choices=KINDS),
        Field(name="department", shape="department", needed=True),
        Field(name="scope", shape="choice", choices=SCOPES),
        Field(name="audience", shape="line", hint="个人、企业……"),
    ),
    "依据和来源": (
        Field(name="basis", shape="list", rows=3, hint="一行一条：《法律或文件全名（文号）》第几条。"),
        Field(name="sources", shape="list", rows=3, hint="一行一条：标题 网址 查阅日，中间空一格。"),
    ),
    "日期": (
        Field(name="effective", shape="day", hint="从这天起可以作答。"),
        Field(name="expires", shape="day", hint="最后一天；长期有效就空着。"),
        Field(name="review_due", shape="day", hint="最迟这天再核对一遍。"),
        Field(name="confirmed", shape="day", hint="事实最近一次核对的日子。"),
    ),
}  # fmt: skip
FIELDS = tuple(one for group in GROUPS.values() for one in group)
_FIELD_OF = {label: name for name, label in LABELS.items()}


@dataclass(frozen=True, kw_only=True)
class Written:
    """A form as it stands: texts by field, problems by field, and those that belong to no field under ""."""

    values: Mapping[str, str]
    problems: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(len(found) for found in self.problems.values())


def blank(department: str, today: date) -> dict[str, str]:
    """What a new article begins with."""
    return dict.fromkeys((one.name for one in FIELDS), "") | {
        "department": department,
        "scope": "曾都区",
        "audience": "个人",
        "kind": KINDS[0],
        "effective": str(today),
        "confirmed": str(today),
        "review_due": str(today + exchange.NEXT_REVIEW),
    }


def of_article(article: Article) -> dict[str, str]:
    row = exchange.to_row(article)
    return {name: row[label] for name, label in LABELS.items()}


def of_form(form: FormData) -> dict[str, str]:
    """As typed; only the line ends are made alike."""
    return {one.name: str(form.get(one.name, "")).replace("\r\n", "\n") for one in FIELDS}


def read(values: Mapping[str, str], known: Known, article_id: str = "") -> Article | Mapping[str, tuple[str, ...]]:
    """The article, or what cannot be read of it, by field."""
    row = {LABELS[name]: text for name, text in values.items()} | {LABELS["id"]: article_id}
    found = exchange.from_row(FORM, row, known)
    if isinstance(found, Article):
        return found
    return by_field((_FIELD_OF[problem.column], problem.text) for problem in found)


def by_field(problems: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    gathered: dict[str, tuple[str, ...]] = {}
    for name, sentence in problems:
        gathered[name] = (*gathered.get(name, ()), sentence)
    return gathered


def length(one: Field, text: str) -> int:
    """What its counter shows: lines of a list, characters of a text, those of the body without blanks."""
    if one.shape == "list":
        return sum(bool(line.strip()) for line in text.split("\n"))
    return len("".join(text.split())) if one.name == "body" else len(text.strip())
