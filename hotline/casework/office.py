"""What does every use case work with? The office: its store, its rules, its knowledge and its voice."""

from dataclasses import dataclass

from hotline.casework.knowledge.live import LiveSearch
from hotline.casework.knowledge.workbench import Workbench
from hotline.casework.lookout import Lookout
from hotline.casework.rulebook import Rulebooks
from hotline.ports import Bell, Dialogue, Passwords, Store, Work
from tickets.calendar import WorkingCalendar
from tickets.clocks import Rulebook
from tickets.departments import Directory
from tickets.handling import Handling
from tickets.places import Gazetteer
from tickets.routing import Catalogue


@dataclass(frozen=True, kw_only=True)
class Office:
    """Built once per process by `hotline.wiring`; nothing in it changes while it runs, except that the rulebooks follow the
    holiday notices in the store, and the search the publications."""

    store: Store
    bell: Bell
    dialogue: Dialogue
    passwords: Passwords
    search: LiveSearch
    bench: Workbench
    directory: Directory
    catalogue: Catalogue
    gazetteer: Gazetteer
    lookout: Lookout
    rulebooks: Rulebooks
    handling: Handling

    @property
    def calendar(self) -> WorkingCalendar:
        """The calendar as shipped: for local dates and words, not for deadlines."""
        return self.rulebooks.shipped.timetable.calendar

    def book(self, work: Work) -> Rulebook:
        """The limits and the calendar in force, as this transaction sees them."""
        return self.rulebooks.with_notices(work.rulings.notices())
