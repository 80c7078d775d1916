"""Is the question about another place? 曾都区 can only answer for itself, 随州, 湖北 and the whole country."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("other_places.txt")
_OURS = re.compile(
    r"随州|曾都|湖北|随县|广水|本地|本市|本区|我们区|老家|回来|转回|转入|转移|异地|外地|跨省|外省|跨市|户口|户籍"
)


def names_elsewhere(text: str) -> bool:
    """Whether a province or city other than ours is named, and nothing that ties the matter to here."""
    return bool(_elsewhere().search(text)) and not _OURS.search(text)


@cache
def _elsewhere() -> re.Pattern:
    return re.compile("|".join(map(re.escape, other_places())))


def other_places() -> list[str]:
    """Provinces, cities and countries that are not ours."""
    return _FILE.read_text(encoding="utf-8").split()
