"""Which characters may stand in an office file, and how much room do they take?"""

import re
from unicodedata import east_asian_width

_FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot carry


def printable(text: str) -> str:
    """`text` with every line end as a line feed and without the characters that would break the file."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def width(text: str) -> int:
    """The width of the longest line, in half characters: 曾都12345 is 9."""
    return max((sum(map(_half_characters, line)) for line in text.split("\n")), default=0)


def _half_characters(character: str) -> int:
    return 2 if east_asian_width(character) in "WFA" else 1
