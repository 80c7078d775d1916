"""What does every use case work with? The office: its store, its rules, its knowledge and its voice."""

from dataclasses import dataclass

from hotline.casework.lookout import Lookout
from hotline.ports import Bell, Dialogue, Passwords, Store
from knowledge_base.search import Search
from tickets.calendar import WorkingCalendar
from tickets.departments import Directory
from tickets.places import Gazetteer
from tickets.routing import Catalogue
from tickets.service_levels import ServiceLevels


@dataclass(frozen=True, kw_only=True)
class Office:
    """Built once per process by `hotline.wiring`; nothing in it changes while it runs."""

    store: Store
    bell: Bell
    dialogue: Dialogue
    passwords: Passwords
    search: Search
    directory: Directory
    catalogue: Catalogue
    gazetteer: Gazetteer
    lookout: Lookout
    levels: tuple[ServiceLevels, ...]
    calendar: WorkingCalendar
