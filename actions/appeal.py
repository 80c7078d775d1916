"""Given what is already known of an appeal and the citizen's next words, what is known now and what is asked next?

Pure: the form's whole law, without Rasa and without the desk. Every field takes the citizen's own words; only the
telephone number is checked, and three unusable numbers mean "anonymous", so nobody is held in the form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from actions import wording
from actions.contact import contact_in
from actions.hearing import (
    correction_in,
    is_a_question,
    matter_in,
    says_no,
    says_yes,
    submits,
    time_in,
    wants_to_stop,
)
from actions.wording import FIELDS, Field
from hotline.casework.filing import SHORTEST, Draft
from hotline.ports import Choice, Reply

ANONYMOUS = "匿名"
MOST_MISSES = 3
MOST_PLACES = 3
Asked = Field | Literal["confirmed"]


@dataclass(frozen=True, kw_only=True)
class Appeal:
    """What the form knows so far."""

    what: str | None = None
    where: str | None = None
    when: str | None = None
    contact: str | None = None  # a number, or ANONYMOUS
    confidential: bool = False
    confirmed: bool = False
    places: tuple[str, ...] = ()  # places of the district that were heard but not yet confirmed
    misses: int = 0  # unusable numbers in a row

    def draft(self) -> Draft:
        anonymous = self.contact == ANONYMOUS
        return Draft(
            what=self.what or "",
            where=self.where or "",
            when=self.when or "",
            contact="" if anonymous else self.contact or "",
            anonymous=anonymous,
            confidential=self.confidential,
        )


@dataclass(frozen=True, kw_only=True)
class Heard:
    """The citizen's words, the intent the model gave them, and the places of the district they name."""

    text: str
    intent: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Step:
    """The appeal after this message, the field asked for next (nothing: the form ends) and what is said."""

    appeal: Appeal
    asks: Asked | None
    says: tuple[Reply, ...]


def opened(appeal: Appeal, heard: Heard) -> Step:
    """The form begins; the opening message may already hold the matter, its place, its time and a number."""
    matter = _matter(heard)
    if appeal.what is not None or matter is None:
        return asked_next(appeal)
    contact = contact_in(matter)
    known = replace(
        appeal,
        what=matter,
        when=time_in(matter),
        contact=contact.number,
        confidential=contact.confidential,
        places=heard.places[:MOST_PLACES],
    )
    return asked_next(known)


def _matter(heard: Heard) -> str | None:
    matter = matter_in(heard.text)
    return matter if matter and len(matter) >= SHORTEST else None


def advanced(appeal: Appeal, asked: Asked, heard: Heard) -> Step:
    """The citizen answers the question, corrects an earlier answer, or stops."""
    if wants_to_stop(heard.text) and not (asked == "contact" and contact_in(heard.text).anonymous):
        return Step(
            appeal=Appeal(), asks=None, says=(Reply(text=wording.CANCELLED, choices=wording.CANCELLED_CHOICES),)
        )
    correction = correction_in(heard.text) if asked != "what" else None
    if correction is None:
        return _READERS[asked](appeal, heard)
    cleared = _without(appeal, correction.field)
    if not correction.value:
        return asked_next(cleared, asks=correction.field)
    return _READERS[correction.field](cleared, replace(heard, text=correction.value))


def _without(appeal: Appeal, field: Field) -> Appeal:
    return replace(appeal, **{field: None}, places=() if field == "where" else appeal.places, misses=0)


def asked_next(appeal: Appeal, *before: str, asks: Asked | None = None) -> Step:
    """Asks for a given field, else for the first missing one, else for the confirmation."""
    missing = asks or next((field for field in FIELDS if getattr(appeal, field) is None), "confirmed")
    question = _question(appeal, missing)
    text = "\n".join((*before, question.text))
    return Step(appeal=appeal, asks=missing, says=(replace(question, text=text),))


def _question(appeal: Appeal, asked: Asked) -> Reply:
    if asked == "confirmed":
        return Reply(text=_summary(appeal), choices=wording.CONFIRM_CHOICES)
    if asked == "where" and len(appeal.places) == 1:
        return Reply(text=wording.ONE_PLACE.format(place=appeal.places[0]), choices=wording.ONE_PLACE_CHOICES)
    if asked == "where" and appeal.places:
        return Reply(text=wording.MANY_PLACES, choices=tuple(Choice(label=p, value=p) for p in appeal.places))
    return Reply(text=wording.QUESTIONS[asked], choices=wording.CHOICES[asked])


def _summary(appeal: Appeal) -> str:
    return wording.summary(
        what=appeal.what or "",
        where=appeal.where or "",
        when=appeal.when or "",
        contact=appeal.contact or "",
        confidential=appeal.confidential,
    )


def _read_what(appeal: Appeal, heard: Heard) -> Step:
    matter = _matter(heard)
    if matter is None:
        return asked_next(appeal, wording.REASK["what"], asks="what")
    if appeal.where is None and not appeal.places:
        appeal = replace(appeal, places=heard.places[:MOST_PLACES])
    return asked_next(replace(appeal, what=matter, when=appeal.when or time_in(heard.text)))


def _read_where(appeal: Appeal, heard: Heard) -> Step:
    known = appeal.places[0] if len(appeal.places) == 1 else None
    if says_yes(heard.text) and known:
        return asked_next(replace(appeal, where=known))
    if says_yes(heard.text) or says_no(heard.text) or len(heard.text.strip()) < 2:
        return asked_next(replace(appeal, places=()), wording.REASK["where"], asks="where")
    detail = heard.text.strip()
    return asked_next(replace(appeal, where=f"{known} {detail}" if known and not heard.places else detail))


def _read_when(appeal: Appeal, heard: Heard) -> Step:
    if says_yes(heard.text) or says_no(heard.text) or not heard.text.strip():
        return asked_next(appeal, wording.REASK["when"], asks="when")
    return asked_next(replace(appeal, when=heard.text.strip()))


def _read_contact(appeal: Appeal, heard: Heard) -> Step:
    contact = contact_in(heard.text)
    appeal = replace(appeal, confidential=appeal.confidential or contact.confidential)
    if contact.number or contact.anonymous:
        return asked_next(replace(appeal, contact=contact.number or ANONYMOUS, misses=0))
    if contact.confidential:
        said = Reply(text=wording.NUMBER_FOR_CONFIDENTIAL, choices=wording.CHOICES["contact"])
        return Step(appeal=appeal, asks="contact", says=(said,))
    return _missed(replace(appeal, misses=appeal.misses + 1))


def _missed(appeal: Appeal) -> Step:
    if appeal.misses >= MOST_MISSES:
        return asked_next(replace(appeal, contact=ANONYMOUS, misses=0), wording.ANONYMOUS_AFTER_ALL)
    said = Reply(text=wording.REASK["contact"], choices=wording.CHOICES["contact"])
    return Step(appeal=appeal, asks="contact", says=(said,))


def _read_confirmed(appeal: Appeal, heard: Heard) -> Step:
    if submits(heard.text) or heard.intent == "affirm":
        return Step(appeal=replace(appeal, confirmed=True), asks=None, says=())
    if contact_in(heard.text).number or contact_in(heard.text).confidential:
        return _read_contact(replace(appeal, contact=None), heard)
    doubt = wording.WHICH_FIELD if heard.intent in ("deny", "correct") else wording.NOT_CONFIRMED
    return Step(appeal=appeal, asks="confirmed", says=(Reply(text=doubt, choices=wording.CONFIRM_CHOICES),))


_READERS: dict[Asked, Callable[[Appeal, Heard], Step]] = {
    "what": _read_what,
    "where": _read_where,
    "when": _read_when,
    "contact": _read_contact,
    "confirmed": _read_confirmed,
}


def plainly_answers(asked: Asked, heard: Heard) -> bool:
    """Whether the words belong to the form beyond doubt, whatever intent the model gave them."""
    text = heard.text
    if wants_to_stop(text) or says_yes(text) or says_no(text) or (asked != "what" and correction_in(text)):
        return True
    contact = contact_in(text)
    if asked in ("contact", "confirmed"):
        return bool(contact.number) or contact.anonymous or contact.confidential or submits(text)
    told = {"what": False, "where": bool(heard.places), "when": time_in(text) is not None}
    return told[asked] and not is_a_question(text)
