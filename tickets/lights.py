"""What does a running clock give next: a yellow light, a red one, or its breach? And when?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tickets.deadlines import Deadline
from tickets.runs import Run

Step = Literal["黄灯", "红灯", "超期"]


@dataclass(frozen=True, kw_only=True)
class Light:
    step: Step
    at: datetime


def next_light(run: Run, made: Deadline) -> Light | None:
    """The first one that this run has not given yet, None when it stands still. A deadline that was moved on after a light
    has them all ahead again; a light that would fall on the end itself is left out."""
    if not run.running or made.paused:
        return None
    lights = (Light(step="黄灯", at=made.warn_at), Light(step="红灯", at=made.red_at))
    early = tuple(light for light in lights if light.at < made.due)
    given = dict(run.given)
    ahead = [light for light in (*early, Light(step="超期", at=made.due)) if _waits(light, given.get(light.step))]
    return min(ahead, key=lambda light: light.at, default=None)


def _waits(light: Light, given: datetime | None) -> bool:
    """Not given yet, or given for an earlier deadline; one that was moved back past a light still gives its breach."""
    return given is None or given < light.at
