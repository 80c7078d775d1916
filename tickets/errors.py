"""What can go wrong with a ticket, each as a sentence an officer can act on."""


class TicketError(Exception):
    """Root of every refusal by the law of a ticket; its text is Chinese and meant for the person who acted."""


class ActRefused(TicketError):
    """The act is not lawful in this status, or not this person's to do."""


class EmptyCalendar(TicketError):
    """The calendar has no working time, so no deadline can be computed."""


class UnknownLimit(TicketError):
    """No limit is in force for this kind, urgency and clock."""


class UnknownDepartment(TicketError):
    """The directory has no department of that name."""
