"""What may the dialogue ask of us? Everything a conversation can do, by conversation id, with the clock built in."""

from collections.abc import Callable
from datetime import datetime

from hotline.casework import filing, tracking, triage
from hotline.casework.answering import Answered, answer
from hotline.casework.conversation import alarm
from hotline.casework.filing import Draft, Filed
from hotline.casework.knowledge import asking
from hotline.casework.office import Office
from hotline.ports import Reply
from hotline.troubles import Trouble
from tickets.errors import TicketError


class Desk:
    """Each method is one thing a citizen can want; refusals come back as sentences, since a citizen is reading."""

    def __init__(self, office: Office, clock: Callable[[], datetime]) -> None:
        self._office = office
        self._clock = clock

    def answer(self, conversation: str, text: str) -> Answered:
        now = self._clock()
        answered = answer(self._office, text, now)
        if answered.danger:
            alarm(self._office, conversation, text, now)
        asking.note(self._office, conversation, text, answered, now)
        return answered

    def places(self, text: str) -> tuple[str, ...]:
        """The places of the district that the text names for certain, in full."""
        places = [mention.place for mention in triage.places_in(self._office, text)]
        return tuple(place.full_name for place in places if place and place.code)

    def file(self, conversation: str, draft: Draft) -> Filed:
        return filing.file(self._office, conversation, draft, self._clock())

    def progress(self, conversation: str, number: str | None) -> Reply:
        return _told(lambda: tracking.progress(self._office, conversation, number, self._clock()))

    def urge(self, conversation: str, number: str | None) -> Reply:
        return _told(lambda: tracking.urge(self._office, conversation, number, self._clock()))

    def rate(self, conversation: str, number: str | None, level: int | None, words: str) -> Reply:
        return _told(lambda: tracking.rate(self._office, conversation, number, level, words, self._clock()))

    def amend(self, conversation: str, number: str | None) -> Reply:
        return _told(lambda: tracking.amend(self._office, conversation, number))

    def hand_off(self, conversation: str, reason: str) -> Reply:
        with self._office.store.work() as work:
            work.alerts.raise_("转人工", conversation, reason, self._clock())
        return Reply(text="已经请话务员来接您，稍后会在这里回复。着急的话可以直接拨打12345。")


def _told(act: Callable[[], Reply]) -> Reply:
    try:
        return act()
    except (Trouble, TicketError) as refusal:
        return Reply(text=str(refusal))
