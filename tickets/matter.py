"""What does the citizen want? The matter 诉求 as it was stated, before anybody decided anything about it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of appeal accepted by a 12345 hotline (国办发〔2020〕53号)."""

    CONSULT = "咨询"
    HELP = "求助"
    COMPLAINT = "投诉"
    REPORT = "举报"
    SUGGESTION = "建议"


class Urgency(StrEnum):
    ORDINARY = "普通"
    URGENT = "紧急"
    CRITICAL = "特急"


class Privacy(StrEnum):
    """Who may see the reporter: GB/T 33358-2016 asks for secrecy on request."""

    NAMED = "实名"
    CONFIDENTIAL = "保密"
    ANONYMOUS = "匿名"


@dataclass(frozen=True, kw_only=True)
class Appeal:
    """One matter in the citizen's own words."""

    what: str
    where: str = ""
    when: str = ""
    contact: str = ""
    privacy: Privacy = Privacy.NAMED
    channel: str = "网页"

    @property
    def title(self) -> str:
        """The first clause of the matter, at most 30 characters: what a list shows."""
        first = self.what.strip().splitlines()[0] if self.what.strip() else "（无内容）"
        for end in "。！？!?；;":
            first = first.split(end)[0]
        return first if len(first) <= 30 else first[:29] + "…"
