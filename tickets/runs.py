"""Which clocks ran, from when, and what stopped them? Clocks as the history made them, before any limit is applied."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tickets.anew import anew
from tickets.matter import Kind, Urgency
from tickets.service_levels import Clock


class Ending(StrEnum):
    """DONE: what the clock asked for was done. DROPPED: it was taken away (reassigned, merged, withdrawn); it still counts
    as late when it had run out before."""

    DONE = "完成"
    DROPPED = "终止"


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run of one clock. `no` counts from 1 within the ticket; `place` is the assignment it belongs to, 0 for the matter
    itself and for the centre; `stopped_at` is None while it runs. Kind, urgency and department are those of the start:
    calling the matter by another name later must not stretch a clock."""

    no: int
    clock: Clock
    place: int
    kind: Kind
    urgency: Urgency
    department: str
    started_at: datetime
    given: tuple[tuple[str, datetime], ...] = ()  # the instant of the newest light or breach of each step
    stopped_at: datetime | None = None
    ending: Ending | None = None

    @property
    def running(self) -> bool:
        return self.stopped_at is None


@dataclass(frozen=True, kw_only=True)
class Break:
    """A time that does not count: joint consultation 会商. `end` is None while it lasts."""

    start: datetime
    end: datetime | None = None


def stopped(
    runs: tuple[Run, ...],
    clocks: Iterable[Clock],
    at: datetime,
    *,
    place: int | None = None,
    ending: Ending = Ending.DONE,
) -> tuple[Run, ...]:
    """Stop the running ones of these clocks, of one place or (None) of all."""
    wanted = frozenset(clocks)
    return tuple(
        anew(run, stopped_at=at, ending=ending)
        if run.running and run.clock in wanted and place in (None, run.place)
        else run
        for run in runs
    )


def resumed(runs: tuple[Run, ...], clock: Clock) -> tuple[Run, ...]:
    """The newest run of a clock goes on as if it had never stopped: work that was sent back was not done."""
    last = next((run for run in reversed(runs) if run.clock is clock and run.place == 0), None)
    return tuple(anew(run, stopped_at=None, ending=None) if run is last else run for run in runs)


def running(runs: Iterable[Run], clock: Clock, *, place: int = 0) -> Run | None:
    return next((run for run in runs if run.clock is clock and run.place == place and run.running), None)
