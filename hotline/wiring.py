"""How is everything put together? Read aloud from top to bottom; nothing else builds an engine or a client."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import structlog
import yaml
from fastapi import FastAPI
from rasa_sdk.executor import ActionExecutor

from actions import all_actions
from hotline import demo
from hotline.adapters import Argon2Passwords, NoBell, NoDialogue, RasaDialogue, WeChatCallback, WeChatChannel
from hotline.casework.desk import Desk
from hotline.casework.knowledge.live import LiveSearch, Stored, following, printed
from hotline.casework.knowledge.seeding import Seeded, seed
from hotline.casework.knowledge.workbench import Workbench
from hotline.casework.lookout import Lookout
from hotline.casework.office import Office
from hotline.casework.rulebook import Rulebooks
from hotline.casework.tidying import rebuild_stale
from hotline.papers import OfficePapers
from hotline.ports import Bell, Messenger
from hotline.records import ArticleFilter
from hotline.rules import limits, load, working_time
from hotline.rules.handling import handling
from hotline.settings import Settings
from hotline.storage.engine import open_engine
from hotline.storage.migrate import migrate
from hotline.storage.store import SqlStore
from hotline.storage.vault import Vault
from hotline.web.app import create_app
from hotline.web.front import Front
from hotline.worker import QueueBell, open_queue
from integrations.console.notices import ConsoleNotices
from integrations.rasa import RestDialogue
from integrations.wechat.account import Account
from integrations.wechat.client import WeChatMessenger
from knowledge_base.article import Article
from knowledge_base.life import Standing
from knowledge_base.likeness import Likeness
from knowledge_base.reader import read_library
from knowledge_base.search import Search
from knowledge_base.vectors import E5, USE, Absent, Recent, Vectors
from tickets.clocks import Rulebook

ARTICLES = Path(__file__).parent.parent / "knowledge_base" / "articles"
CATEGORIES = ARTICLES.parent / "categories.yml"
GOLDEN = ARTICLES.parent.parent / "tests" / "knowledge_base" / "golden.jsonl"
VECTORS: Mapping[str, Callable[[], Vectors]] = {"e5": E5, "use": USE, "absent": Absent}


def clock() -> datetime:
    return datetime.now(UTC)


def build_store(settings: Settings, database: str = "") -> SqlStore:
    """The store over a migrated database: that of the settings, or another one."""
    engine = open_engine(database or settings.database)
    migrate(engine)
    return SqlStore(engine, Vault(settings.text("HOTLINE_VAULT_KEY").encode()))


def today() -> date:
    """The day it is in the district."""
    return clock().astimezone(working_time.calendar().zone).date()


def build_vectors(settings: Settings) -> Recent:
    """One model for search and lookout."""
    return Recent(VECTORS[settings.text("HOTLINE_VECTORS")]())


def build_search(settings: Settings, vectors: Vectors) -> Search:
    """The search over the shipped articles; vectors of texts are remembered in the data folder."""
    articles, _ = read_library(ARTICLES)
    return Search(articles, vectors=vectors, today=today(), cache=settings.data / "vectors")


def build_bench(settings: Settings, vectors: Recent) -> Workbench:
    """What editors' work needs; golden questions are there where the tests are."""
    golden = GOLDEN if GOLDEN.exists() else None
    return Workbench(vectors=vectors, categories=categories(), cache=settings.data / "vectors", golden=golden)


def categories() -> tuple[str, ...]:
    """The main categories, in their order."""
    return tuple(row["name"] for row in yaml.safe_load(CATEGORIES.read_text(encoding="utf-8")))


def seed_articles(store: SqlStore) -> Seeded:
    """Publish what is new in the shipped files."""
    articles, _ = read_library(ARTICLES)
    return seed(store, articles, clock())


def build_lookout(settings: Settings, vectors: Vectors) -> Lookout:
    """The phrases for danger to life, and behind them the net of meaning; without vectors there is none, and we say so."""
    if not vectors.dimensions:
        structlog.get_logger().warning("danger_by_phrases_alone", why="没有句向量，险情只按固定说法识别")
        return Lookout(load.dangers())
    spoken, alike = load.danger_examples()
    return Lookout(load.dangers(), Likeness(spoken, alike, vectors=vectors, cache=settings.data / "vectors"))


def build_rulebook() -> Rulebook:
    """The shipped limits and working time."""
    return Rulebook(levels=limits.levels(), timetable=working_time.timetable(), city_margin=limits.city_margin())


def build_office(settings: Settings, bell: Bell | None = None) -> Office:
    """Everything a use case needs, over a database whose index is of this release."""
    store, vectors = build_store(settings), build_vectors(settings)
    bench = build_bench(settings, vectors)
    seed_articles(store)
    timeout = settings.number("HOTLINE_RASA_TIMEOUT")
    http = httpx.Client(trust_env=False, limits=httpx.Limits(max_connections=32))
    office = Office(
        store=store,
        bell=bell or QueueBell(open_queue(settings)),
        dialogue=RasaDialogue(RestDialogue(http, settings.rasa_url), timeout),
        passwords=Argon2Passwords(),
        search=LiveSearch(Stored(store), bench, today()),
        bench=bench,
        directory=load.directory(),
        catalogue=load.catalogue(),
        gazetteer=load.gazetteer(),
        lookout=build_lookout(settings, vectors),
        rulebooks=Rulebooks(build_rulebook()),
        handling=handling(),
    )
    rebuild_stale(office)
    return office


def build_replay_office(settings: Settings, database: str) -> Office:
    """An office for simulations: on a database of its own, the shipped articles beside it."""
    articles, _ = read_library(ARTICLES)
    return _office_without_model(settings, build_store(settings, database), articles)


def build_shelf_office(settings: Settings) -> Office:
    """An office for work on articles that asks no question: nothing is searched, so that it is there at once."""
    store = build_store(settings)
    seed_articles(store)
    return _office_without_model(settings, store, ())


def _office_without_model(settings: Settings, store: SqlStore, articles: Sequence[Article]) -> Office:
    """The real rules and storage; no model, no queue, no channel."""
    bench = build_bench(settings, Recent(Absent()))
    return Office(
        store=store,
        bell=NoBell(),
        dialogue=NoDialogue(),
        passwords=Argon2Passwords(),
        search=LiveSearch(printed(articles), bench, today()),
        bench=bench,
        directory=load.directory(),
        catalogue=load.catalogue(),
        gazetteer=load.gazetteer(),
        lookout=Lookout(load.dangers()),
        rulebooks=Rulebooks(build_rulebook()),
        handling=handling(),
    )


def published_articles(settings: Settings) -> int:
    """How many articles are published: in the store, or in the files as long as the store has none."""
    with build_store(settings).look() as work:
        stored = work.articles.count(ArticleFilter(standings=frozenset({Standing.PUBLISHED})))
    return stored or len(read_library(ARTICLES)[0])


def build_app(settings: Settings) -> FastAPI:
    """The web service: pages, callback, actions."""
    office = build_office(settings)
    executor = ActionExecutor()
    for action in all_actions(Desk(office, clock)):
        executor.register_action(action)
    account = wechat_account(settings)
    public_url = settings.text("HOTLINE_PUBLIC_URL")
    return create_app(
        Front(
            office=office,
            clock=clock,
            papers=OfficePapers(office.directory),
            demo_accounts=_demo(settings, office),
            public_url=public_url,
        ),
        executor=executor,
        action_secret=settings.text("HOTLINE_ACTION_SECRET"),
        session_key=settings.text("HOTLINE_SESSION_KEY"),
        wechat=WeChatCallback(account, public_url) if account else None,
        alongside=lambda app: _following(office),
    )


@asynccontextmanager
async def _following(office: Office) -> AsyncIterator[None]:
    with following(office.search, today):
        yield


def wechat_account(settings: Settings) -> Account | None:
    """The official account; in a demonstration one for rehearsal, otherwise None when none is set."""
    if not settings.text("HOTLINE_WECHAT_APP_ID"):
        return demo.wechat(settings.text("HOTLINE_SESSION_KEY")) if settings.number("HOTLINE_DEMO") else None
    return Account(
        app_id=settings.text("HOTLINE_WECHAT_APP_ID"),
        token=settings.text("HOTLINE_WECHAT_TOKEN"),
        encoding_aes_key=settings.text("HOTLINE_WECHAT_AES_KEY"),
        secret=settings.text("HOTLINE_WECHAT_SECRET"),
    )


def build_messengers(settings: Settings) -> dict[str, Messenger]:
    """The channels that need carrying; a web page reads its conversation by itself."""
    account, public_url = wechat_account(settings), settings.text("HOTLINE_PUBLIC_URL")
    if account is None:
        return {}
    real = bool(settings.text("HOTLINE_WECHAT_APP_ID"))
    api = settings.text("HOTLINE_WECHAT_API")
    messenger = WeChatMessenger(account, clock=clock, base_url=api) if real else ConsoleNotices("微信")
    return {"微信": WeChatChannel(messenger, public_url)}


def _demo(settings: Settings, office: Office) -> tuple[tuple[str, str, str], ...]:
    return demo.accounts(office) if settings.number("HOTLINE_DEMO") else ()
