"""Is the index what the events say? Every table as it is kept, and as it would be made anew."""

from sqlalchemy import Engine, select

from hotline.casework.acts import deadlines_of
from hotline.casework.office import Office
from hotline.storage.tables import assignments, clocks, ticket_events, tickets
from tickets.figures import Facts, Figures, Period, figures, grouped

INDEXES = (tickets, assignments, clocks)
Rows = dict[str, list[tuple]]


def kept(engine: Engine) -> Rows:
    """Every row of every index, in order of its key."""
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in INDEXES
        }


def made_anew(office: Office, engine: Engine) -> Rows:
    """The same after every index was written again from the fold of the events."""
    with office.store.work() as work:
        for number, _ in list(work.figures.everything()):
            ticket = work.tickets.ticket(number)
            work.tickets.rebuild(ticket, deadlines_of(office, work, ticket))
    return kept(engine)


def trail(engine: Engine) -> list[tuple]:
    """Everything that happened, in the order it was written down."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(ticket_events).order_by(ticket_events.c.id))]


def told(facts: Facts, period: Period) -> dict[str, dict[str, list[str]]]:
    """All figures of a period and of each group that has any, without the order in which their tickets happen to come."""
    dimensions = ("department", "street", "category", "channel")
    groups = {f"{by} {name}": _sorted(one) for by in dimensions for name, one in grouped(facts, period, by).items()}
    return {"all": _sorted(figures(facts, period))} | {name: one for name, one in groups.items() if one}


def _sorted(one: Figures) -> dict[str, list[str]]:
    hits = {f"{measure} hit": made.hit for measure, made in one.measures.items()}
    missed = {f"{measure} missed": made.missed for measure, made in one.measures.items()}
    flow = {name: getattr(one.flow, name) for name in ("carried_in", "received", "finished", "carried_out")}
    levels = {f"level {level}": numbers for level, numbers in one.levels.items()}
    silent = {"默认满意": one.default_satisfied, "未评价": one.unrated}
    parts = hits | missed | flow | levels | silent | dict(one.left_out)
    return {name: sorted(numbers) for name, numbers in parts.items() if numbers}
