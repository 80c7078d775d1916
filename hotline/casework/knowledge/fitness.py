"""Is this wording fit to be drafted, and fit to be published? Every problem at once, with the field it is in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from hotline.casework.office import Office
from hotline.ports import Work
from hotline.troubles import Trouble
from knowledge_base.article import Article
from knowledge_base.check import faults_beside
from knowledge_base.fields import LABELS

_NEW = "KB-0000"  # stands for the number a new article is about to get


@dataclass(frozen=True, kw_only=True)
class Breach:
    """One thing to put right: the field's name in `Article`, and the sentence shown."""

    field: str
    text: str

    def __str__(self) -> str:
        return f"{LABELS[self.field]}：{self.text}"


class Unfit(Trouble):
    """The wording cannot go on; the text lists every problem, `breaches` holds them one by one."""

    def __init__(self, article: str, breaches: Sequence[Breach]) -> None:
        self.breaches = tuple(breaches)
        lines = "\n".join(f"· {breach}" for breach in breaches)
        super().__init__(f"{article or '新条目'} 还有 {len(self.breaches)} 处要改：\n{lines}")


def problems(office: Office, work: Work, content: Article, today: date) -> tuple[Breach, ...]:
    """All that keeps it from being sent to its department: by itself, and beside the articles published now."""
    checked = replace(content, id=content.id or _NEW, file="")
    found = faults_beside(
        checked,
        [article for _, article in work.articles.live() if article.id != content.id],
        departments=_departments(office),
        categories=office.bench.categories,
        today=today,
    )
    return (*unusable(office, content), *(Breach(field=field, text=text) for field, text in found))


def unusable(office: Office, content: Article) -> tuple[Breach, ...]:
    """What not even a draft may have: no title, or a department or category that does not exist."""
    found = {
        "title": "" if content.title.strip() else "标题不能空着。",
        "department": _unknown("承办单位", content.department, _departments(office), "单位名录"),
        "category": _unknown("类目", content.main_category, office.bench.categories, "类目表"),
    }
    return tuple(Breach(field=field, text=text) for field, text in found.items() if text)


def _unknown(what: str, name: str, names: Sequence[str], register: str) -> str:
    return "" if name in names else f"{what}“{name}”不在{register}里。"


def _departments(office: Office) -> tuple[str, ...]:
    return tuple(one.short for one in office.directory.departments)
