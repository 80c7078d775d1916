"""What waits for me in the knowledge base, as the page tells it? Groups of lines that lead to where the work is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hotline.casework.knowledge.todo import Group
from hotline.records import ArticleRow, Gap


@dataclass(frozen=True, kw_only=True)
class Line:
    path: str
    title: str
    small: str


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A group with its lines; `tone` colours its edge, the words say the same."""

    name: str
    hint: str
    tone: str
    rows: tuple[Line, ...]


_HINTS = {
    "待我确认": ("核对事实，属实就确认，不对就退回。", ""),
    "待我复核": ("别人起草、部门已确认，复核后发布。", ""),
    "退回给我改": ("照退回的话改好再送。", "soon"),
    "已失效待处理": ("已经不再答复市民：改好重发，或者归档。", "late"),
    "30天内到期复审": ("内容没变就报“内容无误”，变了就修改。", "soon"),
    "我单位的缺口": ("市民常问、知识库答不上的，请贵单位起草。", ""),
}


def groups(found: Iterable[Group], today: date) -> list[Shown]:
    return [_shown(group, today) for group in found]


def _shown(group: Group, today: date) -> Shown:
    hint, tone = _HINTS[group.name]
    lines = (*(_article(group.name, row, today) for row in group.rows), *map(_gap, group.gaps))
    return Shown(name=group.name, hint=hint, tone=tone, rows=lines)


def _article(group: str, row: ArticleRow, today: date) -> Line:
    small = {
        "已失效待处理": f"{row.expires} 失效" if row.expires else "已失效",
        "30天内到期复审": _due(row.review_due, today),
    }
    said = small.get(group, f"{row.author}起草")
    return Line(path=f"/knowledge/{row.id}", title=row.title, small=f"{row.id} · {row.department} · {said}")


def _due(day: date, today: date) -> str:
    left = (day - today).days
    return f"复审超 {-left} 天" if left < 0 else "今天到期复审" if left == 0 else f"剩 {left} 天复审"


def _gap(gap: Gap) -> Line:
    return Line(path=f"/knowledge/gaps#gap-{gap.id}", title=gap.title, small=f"问过 {gap.total} 次 · {gap.status}")
