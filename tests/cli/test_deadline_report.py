"""Do `deadline` and `report` print figures that can be checked by hand?"""

from dataclasses import replace
from pathlib import Path

import pytest

from hotline.settings import read_settings
from hotline.wiring import build_store
from tests.casework.one_office import LAMP, MONDAY, completed, filed, office_over
from tests.cli.terminal import Terminal

COMPLAINT = ("deadline", "--kind", "投诉", "--urgency", "普通", "--start", "2026-12-30T16:00")


class TestDeadline:
    def test_every_clock_of_the_matter_comes_with_the_walk_that_leads_to_it(self, terminal: Terminal) -> None:
        seen = terminal.type(*COMPLAINT)
        heads = [line.split("（示范默认值")[0] for line in seen.out.splitlines() if "时限 " in line]
        assert seen.status == 0
        assert heads[:4] == [
            "派单时限 4小时（工作时间）",
            "签收时限 1个工作日",
            "先行联系时限 1个工作日",
            "办结时限 10个工作日",
        ]
        assert "  2026-12-30 工作日，起算当日不计" in seen.out and "  2027-01-01 元旦放假，不计" in seen.out

    def test_only_those_that_cross_into_a_year_without_notice_are_provisional(self, terminal: Terminal) -> None:
        """10 working days from 30 December: 31 December is the first, 1 January off, then two weekends."""
        clocks = {row["clock"]: row for row in terminal.type(*COMPLAINT, "--json").rows}
        sign, complete = clocks["签收"], clocks["办结"]
        assert (sign["due"], sign["provisional"]) == ("2026-12-31T17:30:00+08:00", False)
        assert complete["due"] == "2027-01-14T17:30:00+08:00"
        assert complete["provisional"] is True and "暂定" in complete["receipt"][-1]
        assert len([line for line in complete["receipt"] if "，计第" in line]) == 10
        assert complete["warn_at"] < complete["red_at"] < complete["due"]

    def test_the_receipt_names_its_rules_and_its_calendar(self, terminal: Terminal) -> None:
        for row in terminal.type(*COMPLAINT, "--json").rows:
            assert row["levels"] == "2026-01" and "国务院放假通知至2026年" in row["calendar"]
            assert row["start"] == "2026-12-30T16:00:00+08:00"

    def test_a_department_with_hours_of_its_own_closes_by_them(self, terminal: Terminal) -> None:
        rows = terminal.type(*COMPLAINT, "--department", "政数", "--json").rows
        assert next(row["due"] for row in rows if row["clock"] == "签收") == "2026-12-31T17:00:00+08:00"

    def test_urgent_matters_run_around_the_clock(self, terminal: Terminal) -> None:
        words = ("deadline", "--kind", "求助", "--urgency", "特急", "--start", "2026-10-01T23:50", "--json")
        clocks = {row["clock"]: row for row in terminal.type(*words).rows}
        assert (clocks["签收"]["due"], clocks["签收"]["provisional"]) == ("2026-10-02T00:20:00+08:00", False)
        assert clocks["办结"]["due"] == "2026-10-02T23:50:00+08:00"

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
        assert (seen[0]["scope"], seen[0]["received"], seen[0]["carried_in"]) == ("全区", 2, 0)
        assert seen[0]["finished"] + seen[0]["carried_out"] == 2
        assert [row["scope"] for row in seen[1:]] == ["区热线", "城管"]

    def test_every_rate_comes_with_what_it_is_made_of(self, seen: list[dict]) -> None:
        for row in (seen[0], seen[2]):
            assert row["rates"]["按时签收率"] == row["rates"]["按时办结率"] == {"hit": 1, "of": 1, "text": "100%"}
            assert row["rates"]["满意率"] == {"hit": 0, "of": 0, "text": "—"}

    def test_the_same_comes_as_a_workbook_and_as_a_letter(self, terminal: Terminal, tmp_path: Path) -> None:
        sheet, letter = tmp_path / "10月.xlsx", tmp_path / "10月.docx"
        days = ("report", "--from", "2026-11-23", "--to", "2026-11-23")
        seen = terminal.type(*days, "--xlsx", str(sheet), "--docx", str(letter))
        assert seen.status == 0 and "按时签收率" in seen.out
        assert sheet.read_bytes()[:2] == letter.read_bytes()[:2] == b"PK"

    def test_a_day_is_refused_in_any_other_shape(self, terminal: Terminal) -> None:
        seen = terminal.type("report", "--from", "昨天", "--to", "2026-11-23")
        assert seen.status != 0 and seen.out == ""


class TestReplay:
    def test_the_line_of_the_district_is_computed_and_a_database_is_left(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        left = tmp_path / "replay.db"
        seen = terminal.type("replay", "--year", "2023", "--tickets", "30", "--database", str(left))
        assert seen.status == 0 and seen.out.startswith("受理 30 件，按时办结率 ")
        assert "由事件重算与索引一致" in seen.out and left.exists()

    def test_a_database_that_is_there_is_never_written_over(self, terminal: Terminal, tmp_path: Path) -> None:
        kept = tmp_path / "kept.db"
        kept.write_text("something of somebody")
        seen = terminal.type("replay", "--tickets", "20", "--database", str(kept))
        assert seen.status != 0 and "已经存在" in seen.err
        assert kept.read_text() == "something of somebody"

    def test_another_year_needs_a_scenario_of_its_own(self, terminal: Terminal) -> None:
        seen = terminal.type("replay", "--year", "2031")
        assert seen.status != 0 and "--scenario" in seen.err
