"""Whose matter is it? The dispatch catalogue first, the nearest knowledge article as a second witness."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from hotline.casework.lookout import is_short
from hotline.casework.office import Office
from tickets.matter import Urgency
from tickets.places import PlaceMention, find_places
from tickets.routing import Hint, RoutingAdvice, Ruling, suggest

SURE_ENOUGH = 0.35


def triage(office: Office, text: str, now: datetime, rulings: Sequence[Ruling] = ()) -> RoutingAdvice:
    """Kind, urgency, category and up to three departments with reasons; a person confirms. A short cry of danger is
    critical; in a long letter a mention of it is left to the person who reads it."""
    places = places_in(office, text)
    advice = suggest(text, places, office.catalogue, hints=_hints(office, text, now), rulings=rulings)
    critical = is_short(text) and office.lookout.danger_in(text)
    return replace(advice, urgency=Urgency.CRITICAL) if critical else advice


def street_of(office: Office, text: str) -> str:
    """Name of the street or town the text means for certain, empty otherwise."""
    return next((mention.place.street for mention in places_in(office, text) if mention.place), "")


def places_in(office: Office, text: str) -> list[PlaceMention]:
    return find_places(text, office.gazetteer)


def _hints(office: Office, text: str, now: datetime) -> tuple[Hint, ...]:
    found = office.search.ask(text[:200], office.calendar.local(now).date())
    if not found.candidates or found.probability < SURE_ENOUGH:
        return ()
    nearest = found.candidates[0].article
    why = f"相近知识条目《{nearest.title}》由该单位负责"
    return (Hint(department=nearest.department, weight=found.probability, why=why),)
