import pytest

from knowledge_base.places import names_elsewhere, other_places


@pytest.mark.parametrize("text", ["武汉公积金怎么提取", "我在深圳路灯坏了找谁", "美国签证去哪办"])
def test_another_place_is_noticed(text: str) -> None:
    assert names_elsewhere(text)


@pytest.mark.parametrize(
    "text",
    [
        "公积金怎么提取",  # no place at all
        "曾都区洛阳镇的路灯坏了",  # 洛阳镇 is ours
        "武汉的医保能转回随州吗",  # tied to here
        "在广东住院异地就医怎么报销",  # a matter of people from here who are away
    ],
)
def test_what_has_to_do_with_here_is_not_elsewhere(text: str) -> None:
    assert not names_elsewhere(text)


def test_our_own_places_are_not_on_the_list() -> None:
    ours = {"随州", "随州市", "曾都", "曾都区", "湖北", "随县", "广水", "洛阳", "万店", "府河", "淅河"}
    assert ours.isdisjoint(other_places())
