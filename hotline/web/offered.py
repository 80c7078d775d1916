"""What does a page need to show the acts on offer? Their rows, what was typed before, and the choices their fields give."""

from dataclasses import dataclass, field

from starlette.datastructures import FormData

from hotline.casework import merging
from hotline.casework.office import Office
from hotline.casework.reading import TicketView
from hotline.casework.returning import may_send_on
from hotline.ports import Person
from hotline.web.more_time import more_time
from hotline.web.ticket_acts import ASKED, BESIDE
from tickets.events import Event
from tickets.lifecycle import Act
from tickets.ratings import Level
from tickets.requirements import EMERGENCY_NUMBERS, SCOPES, ReturnReason

TEMPLATES = {
    "已经办好": "您好，您反映的问题我们已于____到现场核实，情况属实。现已____，处理完毕。感谢您的监督。",
    "正在办理": "您好，您反映的问题我们已经受理，正在____。预计____前办好，办好后第一时间告诉您。",
    "情况说明": "您好，您反映的问题我们已核实：____。根据____的规定，____。如对处理有不同意见，您可以____。",
    "需要补充": "您好，为了尽快办理，请您补充：____。可在原渠道直接回复，也可拨打12345转我单位。",
}
CHANNELS = ("诉讼", "仲裁", "行政复议", "信访", "纪检监察检举控告", "劳动人事争议仲裁", "政府信息公开申请")
"""Lawful ways outside the hotline, offered as examples: the field takes any."""
_MORE_TIME = frozenset({Act.ASK_EXTENSION, Act.GRANT_EXTENSION})


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What an officer sent for one act: `seen` is the version the page showed, `back` the list to return to, `form`
    everything as it was filled in."""

    act: Act
    seen: int | None = None
    why: str = ""
    back: str = ""
    form: FormData = field(default_factory=FormData)


def offered(office: Office, person: Person, view: TicketView) -> dict[str, object]:
    """What `acts.html` works with; `on_offer` stands in the order of the table."""
    order = list(ASKED)
    acts = frozenset(offer.act for offer in view.offers)
    asked_for_time = last(view, Act.ASK_EXTENSION)
    return {
        "asked": ASKED,
        "on_offer": sorted(
            (offer for offer in view.offers if offer.act not in BESIDE), key=lambda one: order.index(one.act)
        ),
        "templates": TEMPLATES,
        "channels": CHANNELS,
        "reasons": tuple(ReturnReason),
        "emergency": EMERGENCY_NUMBERS,
        "scopes": SCOPES,
        "levels": tuple(reversed(Level)),
        "may_send_on": may_send_on(person.actor),
        "more_time": more_time(office, view.ticket) if acts & _MORE_TIME else None,
        "likely": merging.likely_same(office, view.row.number) if Act.MERGE in view.acts else [],
        "prefilled": {Act.GRANT_EXTENSION: asked_for_time.why if asked_for_time else ""},
        "last": lambda *acts: last(view, *acts),
    }


def last(view: TicketView, *acts: Act) -> Event | None:
    """The newest event of these acts."""
    return next((event for event in reversed(view.events) if event.act in acts), None)
