"""What did somebody upload, and how does a file go back? Tables and files at the rim of every page that takes or gives one."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response

from hotline.web.front import front

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LETTER = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def table_of(
    request: Request, content: bytes, columns: Sequence[str], limit: int
) -> list[tuple[int, Mapping[str, str]]]:
    """The filled rows of an uploaded workbook, each with its number in the sheet. Errors: `FileUnreadable`."""
    return [(row.number, row.values) for row in front(request).papers.read_table(content, columns=columns, limit=limit)]


def download(content: bytes, name: str, kind: str) -> Response:
    """A file to keep, under its Chinese name."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return Response(content, media_type=kind, headers=headers)
