"""A worker as it really runs: Huey's consumer in a process of its own, over a real database, queue and WeChat's double."""

import multiprocessing
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.process import BaseProcess
from pathlib import Path

import structlog
from cryptography.fernet import Fernet
from sqlalchemy import Engine

from hotline.adapters import WeChatChannel
from hotline.casework.office import Office
from hotline.casework.watching import round_of_work
from hotline.ports import Reply
from hotline.settings import Settings, read_settings
from hotline.storage.engine import open_engine
from hotline.storage.store import SqlStore
from hotline.storage.vault import Vault
from hotline.worker import QueueBell, consume, open_queue
from integrations.wechat.account import Account
from integrations.wechat.client import WeChatMessenger
from integrations.wechat.double import Platform
from tests.casework.one_office import MONDAY, WANG, office_over

ACCOUNT = Account(app_id="wx12345zengdu", token="zengdu12345", secret="s3cret")
PATIENCE_SECONDS = 20
CLEAN = multiprocessing.get_context("forkserver")  # SQLite must not be carried into a child
CLEAN.set_forkserver_preload(["tests.worker.worker_process"])


def until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end, f"没有等到：{what}"
        time.sleep(0.05)


@dataclass
class Worker:
    """One hotline: its database, its queue, what its citizens were sent, and the workers that were started for it."""

    database: str
    settings: Settings
    api: str
    platform: Platform
    office: Office
    key: bytes = field(repr=False)
    running: list[BaseProcess] = field(default_factory=list)

    def start(self, now: datetime = MONDAY) -> None:
        process = CLEAN.Process(target=_work, args=(self.database, self.settings, self.api, self.key, now), daemon=True)
        process.start()
        self.running.append(process)

    def kill(self) -> None:
        """As a power cut would."""
        for process in self.running:
            process.kill()
            process.join()
        self.running.clear()

    def stop(self) -> list[int | None]:
        """Ask all workers to end; their exit codes."""
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.join(PATIENCE_SECONDS)
        codes = [process.exitcode for process in self.running]
        self.running.clear()
        return codes

    def queue_notice(self, *words: str) -> None:
        with self.office.store.work() as work:
            conversation = work.conversations.open(WANG, MONDAY)
            for each in words:
                work.outbox.put(each, conversation, Reply(text=each), MONDAY)

    def rounds(self) -> list[str]:
        """What each running worker logged."""
        logs = [_log_of(self.settings, process.pid) for process in self.running]
        return [log.read_text("utf-8") if log.exists() else "" for log in logs]

    def ready(self) -> None:
        """Every worker consumes, and as many rounds are done as workers asked for at their start, by whichever of them."""
        until(lambda: all('"consuming"' in log for log in self.rounds()), "所有后台都已启动")
        until(lambda: sum(log.count('"round"') for log in self.rounds()) >= len(self.running), "第一轮")

    def told(self, count: int) -> list[str]:
        """What 王大姐 was sent, as soon as it is that much; no wait when nothing is expected."""
        return self.platform.wait_for(WANG.key, count=count, timeout_seconds=PATIENCE_SECONDS if count else 0)


def hotline_over(engine: Engine, data: Path, api: str, platform: Platform, queue: str = "") -> Worker:
    settings = read_settings({"HOTLINE_DATA": str(data), "HOTLINE_QUEUE": queue})
    database = engine.url.render_as_string(hide_password=False)
    key = Fernet.generate_key()
    office = office_over(SqlStore(engine, Vault(key)))
    return Worker(database=database, settings=settings, api=api, platform=platform, office=office, key=key)


def bell_of(worker: Worker) -> QueueBell:
    return QueueBell(open_queue(worker.settings))


def _log_of(settings: Settings, pid: int | None) -> Path:
    return settings.data / f"worker-{pid}.log"


def _work(database: str, settings: Settings, api: str, key: bytes, now: datetime) -> None:
    log = _log_of(settings, os.getpid()).open("a", encoding="utf-8")
    structlog.configure(
        processors=[structlog.processors.JSONRenderer()], logger_factory=structlog.WriteLoggerFactory(log)
    )
    office = office_over(SqlStore(open_engine(database, busy_seconds=0.5), Vault(key)))
    wechat = WeChatChannel(WeChatMessenger(ACCOUNT, clock=lambda: now, base_url=api), "")
    queue = open_queue(settings)
    structlog.get_logger().info("consuming")
    consume(queue, lambda: round_of_work(office, {"微信": wechat}, now))
