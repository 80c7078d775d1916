"""How do the shipped files become the living knowledge base, and how does that become files again?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from hotline.casework.office import Office
from hotline.ports import Store, Work
from knowledge_base.article import Article
from knowledge_base.life import Life, Stage, Standing, Step, Version, next_event
from knowledge_base.writer import write_article
from tickets.people import SYSTEM

WHY = "随版本发布的条目"
_STEPS = (Step.DRAFT, Step.SUBMIT, Step.CONFIRM, Step.PUBLISH)
_STILL_OURS = frozenset({Standing.PUBLISHED, Standing.EXPIRED})


@dataclass(frozen=True, kw_only=True)
class Seeded:
    """Counts of articles: new ones, ones in a new version, and those whose file differs but which people have edited,
    withdrawn or archived since, so that they are left alone."""

    added: int
    renewed: int
    kept: int


@dataclass(kw_only=True)
class _Plan:
    added: list[tuple[Life, Article]] = field(default_factory=list)
    renewed: list[tuple[Life, Article]] = field(default_factory=list)
    kept: int = 0


def seed(store: Store, articles: Iterable[Article], now: datetime) -> Seeded:
    """Publish what is new in the files, in one transaction. When nothing is new nothing is written, and no other process is
    held up. Errors: `StorageBusy`."""
    shipped = list(articles)
    with store.look() as work:
        plan = _planned(work, shipped)
    if plan.added or plan.renewed:
        with store.work() as work:
            plan = _planned(work, shipped)
            for life, article in (*plan.added, *plan.renewed):
                _publish(work, life, article, now)
    return Seeded(added=len(plan.added), renewed=len(plan.renewed), kept=plan.kept)


def _planned(work: Work, shipped: Iterable[Article]) -> _Plan:
    known = {life.article: (life, version) for life, version in work.articles.newest()}
    plan = _Plan()
    for article in shipped:
        life, version = known.get(article.id, (Life(article=article.id), None))
        if version is None:
            plan.added.append((life, article))
        elif version.content != article and _untouched(life, version):
            plan.renewed.append((life, article))
        else:
            plan.kept += version.content != article
    return plan


def _untouched(life: Life, newest: Version) -> bool:
    return newest.by == SYSTEM.name and life.stage is Stage.NONE and life.standing in _STILL_OURS


def _publish(work: Work, life: Life, article: Article, now: datetime) -> None:
    version = life.versions + 1
    for step in _STEPS:
        event = next_event(life, step, SYSTEM, now, version=version, why=WHY)
        life = work.articles.append(life, event, article if step is Step.DRAFT else None)


def files(office: Office) -> Iterator[tuple[str, str]]:
    """Every published article as (path, Markdown text); paths as they came from files, new ones category/id.md."""
    with office.store.look() as work:
        live = work.articles.live()
    for _, article in live:
        yield article.file or f"{article.main_category}/{article.id}.md", write_article(article)


def export(office: Office, folder: Path) -> int:
    """Write every published article below the folder; returns how many."""
    written = 0
    for path, text in files(office):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        written += 1
    return written
