"""Do the documents say what the program does? Settings, lifecycle, figures and commands, held against the code."""

import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

import pytest
from typer.main import get_command

from hotline.cli import app
from hotline.settings import SETTINGS
from integrations.rasa.engine import QUIET
from knowledge_base.life import Stage, Standing, Step
from tests.tickets.worked_example import example_tables
from tickets.figures import Measure
from tickets.lifecycle import TRANSITIONS, Act, Share, Status, Transition
from tickets.matter import Kind, Privacy, Urgency
from tickets.people import Role
from tickets.requirements import ReturnReason
from tickets.runs import Ending
from tickets.service_levels import Clock, Window

DOCS = Path(__file__).parent.parent / "docs"
REWRITE = "docs/{0} no longer matches the code. Write this into it:\n\n{1}"


NOT_DRAWN = (Act.WITHDRAW, Act.ARCHIVE)
"""Possible almost everywhere and always to the same end: nine arrows that would hide the others."""


def settings_table() -> str:
    rows = [f"| `{row.name}` | {row.kind.__name__} | {row.default or '（空）'} | {row.meaning} |" for row in SETTINGS]
    return "\n".join(["| 名称 | 类型 | 默认 | 作用 |", "|---|---|---|---|", *rows])


def lifecycle_drawing() -> str:
    """Arrows between statuses, one for all acts that lead the same way; below them who does each act, and when."""
    moves: dict[tuple[str, str], list[str]] = {}
    for row in TRANSITIONS:
        if row.before is not row.after and row.act not in NOT_DRAWN:
            moves.setdefault((row.before or "[*]", row.after), []).append(row.act)
    arrows = [f"    {before} --> {after}: {'、'.join(acts)}" for (before, after), acts in moves.items()]
    drawing = ["```mermaid", "stateDiagram-v2", *arrows, "```"]
    moving = [row for row in TRANSITIONS if row.before is not row.after]
    staying = [row for row in TRANSITIONS if row.before is row.after]
    return "\n".join(
        [*drawing, "", "### 改变状态的动作", "", *_who(moving), "", "### 不改变状态的动作", "", *_who(staying)]
    )


def _who(rows: Iterable[Transition]) -> list[str]:
    """One line for each act that the same people do wherever it may be done."""
    lines: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        lines.setdefault((row.act, _people(row)), []).append(row.before or "（新）")
    head = ["| 动作 | 在什么状态 | 谁 |", "|---|---|---|"]
    return head + [f"| {act} | {'、'.join(statuses)} | {people} |" for (act, people), statuses in lines.items()]


def _people(row: Transition) -> str:
    return "、".join(f"{role}（{row.share}）" if role is Role.DEPARTMENT else role for role in Role if role in row.by)


def test_every_setting_is_in_the_documents_and_there_are_at_most_thirty() -> None:
    assert len(SETTINGS) <= 30
    assert settings_table() in (DOCS / "settings.md").read_text("utf-8"), REWRITE.format(
        "settings.md", settings_table()
    )


def test_the_lifecycle_drawing_is_the_transition_table() -> None:
    drawn = lifecycle_drawing()
    assert drawn in (DOCS / "lifecycle.md").read_text("utf-8"), REWRITE.format("lifecycle.md", drawn)


@pytest.mark.parametrize(
    "words",
    [Act, Status, Clock, Window, Measure, Role, Kind, Urgency, Privacy, ReturnReason, Share, Step, Standing, Stage],
)
def test_every_word_of_the_law_stands_in_the_glossary(words: type[StrEnum]) -> None:
    glossary = (DOCS / "glossary.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in glossary.splitlines() if line.startswith("| ")]
    told = {word.strip() for row in rows for word in re.split("[/、]", row)}
    assert not [word for word in words if word and word not in told]


@pytest.mark.parametrize(
    "named", re.findall(r"`([A-Z][A-Za-z]+)\.([A-Z_]+)`", (DOCS / "glossary.md").read_text("utf-8"))
)
def test_every_name_in_the_glossary_is_one_of_the_program(named: tuple[str, str]) -> None:
    words = {
        words.__name__: words
        for words in (Act, Status, Clock, Window, Measure, Role, Urgency, Privacy, Share, Ending, Step, Standing, Stage)
    }
    kind, name = named
    assert name in words[kind].__members__


def test_every_figure_is_explained_with_numerator_denominator_and_source() -> None:
    formulas = (DOCS / "figures.md").read_text("utf-8").split("## ")[1]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in formulas.splitlines() if line[:1] == "|"]
    told = {row[0]: row[1:] for row in rows}
    assert all(len(told[measure]) == 3 and all(told[measure]) for measure in Measure)


def test_every_command_is_in_the_readme() -> None:
    readme = (DOCS.parent / "README.md").read_text("utf-8")
    assert not [name for name in get_command(app).commands if name not in readme]


def test_the_worked_example_of_the_figures_is_recomputed_from_its_events() -> None:
    told = example_tables()
    assert told in (DOCS / "figures.md").read_text("utf-8"), REWRITE.format("figures.md", told)


def test_nothing_of_ours_phones_home() -> None:
    assert QUIET["RASA_TELEMETRY_ENABLED"] == "false"
    assert "RASA_TELEMETRY_ENABLED := false" in (DOCS.parent / "Makefile").read_text("utf-8")
