"""Does `kb check` vouch for the knowledge base that is shipped?"""

from tests.cli.terminal import Terminal

ARTICLES, CATEGORIES = 684, 24


def test_the_shipped_articles_are_sound_and_each_category_has_three(terminal: Terminal) -> None:
    seen = terminal.type("kb", "check")
    assert seen.status == 0 and f"共 {ARTICLES} 条，0 个问题" in seen.out
    counted = [line for line in seen.out.splitlines() if line.rstrip("│ ").endswith(" 3")]
    assert len(counted) == CATEGORIES


def test_as_json_a_sound_knowledge_base_has_nothing_to_say(terminal: Terminal) -> None:
    seen = terminal.type("kb", "check", "--json")
    assert (seen.status, seen.out) == (0, "")
