"""How do many articles come in and go out at once? Tables and Markdown files, all stored as drafts or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hotline.casework.knowledge.acts import StepNotTaken, take_step_in
from hotline.casework.knowledge.fitness import Unfit
from hotline.casework.office import Office
from hotline.ports import SheetRow, Work
from hotline.records import ArticleFilter
from hotline.troubles import NoSuchArticle, Trouble
from knowledge_base.article import Article
from knowledge_base.exchange import LIMIT, Known, from_rows, to_row
from knowledge_base.life import Life, Step, Version
from knowledge_base.reader import read_article
from tickets.people import Actor

WHY = "批量导入"


class RowsRefused(Trouble):
    """Nothing was stored; `problems` are all sentences, each with its row and column or file and line."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(self.problems)
        super().__init__(f"有 {len(self.problems)} 处问题，一条也没有导入。改好后再导入一次：\n{lines}")


@dataclass(frozen=True, kw_only=True)
class Brought:
    """Ids of the drafts made: new articles, and new versions of known ones; `same` were identical to what is there."""

    added: tuple[str, ...]
    renewed: tuple[str, ...]
    same: tuple[str, ...]


def bring_rows(office: Office, rows: Sequence[SheetRow], actor: Actor, now: datetime) -> Brought:
    """Rows of a table with the columns of `knowledge_base.exchange`. Errors: `RowsRefused`."""
    known = Known(
        categories=leaves(office),
        departments=[one.short for one in office.directory.departments],
        today=office.calendar.local(now).date(),
    )
    articles, problems = from_rows([(row.number, row.values) for row in rows], known)
    numbers = {row.values.get("标题", "").strip(): row.number for row in rows}
    placed = [(f"第 {numbers[article.title]} 行", article) for article in articles]
    return _bring(office, placed, [str(problem) for problem in problems], actor, now, WHY)


def bring_files(
    office: Office, files: Sequence[tuple[str, bytes]], actor: Actor, now: datetime, *, why: str = WHY
) -> Brought:
    """Markdown files as (name, content). A file whose id is stored is a new version of that article, any other a new article
    that gets its own number. Errors: `RowsRefused`."""
    if len(files) > LIMIT:
        raise RowsRefused([f"一次最多导入 {LIMIT} 个文件，现在有 {len(files)} 个，请分几次导入。"])
    stored = {life.article for life, _ in _newest(office)}
    placed, problems = [], []
    for name, raw in files:
        article, found = read_article(raw, name)
        problems += [str(problem) for problem in found]
        if article is not None:
            placed.append((name, article if article.id in stored else replace(article, id="")))
    return _bring(office, placed, problems, actor, now, why)


def carry_rows(office: Office, wanted: ArticleFilter) -> list[dict[str, str]]:
    """Newest versions as rows of the exchange table."""
    with office.store.look() as work:
        ids = {row.id for row in work.articles.rows(wanted)}
    return [to_row(version.content) for life, version in _newest(office) if life.article in ids]


def leaves(office: Office) -> tuple[str, ...]:
    """The categories 大类/小类 that articles stand under."""
    return tuple(sorted({version.content.category for _, version in _newest(office)}))


def _newest(office: Office) -> list[tuple[Life, Version]]:
    with office.store.look() as work:
        return work.articles.newest()


def _bring(
    office: Office,
    placed: Sequence[tuple[str, Article]],
    problems: Sequence[str],
    actor: Actor,
    now: datetime,
    why: str,
) -> Brought:
    """Everything as drafts in one transaction; every article that is refused is told before nothing is stored."""
    told = list(problems)
    ids: dict[str, list[str]] = {"added": [], "renewed": [], "same": []}
    with office.store.work() as work:
        newest = {life.article: version.content for life, version in work.articles.newest()}
        for where, article in placed:
            kind = _kind(article, newest)
            try:
                ids[kind].append(article.id if kind == "same" else _drafted(office, work, article, actor, now, why))
            except Unfit as unfit:
                told += [f"{where}：{breach}" for breach in unfit.breaches]
            except StepNotTaken as refusal:
                told.append(f"{where}：{refusal}")
        if told:
            raise RowsRefused(told)
    return Brought(**{kind: tuple(found) for kind, found in ids.items()})


def _kind(article: Article, newest: Mapping[str, Article]) -> str:
    if not article.id:
        return "added"
    held = newest.get(article.id)
    return "same" if held and replace(article, file=held.file) == held else "renewed"


def _drafted(office: Office, work: Work, article: Article, actor: Actor, now: datetime, why: str) -> str:
    try:
        return take_step_in(office, work, article.id, Step.DRAFT, actor, now, why=why, content=article).article
    except NoSuchArticle:
        raise StepNotTaken(f"没有知识条目 {article.id}；新条目请把编号留空。") from None
