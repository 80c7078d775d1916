"""Does the worker do its rounds: at once when rung for, at its start, every minute, and each thing once?"""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from huey import MemoryHuey, PostgresHuey
from sqlalchemy import Engine
from structlog.testing import capture_logs

from hotline.ports import Reply
from hotline.settings import read_settings
from hotline.troubles import StorageBusy
from hotline.worker import QueueBell, consume, open_queue
from tests.casework.one_office import LAMP, MONDAY, WANG, alerts_of, dispatched
from tests.storage.one_appeal import at_once
from tests.worker.worker_process import Worker, bell_of, until
from tickets.lifecycle import Act

DAY = timedelta(days=1)
TICKETS, NOTICES = 6, 24
UNNAMED = replace(LAMP, anonymous=True)  # nobody to call first, so there are two clocks only
EVERY = [("黄灯", "签收"), ("超期", "签收"), ("黄灯", "办结"), ("红灯", "办结"), ("超期", "办结")]


class Unstarted(MemoryHuey):
    """A queue whose consumer is never started, so that a test can take the tasks out by hand."""

    def create_consumer(self, **options: object) -> "Unstarted":
        return self

    def run(self) -> None: ...


def recorded(worker: Worker, number: str) -> list[tuple[str, str]]:
    """The lights and breaches of a ticket, in the order they were written down."""
    with worker.office.store.look() as work:
        events = work.tickets.events(number)
    return [(event.data["step"], event.data["clock"]) for event in events if event.act in (Act.WARN, Act.BREACH)]


def test_a_ring_makes_a_round_at_once(worker: Worker) -> None:
    worker.queue_notice("开工前的通知")
    worker.start()
    assert worker.told(1) == ["开工前的通知"]
    worker.queue_notice("您的诉求已签收。")
    bell_of(worker).ring()
    assert worker.told(2) == ["开工前的通知", "您的诉求已签收。"]


def test_what_nobody_rang_for_goes_out_with_the_next_round(worker: Worker) -> None:
    worker.queue_notice("甲", "乙", "丙")
    worker.start()
    assert sorted(worker.told(3)) == sorted(["甲", "乙", "丙"])


def test_there_is_a_round_at_the_start_and_in_every_minute() -> None:
    rounds: list[int] = []
    queue = Unstarted()
    consume(queue, lambda: rounds.append(len(rounds)))
    queue.execute(queue.dequeue())
    assert rounds == [0] and queue.dequeue() is None
    for minute in range(180):
        (due,) = queue.read_periodic(datetime(2026, 11, 23, 9) + timedelta(minutes=minute))
        queue.execute(due)
    assert len(rounds) == 181


def test_rings_do_not_pile_up_while_a_round_is_waiting() -> None:
    queue = Unstarted()
    bell = QueueBell(queue)
    for _ in range(5):
        bell.ring()
    assert queue.pending_count() == 1


def test_a_queue_out_of_reach_does_not_stop_whoever_rings(worker: Worker) -> None:
    bell = bell_of(worker)
    with closing(sqlite3.connect(worker.settings.data / "queue.db")) as other:
        other.execute("DROP TABLE task")
    with capture_logs() as logged:
        bell.ring()
    assert [line["log_level"] for line in logged] == ["warning"]


@pytest.mark.parametrize("queue", ["postgresql://127.0.0.1:1/queue", "sqlite:////没有这个目录/queue.db"])
def test_a_queue_that_cannot_be_opened_is_one_sentence(tmp_path: Path, queue: str) -> None:
    settings = read_settings({"HOTLINE_DATA": str(tmp_path), "HOTLINE_QUEUE": queue})
    with pytest.raises(StorageBusy, match="^任务队列连不上或被占用，请稍后再试，或检查 HOTLINE_QUEUE。$"):
        open_queue(settings)


def test_service_and_worker_may_open_a_new_queue_at_the_same_instant(postgres_engine: Engine, tmp_path: Path) -> None:
    """PostgreSQL refuses the second of two that make one table; that must not stop a process."""
    url = postgres_engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    settings = read_settings({"HOTLINE_DATA": str(tmp_path), "HOTLINE_QUEUE": url})
    queues = at_once(lambda who: open_queue(settings), people=4)
    assert [queue for queue in queues if not isinstance(queue, PostgresHuey)] == []
    assert queues[0].pending_count() == 0


def test_after_three_days_without_a_worker_everything_is_caught_up_once(worker: Worker) -> None:
    number = dispatched(worker.office, UNNAMED)
    worker.start(MONDAY)
    worker.ready()
    assert worker.stop() == [0]
    worker.queue_notice("停工时的通知")
    worker.start(MONDAY + 3 * DAY)
    worker.ready()
    assert worker.stop() == [0]
    worker.start(MONDAY + 3 * DAY)
    worker.queue_notice("复工后的通知")
    bell_of(worker).ring()
    told = worker.told(3)
    assert worker.stop() == [0]
    assert told[1:] == ["停工时的通知", "复工后的通知"] and number in told[0]
    assert recorded(worker, number) == [("黄灯", "签收"), ("超期", "签收")]
    assert len(alerts_of(worker.office)) == 1


def test_two_workers_on_one_queue_never_fire_or_send_twice(worker_anywhere: Worker) -> None:
    worker = worker_anywhere
    for _ in range(2):
        worker.start(MONDAY + 60 * DAY)
    worker.ready()
    bell = bell_of(worker)
    numbers = [dispatched(worker.office, replace(UNNAMED, what=f"第{place}盏路灯坏了")) for place in range(TICKETS)]
    notices = [f"第{place}条通知" for place in range(NOTICES)]
    for notice in notices:
        worker.queue_notice(notice)
        bell.ring()
    until(lambda: all(len(recorded(worker, number)) >= len(EVERY) for number in numbers), "每件工单的预警和超期")
    bell.ring()
    told = worker.told(2 * TICKETS + NOTICES)  # each citizen hears of the dispatch and of the order after the breach
    assert worker.stop() == [0, 0]
    assert sorted(text for text in told if text in notices) == sorted(notices)
    assert len(worker.told(0)) == 2 * TICKETS + NOTICES
    assert [sorted(recorded(worker, number)) for number in numbers] == [sorted(EVERY)] * TICKETS
    assert len(alerts_of(worker.office)) == 2 * TICKETS


def test_a_locked_database_puts_the_round_off_and_nothing_is_lost(worker: Worker) -> None:
    """The writer that holds the lock brings the next notice; it is not seen before, and not lost afterwards."""
    worker.start()
    worker.ready()
    bell = bell_of(worker)
    with worker.office.store.work() as work:
        conversation = work.conversations.open(WANG, MONDAY)
        work.outbox.put("锁住时的通知", conversation, Reply(text="锁住时的通知"), MONDAY)
        bell.ring()
        until(lambda: "round put off" in worker.rounds()[0], "推迟的一轮")
    bell.ring()
    assert worker.told(1) == ["锁住时的通知"]


def test_a_round_put_off_says_why_and_the_next_one_works() -> None:
    moods = iter([StorageBusy("系统繁忙，您的内容还没有提交成功，请稍后再试一次。"), None])

    def work() -> str:
        mood = next(moods)
        if mood:
            raise mood
        return "发出 1 条"

    queue = Unstarted()
    consume(queue, work)
    (every_minute,) = queue.read_periodic(MONDAY)
    with capture_logs() as logged:
        queue.execute(queue.dequeue())
        queue.execute(every_minute)
    assert [line["event"] for line in logged] == ["round put off", "round"]
    assert logged[0]["reason"].startswith("系统繁忙") and logged[1]["done"] == "发出 1 条"
