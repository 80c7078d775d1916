"""What does the city platform send us? One ticket of its own 市级工单, read from a row of a table or of JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from tickets.errors import TicketError
from tickets.matter import Kind, Privacy, Urgency

NEEDED = ("市级工单号", "诉求内容", "诉求类型", "受理时间")
OPTIONAL = ("事发地点", "发生时间", "紧急程度", "联系电话", "是否保密", "市级办结期限", "来源渠道")
COLUMNS = (*NEEDED, *OPTIONAL)
_LONGEST_NUMBER = 64
_SHORTEST = 4


class BadOrder(TicketError):
    """A row that cannot be taken; `problems` are all reasons, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("；".join(problems))


@dataclass(frozen=True, kw_only=True)
class CityDraft:
    """One ticket of the city as it was sent; instants are timezone-aware."""

    number: str
    what: str
    where: str
    when: str
    contact: str
    privacy: Privacy
    kind: Kind
    urgency: Urgency
    channel: str
    accepted_at: datetime
    due: datetime | None


def read_order(values: Mapping[str, str], zone: tzinfo, now: datetime) -> CityDraft:
    """Errors: `BadOrder` with everything that is wrong with the row."""
    problems: list[str] = []
    said = {name: str(values.get(name) or "").strip() for name in COLUMNS}
    problems += [f"没有写{name}" for name in NEEDED if not said[name]]
    accepted_at = _instant(said["受理时间"], "受理时间", zone, problems)
    due = _instant(said["市级办结期限"], "市级办结期限", zone, problems)
    if accepted_at and due and due <= accepted_at:
        problems.append("市级办结期限不晚于受理时间")
    if accepted_at and accepted_at > now + timedelta(minutes=5):
        problems.append("受理时间在将来")
    if len(said["市级工单号"]) > _LONGEST_NUMBER:
        problems.append("市级工单号太长")
    if said["诉求内容"] and len(said["诉求内容"]) < _SHORTEST:
        problems.append("诉求内容太短，看不出是什么事")
    kind = _one_of(Kind, said["诉求类型"], "诉求类型", problems)
    urgency = _one_of(Urgency, said["紧急程度"] or str(Urgency.ORDINARY), "紧急程度", problems)
    if problems:
        raise BadOrder(problems)
    return CityDraft(
        number=said["市级工单号"],
        what=said["诉求内容"],
        where=said["事发地点"],
        when=said["发生时间"],
        contact=said["联系电话"],
        privacy=_privacy(said),
        kind=kind,
        urgency=urgency,
        channel=said["来源渠道"] or "市平台",
        accepted_at=accepted_at,
        due=due,
    )


def _privacy(said: Mapping[str, str]) -> Privacy:
    if not said["联系电话"]:
        return Privacy.ANONYMOUS
    return Privacy.CONFIDENTIAL if said["是否保密"] in ("是", "保密", "1", "true") else Privacy.NAMED


def _instant(text: str, name: str, zone: tzinfo, problems: list[str]) -> datetime | None:
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        problems.append(f"{name}“{text}”不是日期时间，请写成 2026-11-23 09:30")
        return None
    return read.replace(tzinfo=zone) if read.tzinfo is None else read


def _one_of(values: type[Kind] | type[Urgency], text: str, name: str, problems: list[str]):
    if text in set(values):
        return values(text)
    if text:
        problems.append(f"{name}“{text}”不在{'、'.join(values)}之内")
    return None
