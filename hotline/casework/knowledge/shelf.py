"""What is there to read about articles? Lists, one article with its history, what changed, what was answered once."""

from dataclasses import dataclass
from datetime import datetime

from hotline.casework.answering import Answered, answer
from hotline.casework.knowledge.live import LiveSearch, Still
from hotline.casework.office import Office
from hotline.records import ArticleFilter, ArticleRow
from knowledge_base.article import Article
from knowledge_base.contradictions import Contradiction
from knowledge_base.contradictions import contradictions as found_in
from knowledge_base.difference import ListChange, TextChange, differences
from knowledge_base.life import ArticleEvent, Life, Stage, Standing, Step, Version, offers
from tickets.people import Actor


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One page of a list, and how many there are in all."""

    rows: list[ArticleRow]
    total: int


@dataclass(frozen=True, kw_only=True)
class Told:
    """Everything about one article. `shown` is the version in work, else the one published last; `published` the one that
    answers, None when none does; `offers` are the steps this person may take now."""

    life: Life
    shown: Version
    published: Version | None
    versions: list[Version]
    events: list[ArticleEvent]
    offers: tuple[Step, ...]


def listed(office: Office, wanted: ArticleFilter) -> Listed:
    with office.store.look() as work:
        return Listed(rows=work.articles.rows(wanted), total=work.articles.count(wanted))


def counted(office: Office, department: str = "") -> dict[str, int]:
    """How many articles there are in each standing and stage that occurs, by its Chinese word."""
    kinds = [(str(one), ArticleFilter(standings=frozenset({one}), department=department)) for one in Standing]
    kinds += [(str(one), ArticleFilter(stages=frozenset({one}), department=department)) for one in Stage if one]
    with office.store.look() as work:
        counts = {name: work.articles.count(wanted) for name, wanted in kinds}
    return {name: count for name, count in counts.items() if count}


def told(office: Office, article_id: str, actor: Actor, version: int | None = None) -> Told:
    """`version` asks for another one to be `shown`. Errors: `NoSuchArticle`."""
    with office.store.look() as work:
        life = work.articles.life(article_id)
        versions = work.articles.versions(article_id)
        events = work.articles.events(article_id)
        shown = work.articles.version(article_id, version or life.working or _last_published(events) or life.versions)
    return Told(
        life=life,
        shown=shown,
        published=next((one for one in versions if one.no == life.published), None),
        versions=versions,
        events=events,
        offers=offers(life, actor),
    )


def _last_published(events: list[ArticleEvent]) -> int:
    return next((event.version for event in reversed(events) if event.step is Step.PUBLISH), 0)


def difference(office: Office, article_id: str, one: int, other: int) -> tuple[TextChange | ListChange, ...]:
    """What changed from version `one` to version `other`. Errors: `NoSuchArticle`."""
    with office.store.look() as work:
        before, after = work.articles.version(article_id, one), work.articles.version(article_id, other)
    return differences(before.content, after.content)


def contradictions(office: Office) -> tuple[Contradiction, ...]:
    """Pairs of published articles that say different things about the same, likeliest first. Some seconds for 684."""
    with office.store.look() as work:
        live = [article for _, article in work.articles.live()]
    return found_in(live, vectors=office.bench.vectors, cache=office.bench.cache)


def near(office: Office, title: str, now: datetime, but: str = "") -> list[Article]:
    """Up to three published articles that answer to this title, to avoid doubles; `but` is left out."""
    found = office.search.ask(title, office.calendar.local(now).date())
    return [candidate.article for candidate in found.candidates if candidate.article.id != but]


def as_of(office: Office, text: str, at: datetime) -> Answered:
    """What the question would have been answered at that instant: the articles published then, searched as we search today."""
    return answer(office, text, at, library_of(office, at))


def library_of(office: Office, at: datetime) -> LiveSearch:
    """The articles published at that instant, for several questions."""
    with office.store.look() as work:
        live = work.articles.live(at)
    return LiveSearch(Still(live), office.bench, office.calendar.local(at).date())
