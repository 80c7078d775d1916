"""Which limits and which calendar hold now? The shipped rules with the holiday notices that were applied later."""

from dataclasses import replace

from hotline.records import StoredNotice
from tickets.calendar import DayRule
from tickets.clocks import Rulebook
from tickets.holiday_notice import HolidayNotice
from tickets.timetable import with_notices


class Rulebooks:
    """Builds the rulebook anew only when another notice was applied, by whichever process."""

    def __init__(self, shipped: Rulebook) -> None:
        self.shipped = shipped
        self._notices: tuple[StoredNotice, ...] = ()
        self._book = shipped

    def with_notices(self, notices: tuple[StoredNotice, ...]) -> Rulebook:
        if notices != self._notices:
            self._notices, self._book = notices, self.supposing(tuple(map(holiday_notice, notices)))
        return self._book

    def supposing(self, notices: tuple[HolidayNotice, ...]) -> Rulebook:
        """The rulebook as it would be with these notices on the shipped calendar."""
        timetable = self.shipped.timetable
        calendar = with_notices(timetable.calendar, notices)
        return replace(self.shipped, timetable=replace(timetable, calendar=calendar))


def holiday_notice(stored: StoredNotice) -> HolidayNotice:
    return HolidayNotice(
        year=stored.year,
        title=stored.title,
        document=stored.document,
        days={day: DayRule(working=works, name=name) for day, (works, name) in stored.days.items()},
    )
