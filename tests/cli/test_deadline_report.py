"""Do `deadline` and `report` print figures that can be checked by hand?"""

from dataclasses import replace

import pytest

from hotline.settings import read_settings
from hotline.wiring import build_store
from tests.casework.one_office import LAMP, MONDAY, completed, filed, office_over
from tests.cli.terminal import Terminal

COMPLAINT = ("deadline", "--kind", "投诉", "--urgency", "普通", "--start", "2026-12-30T16:00")


class TestDeadline:
    def test_both_deadlines_come_with_the_walk_that_leads_to_them(self, terminal: Terminal) -> None:
        seen = terminal.type(*COMPLAINT)
        lines = seen.out.splitlines()
        assert seen.status == 0
        assert [line for line in lines if "时限 " in line][0].startswith("签收时限 1个工作日（示范默认值")
        assert [line for line in lines if "时限 " in line][1].startswith("办结时限 10个工作日（示范默认值")
        assert "  2026-12-30 工作日，派单当日不计" in lines and "  2027-01-01 元旦放假，不计" in lines

    def test_only_the_one_that_crosses_into_a_year_without_notice_is_provisional(self, terminal: Terminal) -> None:
        """10 working days from 30 December: 31 December is the first, 1 January off, then two weekends."""
        sign, complete = terminal.type(*COMPLAINT, "--json").rows
        assert (sign["clock"], sign["due"], sign["provisional"]) == ("签收", "2026-12-31T17:30:00+08:00", False)
        assert (complete["clock"], complete["due"]) == ("办结", "2027-01-14T17:30:00+08:00")
        assert complete["provisional"] is True and "暂定" in complete["receipt"][-1]
        assert len([line for line in complete["receipt"] if "，计第" in line]) == 10

    def test_the_receipt_names_its_rules_and_its_calendar(self, terminal: Terminal) -> None:
        sign, complete = terminal.type(*COMPLAINT, "--json").rows
        assert sign["levels"] == complete["levels"] == "2026-01"
        assert "国务院放假通知至2026年" in sign["calendar"]
        assert sign["start"] == complete["start"] == "2026-12-30T16:00:00+08:00"

    def test_urgent_matters_run_around_the_clock(self, terminal: Terminal) -> None:
        words = ("deadline", "--kind", "求助", "--urgency", "特急", "--start", "2026-10-01T23:50", "--json")
        sign, complete = terminal.type(*words).rows
        assert (sign["due"], sign["provisional"]) == ("2026-10-02T00:20:00+08:00", False)
        assert complete["due"] == "2026-10-02T23:50:00+08:00"

    @pytest.mark.parametrize(
        ("changed", "value"), [("--kind", "骂人"), ("--urgency", "慢慢来"), ("--start", "后天下午")]
    )
    def test_what_is_no_kind_urgency_or_time_is_refused(self, terminal: Terminal, changed: str, value: str) -> None:
        words = list(COMPLAINT)
        words[words.index(changed) + 1] = value
        seen = terminal.type(*words)
        assert seen.status != 0 and seen.out == "" and changed in seen.err


class TestReport:
    @pytest.fixture(scope="class")
    def seen(self, terminal: Terminal) -> list[dict]:
        """One lamp done by 城管 on Monday, one more only filed."""
        office = office_over(build_store(read_settings(terminal.settings | {"COLUMNS": ""})))
        completed(office)
        filed(office, replace(LAMP, what="老街的井盖没了。"), MONDAY)
        return terminal.type("report", "--from", "2026-11-23", "--to", "2026-11-23", "--json").rows

    def test_the_last_day_counts_and_the_whole_district_comes_first(self, seen: list[dict]) -> None:
        assert (seen[0]["scope"], seen[0]["received"]) == ("全区", 2)
        assert [row["scope"] for row in seen[1:]] == ["城管"]

    def test_every_rate_comes_with_what_it_is_made_of(self, seen: list[dict]) -> None:
        for row in seen:
            assert row["sign"] == row["complete"] == {"hit": 1, "of": 1, "text": "100%"}
            assert row["satisfied"] == {"hit": 0, "of": 0, "text": "—"}

    def test_a_day_is_refused_in_any_other_shape(self, terminal: Terminal) -> None:
        seen = terminal.type("report", "--from", "昨天", "--to", "2026-11-23")
        assert seen.status != 0 and seen.out == ""
