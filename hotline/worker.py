"""Who does what must happen by itself? A Huey consumer: rung for at once, and once a minute in any case."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress

import psycopg
import structlog
from huey import Huey, PostgresHuey, SqliteHuey, crontab

from hotline.settings import Settings
from hotline.troubles import StorageBusy

log = structlog.get_logger()
ROUND = "hotline_round"


def open_queue(settings: Settings) -> Huey:
    """The queue that service and worker share: SQLite in the data folder, or PostgreSQL for several machines.

    Errors: `StorageBusy`.
    """
    try:
        with suppress(
            psycopg.errors.UniqueViolation
        ):  # two processes that make its tables at once get into each other's way
            return _queue_at(settings)
        return _queue_at(settings)
    except (psycopg.Error, sqlite3.Error) as problem:
        raise StorageBusy("任务队列连不上或被占用，请稍后再试，或检查 HOTLINE_QUEUE。") from problem


def _queue_at(settings: Settings) -> Huey:
    url = settings.text("HOTLINE_QUEUE")
    if url.startswith("postgresql://"):
        return PostgresHuey("hotline", dsn=url)
    return SqliteHuey("hotline", filename=url.removeprefix("sqlite:///") or str(settings.data / "queue.db"))


class QueueBell:
    """`hotline.ports.Bell`: asks for a round unless one is waiting already; a lost ring only delays it by a minute."""

    def __init__(self, queue: Huey) -> None:
        self._queue = queue
        self._round = round_task(queue, lambda: None)

    def ring(self) -> None:
        try:
            if not self._queue.pending_count():
                self._round()
        except Exception as problem:  # whatever the queue's engine throws: the minute's round catches up
            log.warning("queue not reachable, the next round comes within a minute", kind=type(problem).__name__)


def round_task(queue: Huey, work: Callable[[], None]) -> Callable[[], object]:
    """The task as both sides know it; only the worker's `work` is ever run."""
    return queue.task(name=ROUND)(work)


def consume(queue: Huey, work: Callable[[], object], *, workers: int = 1) -> None:
    """Run until stopped by a signal. A locked database leaves everything to the next round."""

    def one_round() -> None:
        try:
            log.debug("round", done=str(work()))
        except StorageBusy as busy:
            log.warning("round put off", reason=str(busy))

    task = round_task(queue, one_round)
    queue.periodic_task(crontab(minute="*"), name="hotline_every_minute")(one_round)
    task()
    queue.create_consumer(workers=workers, periodic=True, initial_delay=0.05, max_delay=0.5).run()
