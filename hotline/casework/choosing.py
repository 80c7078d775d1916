"""Which of the offered choices did the citizen mean, who may only have typed its number?"""

import re
import unicodedata
from collections.abc import Sequence

_NUMBER = re.compile(r"(?:回复|选|选择|第)?\s*([0-9]{1,2})\s*(?:[.、。)]|个|项|号)?")


def chosen(reply: str, choices: Sequence[str]) -> str | None:
    """The choice a reply names by number ("2", "２", "选2", "第2个") or by its own words; None if it names none."""
    said = unicodedata.normalize("NFKC", reply).strip()
    if reply.strip() in choices:
        return reply.strip()
    number = _NUMBER.fullmatch(said)
    if number is None or not 1 <= int(number[1]) <= len(choices):
        return None
    return choices[int(number[1]) - 1]
