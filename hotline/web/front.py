"""What does every page get? The office, the clock and the paths, hung on the application once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from fastapi import Request

from hotline.casework.board import Board
from hotline.casework.office import Office
from hotline.ports import SheetRow


class Papers(Protocol):
    """Tables and letters in and out; files that cannot be read are refused with `FileUnreadable`."""

    def read_table(self, content: bytes, *, columns: Sequence[str], limit: int) -> list[SheetRow]:
        """The filled rows of the first sheet of an .xlsx, the columns found by their headings."""

    def write_table(self, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes: ...
    def figures_sheet(self, made: Board, issued: date) -> bytes:
        """The board's figures as an .xlsx with charts."""

    def figures_letter(self, made: Board, issued: date) -> bytes:
        """The board's figures as a Word bulletin 通报."""


@dataclass(frozen=True, kw_only=True)
class Front:
    """`clock` gives timezone-aware instants; `demo_accounts` (login, password, who) are offered on the sign-in page."""

    office: Office
    clock: Callable[[], datetime]
    papers: Papers
    demo_accounts: tuple[tuple[str, str, str], ...] = ()
    public_url: str = ""


def front(request: Request) -> Front:
    return request.app.state.front
