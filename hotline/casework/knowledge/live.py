"""What answers right now? The newest published articles, in every process within seconds of a publication."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from threading import Event, Thread
from typing import Protocol

from hotline.casework.knowledge.workbench import Workbench
from hotline.ports import Store
from hotline.troubles import StorageBusy
from knowledge_base.article import Article
from knowledge_base.search import Found, Search

POLL_SECONDS = 1.0  # a look costs a millisecond, the next edition about a second: within five seconds everywhere
log = logging.getLogger(__name__)


class Shelf(Protocol):
    """Where the published articles come from."""

    def edition(self) -> int:
        """A number that grows whenever the published articles change; cheap."""

    def live(self) -> tuple[int, list[tuple[int, Article]]]:
        """The edition, and version and content of everything published, seen at one instant."""


@dataclass(frozen=True)
class Stored:
    """The shelf of a store."""

    store: Store

    def edition(self) -> int:
        with self.store.look() as work:
            return work.articles.edition()

    def live(self) -> tuple[int, list[tuple[int, Article]]]:
        with self.store.look() as work:
            return work.articles.edition(), work.articles.live()


@dataclass(frozen=True)
class Still:
    """A shelf that never changes: versions and articles of one instant, or 0 and an article from a file."""

    articles: Sequence[tuple[int, Article]]

    def edition(self) -> int:
        return 0

    def live(self) -> tuple[int, list[tuple[int, Article]]]:
        return 0, list(self.articles)


def printed(articles: Sequence[Article]) -> Still:
    """Articles from files, in no version."""
    return Still([(0, article) for article in articles])


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The published articles of one instant and the search over them. `answered` keeps what was found for the golden
    questions, so that they are asked once per edition."""

    number: int
    day: date
    articles: Mapping[str, tuple[int, Article]]  # by id: version and content
    search: Search
    answered: dict[str, Found] = field(default_factory=dict)

    def version_of(self, article: Article) -> int | None:
        """The version with exactly this content, None when this edition holds another."""
        version, held = self.articles.get(article.id, (None, None))
        return version if held == article else None


def edition_of(bench: Workbench, number: int, live: Sequence[tuple[int, Article]], day: date) -> Edition:
    """The search over these articles; takes about a second for 684 whose vectors are known."""
    search = bench.search([article for _, article in live], day)
    articles = {article.id: (version, article) for version, article in live}
    return Edition(number=number, day=day, articles=articles, search=search)


class LiveSearch:
    """Asked like a `Search`, and follows publications: `refresh` builds the next edition aside and puts it in place at once.
    Threads may ask and refresh at the same time."""

    def __init__(self, shelf: Shelf, bench: Workbench, today: date) -> None:
        self._shelf = shelf
        self._bench = bench
        self._edition = self._before = self._built(today)

    @property
    def edition(self) -> Edition:
        """What answers now; whoever asks several things of it should hold on to it."""
        return self._edition

    def ask(self, text: str, today: date) -> Found:
        return self._edition.search.ask(text, today)

    def version_of(self, article: Article) -> int:
        """The version of an article that was found just now; 0 when it is in no store."""
        known = (edition.version_of(article) for edition in (self._edition, self._before))
        return next((version for version in known if version is not None), 0)

    def refresh(self, today: date) -> bool:
        """Whether there was something newer. Errors: `StorageBusy`."""
        held = self._edition
        if (held.number, held.day) == (self._shelf.edition(), today):
            return False
        self._before, self._edition = held, self._built(today)
        return True

    def _built(self, today: date) -> Edition:
        number, live = self._shelf.live()
        return edition_of(self._bench, number, live, today)


@contextmanager
def following(search: LiveSearch, today: Callable[[], date], every: float = POLL_SECONDS) -> Iterator[None]:
    """Refreshes in a thread of its own while the block runs; a database out of reach leaves the edition as it is."""
    stop = Event()
    thread = Thread(target=_follow, args=(search, today, every, stop), name="following-publications", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=10)


def _follow(search: LiveSearch, today: Callable[[], date], every: float, stop: Event) -> None:
    while not stop.wait(every):
        try:
            search.refresh(today())
        except StorageBusy as busy:
            log.warning("the newest publications could not be read: %s", busy)
        except Exception:  # whatever it is, the edition in place goes on answering and the next poll may do better
            log.exception("the newest publications could not be built")
