"""Does `kb check` vouch for the knowledge base that is shipped?"""

import yaml

from hotline.wiring import ARTICLES
from tests.cli.terminal import Terminal

CATEGORIES = yaml.safe_load((ARTICLES.parent / "categories.yml").read_text("utf-8"))


def test_the_shipped_articles_are_sound_and_each_category_holds_its_full_number(terminal: Terminal) -> None:
    seen = terminal.type("kb", "check")
    assert seen.status == 0 and "共 684 条，0 个问题" in seen.out
    counted = {tuple(line.strip("│ ").split()) for line in seen.out.splitlines()}
    full = {(row["name"], "│", str(row["articles"])) for row in CATEGORIES}
    assert full <= counted and sum(row["articles"] for row in CATEGORIES) == 684


def test_as_json_a_sound_knowledge_base_has_nothing_to_say(terminal: Terminal) -> None:
    seen = terminal.type("kb", "check", "--json")
    assert (seen.status, seen.out) == (0, "")
