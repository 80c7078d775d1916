"""Do the documents say what the program does? Settings, lifecycle, figures and commands, held against the code."""

from datetime import datetime
from pathlib import Path

from typer.main import get_command

from hotline.casework.board import rates
from hotline.cli import app
from hotline.ports import AssignmentRow, RatedRow
from hotline.settings import SETTINGS
from integrations.rasa.engine import QUIET
from tickets.calendar import CHINA
from tickets.lifecycle import TRANSITIONS, Act, Status

DOCS = Path(__file__).parent.parent / "docs"
REWRITE = "docs/{0} no longer matches the code. Write this into it:\n\n{1}"


def settings_table() -> str:
    rows = [f"| `{row.name}` | {row.kind.__name__} | {row.default or '（空）'} | {row.meaning} |" for row in SETTINGS]
    return "\n".join(["| 名称 | 类型 | 默认 | 作用 |", "|---|---|---|---|", *rows])


def lifecycle_drawing() -> str:
    """Arrows between statuses; acts that keep the status are listed below the drawing."""
    moves = [row for row in TRANSITIONS if row.before != row.after]
    stays: dict[Act, list[Status]] = {}
    for row in TRANSITIONS:
        if row.before == row.after:
            stays.setdefault(row.act, []).append(row.after)
    arrows = [f"    {row.before or '[*]'} --> {row.after}: {row.act}（{'、'.join(sorted(row.by))}）" for row in moves]
    kept = [f"- {act}：{'、'.join(statuses)}" for act, statuses in stays.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", *arrows, "```", "", "不改变状态的动作：", "", *kept])


def test_every_setting_is_in_the_documents_and_there_are_at_most_thirty() -> None:
    assert len(SETTINGS) <= 30
    assert settings_table() in (DOCS / "settings.md").read_text("utf-8"), REWRITE.format(
        "settings.md", settings_table()
    )


def test_the_lifecycle_drawing_is_the_transition_table() -> None:
    drawn = lifecycle_drawing()
    assert drawn in (DOCS / "lifecycle.md").read_text("utf-8"), REWRITE.format("lifecycle.md", drawn)


def test_every_act_and_role_stands_in_the_glossary() -> None:
    glossary = (DOCS / "glossary.md").read_text("utf-8")
    assert not [act for act in Act if act not in glossary]


def test_every_command_is_in_the_readme() -> None:
    readme = (DOCS.parent / "README.md").read_text("utf-8")
    assert not [name for name in get_command(app).commands if name not in readme]


def test_the_worked_example_of_the_figures_is_what_the_program_computes() -> None:
    def at(day: int, hour: int, minute: int = 0) -> datetime:
        return datetime(2026, 11, day, hour, minute, tzinfo=CHINA)

    def assignment(name: str, sign: tuple, complete: tuple) -> AssignmentRow:
        (sign_due, signed), (complete_due, completed) = sign, complete
        return AssignmentRow(
            number=name,
            department="城管",
            dispatched_at=at(2, 9),
            sign_due=sign_due,
            signed_at=signed,
            complete_due=complete_due,
            completed_at=completed,
        )

    rows = [
        assignment("A", (at(3, 17, 30), at(3, 9)), (at(5, 17, 30), at(5, 16))),
        assignment("B", (at(3, 17, 30), at(4, 10)), (at(5, 17, 30), None)),
        assignment("C", (at(6, 17, 30), at(6, 9)), (at(20, 17, 30), None)),
    ]
    rated = [
        RatedRow(number=name, department="城管", level=level, rated_at=at(5, 18))
        for name, level in (("A", 5), ("B", 2))
    ]
    made = rates(rows, rated, at(2, 0), at(7, 0), at(7, 0))
    assert (made.sign.text, made.complete.text, made.satisfied.text) == ("66.67%", "50.00%", "50.00%")
    assert (made.sign.hit, made.sign.of, made.complete.hit, made.complete.of) == (2, 3, 1, 2)


def test_nothing_of_ours_phones_home() -> None:
    assert QUIET["RASA_TELEMETRY_ENABLED"] == "false"
    assert "RASA_TELEMETRY_ENABLED := false" in (DOCS.parent / "Makefile").read_text("utf-8")
