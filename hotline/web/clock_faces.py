"""What does each clock of a ticket say now? One face per run: a colour, a word and a figure, and whose clock it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hotline.ports import Deadlines
from tickets.calendar import CHINA
from tickets.deadlines import Deadline, time_left
from tickets.runs import Ending, Run
from tickets.service_levels import Clock
from tickets.ticket import Ticket

Tone = Literal["ok", "soon", "late", "done", "none"]
_OF_THE_CENTRE = frozenset({Clock.DISPATCH, Clock.RULE, Clock.REVIEW, Clock.FOLLOW_UP})


@dataclass(frozen=True, kw_only=True)
class Face:
    """`name` is what is waited for, `whose` a department's short name or empty for the centre and the matter itself; `total`
    marks the matter's own clock."""

    name: str
    whose: str
    total: bool
    tone: Tone
    words: str
    run: Run
    deadline: Deadline

    @property
    def running(self) -> bool:
        return self.run.running


def faces(ticket: Ticket, deadlines: Deadlines, now: datetime) -> tuple[Face, ...]:
    """The total first, then what runs by time left, then what has stopped; a run without a limit has no face."""
    made = [_face(ticket, run, deadlines[run.no], now) for run in ticket.runs if run.no in deadlines]
    return tuple(sorted(made, key=lambda face: (not face.total, not face.running, face.deadline.due)))


def face_of(ticket: Ticket, deadlines: Deadlines, run: Run | None, now: datetime) -> Face | None:
    """The face of one run; None where there is no run or no limit for it."""
    known = run is not None and run.no in deadlines
    return _face(ticket, run, deadlines[run.no], now) if known else None


def _face(ticket: Ticket, run: Run, deadline: Deadline, now: datetime) -> Face:
    tone, words = _running(deadline, now) if run.running else _stopped(run, deadline)
    total = run.clock is Clock.COMPLETE and run.place == 0
    return Face(
        name=_name(ticket, run, total=total),
        whose="" if total or run.clock in _OF_THE_CENTRE else run.department,
        total=total,
        tone=tone,
        words=words,
        run=run,
        deadline=deadline,
    )


def _name(ticket: Ticket, run: Run, *, total: bool) -> str:
    if total:
        return "总时限"
    helps = run.place and not ticket.assignments[run.place - 1].lead
    return f"协办{run.clock}" if helps else str(run.clock)


def _running(deadline: Deadline, now: datetime) -> tuple[Tone, str]:
    if deadline.paused:
        return "none", "会商中，暂停计时"
    left = time_left(deadline.due, now)
    if now > deadline.due:
        return "late", left
    today = deadline.due.astimezone(CHINA).date() == now.astimezone(CHINA).date()
    tone = "soon" if today or now >= deadline.warn_at else "ok"
    return tone, f"今日到期 · {left}" if today else left


def _stopped(run: Run, deadline: Deadline) -> tuple[Tone, str]:
    if run.stopped_at > deadline.due:
        return "late", "逾期"
    return "done", "按时" if run.ending is Ending.DONE else "已终止"


def running(shown: Iterable[Face]) -> tuple[Face, ...]:
    """What a header shows: the total whatever became of it, and every clock that still runs."""
    return tuple(face for face in shown if face.total or face.running)
