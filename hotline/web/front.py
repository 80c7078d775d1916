"""What does every page get? The office, the clock and the paths, hung on the application once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from hotline.casework.office import Office


@dataclass(frozen=True, kw_only=True)
class Front:
    """`clock` gives timezone-aware instants; `demo_accounts` (login, password, who) are offered on the sign-in page."""

    office: Office
    clock: Callable[[], datetime]
    demo_accounts: tuple[tuple[str, str, str], ...] = ()
    public_url: str = ""


def front(request: Request) -> Front:
    return request.app.state.front
