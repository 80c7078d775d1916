"""Do simulated months come out as the scenario says, through the real use cases and storage, and the same every time?"""

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from hotline.replay.run import Replayed, replay
from hotline.replay.scenario import SHIPPED, Scenario, ScenarioUnreadable, read_scenario
from hotline.storage.engine import open_engine
from hotline.storage.migrate import migrate
from hotline.storage.store import SqlStore
from hotline.storage.vault import Vault
from tests.casework.one_office import office_over
from tickets import fold
from tickets.figures import Measure
from tickets.lifecycle import Act

BUSY = {
    "answered_directly": 0.05,
    "declined": 0.05,
    "explained": 0.03,
    "transferred": 0.02,
    "handed_to_police": 0.02,
    "withdrawn": 0.04,
    "merged": 0.2,
    "co_handled": 0.5,
    "returned": 0.3,
    "reassigned": 0.1,
    "noted": 0.4,
    "supplemented": 0.3,
    "urged": 0.3,
    "suspended": 0.1,
    "extended": 0.2,
    "sent_back": 0.4,
    "instructed": 0.05,
    "supervised": 0.1,
    "dissatisfied_first": 0.1,
    "exclusion_asked": 1.0,
}
SMALL = replace(read_scenario(), tickets=160, late_signed=3, late_completed=2, dissatisfied=4, **BUSY)


@pytest.fixture(scope="module")
def simulation(tmp_path_factory: pytest.TempPathFactory) -> SqlStore:
    return new_store(tmp_path_factory.mktemp("replay") / "busy.db")


def new_store(path: Path) -> SqlStore:
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    return SqlStore(engine, Vault(Fernet.generate_key()))


def simulated(store: SqlStore, scenario: Scenario) -> Replayed:
    return replay(office_over(store), scenario, lambda share: None)


@pytest.fixture(scope="module")
def busy(simulation: SqlStore) -> Replayed:
    return simulated(simulation, SMALL)


def acts_in(store: SqlStore) -> set[Act]:
    with store.look() as work:
        return {event.act for _, events in work.figures.everything() for event in events}


def test_exactly_so_many_are_received_and_so_few_are_late_or_dissatisfied(busy: Replayed) -> None:
    made = busy.figures
    assert len(made.flow.received) == 160
    assert len(made.measures[Measure.SIGN].missed) == 3
    assert len(made.measures[Measure.COMPLETE].missed) == 2
    assert len(made.measures[Measure.SATISFIED].missed) == 4


def test_a_busy_scenario_does_every_act_that_people_and_clocks_do(busy: Replayed, simulation: SqlStore) -> None:
    left_to_others = {
        Act.UNMERGE,
        Act.ADD_CO,
        Act.DROP_CO,
        Act.ESCALATE,
        Act.REVEAL,
        Act.RECALCULATE,
        Act.GRANT_EXCLUSION,
        Act.REFUSE_EXTENSION,
    }
    assert set(Act) - acts_in(simulation) <= left_to_others


def test_every_history_is_lawful_and_what_ended_is_in_the_archive(busy: Replayed, simulation: SqlStore) -> None:
    with simulation.look() as work:
        folded = [fold.replay(number, events) for number, events in work.figures.everything()]
    assert len(folded) == 160
    assert {str(ticket.status) for ticket in folded} == {"已归档"}


def test_the_same_seed_gives_the_same_figures_and_another_seed_others(tmp_path: Path) -> None:
    tiny = replace(SMALL, tickets=40)
    first, again = (simulated(new_store(tmp_path / name), tiny) for name in ("first.db", "again.db"))
    other = simulated(new_store(tmp_path / "other.db"), replace(tiny, seed=1))
    assert (first.events, first.figures.flow) == (again.events, again.figures.flow)
    assert other.events != first.events


class TestScenario:
    def test_the_shipped_one_is_what_the_district_reported(self) -> None:
        shipped = read_scenario()
        assert (shipped.tickets, str(shipped.first), str(shipped.last)) == (16_971, "2023-01-01", "2023-09-20")
        assert (shipped.late_signed, shipped.late_completed, shipped.dissatisfied) == (7, 0, 8)

    def test_what_is_missing_and_what_is_strange_is_told_at_once(self, tmp_path: Path) -> None:
        wrong = tmp_path / "wrong.yml"
        wrong.write_text(SHIPPED.read_text("utf-8").replace("seed:", "sead:"), encoding="utf-8")
        with pytest.raises(ScenarioUnreadable, match="不认识：sead；缺少：seed"):
            read_scenario(wrong)

    def test_a_share_is_never_more_than_all(self) -> None:
        with pytest.raises(ScenarioUnreadable, match="merged"):
            replace(SMALL, merged=1.5)

    def test_not_more_can_be_late_than_there_are(self) -> None:
        with pytest.raises(ScenarioUnreadable, match="还多"):
            replace(SMALL, tickets=5)
