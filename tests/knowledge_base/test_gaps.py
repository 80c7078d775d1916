from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.gaps import SAME_GAP, Asked, Cluster, Unanswered, clusters, continued, rephrased
from knowledge_base.text import normal
from knowledge_base.vectors import Vectors
from tests.knowledge_base.small_library import LIBRARY

NOWHERE = np.zeros(2)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=8)))


def facing(angle: float, text: str = "", weight: int = 1) -> Unanswered:
    """A question whose meaning is an angle in degrees: 60 apart is just one gap."""
    turned = np.radians(angle)
    return Unanswered(text=text or f"第{angle}问", weight=weight, vector=np.array([np.cos(turned), np.sin(turned)]))


def texts(found: Sequence[Cluster]) -> list[set[str]]:
    return [{text for text, _ in cluster.members} for cluster in found]


QUESTIONS = st.lists(st.builds(facing, st.integers(0, 359), weight=st.integers(1, 9)), max_size=12)


@given(QUESTIONS)
def test_every_question_is_in_one_cluster_and_no_weight_is_lost(questions: list[Unanswered]) -> None:
    found = clusters(questions, origin=NOWHERE)
    gathered = [text for cluster in found for text, _ in cluster.members]
    assert sorted(gathered) == sorted({question.text for question in questions})
    assert sum(cluster.total for cluster in found) == sum(question.weight for question in questions)
    assert all(cluster.text in dict(cluster.members) for cluster in found)


@given(QUESTIONS, st.randoms())
def test_the_order_in_which_questions_come_does_not_matter(questions: list[Unanswered], random) -> None:
    shuffled = random.sample(questions, len(questions))
    assert texts(clusters(shuffled, origin=NOWHERE)) == texts(clusters(questions, origin=NOWHERE))


@given(st.lists(st.integers(0, 359), min_size=2, max_size=9, unique=True))
def test_no_two_clusters_are_alike_on_average(angles: list[int]) -> None:
    found = clusters([facing(angle) for angle in angles], origin=NOWHERE)
    vectors = {f"第{angle}问": facing(angle).vector for angle in angles}
    rows = [np.stack([vectors[text] for text, _ in cluster.members]) for cluster in found]
    apart = [float((one @ other.T).mean()) for at, one in enumerate(rows) for other in rows[:at]]
    assert max(apart, default=0) < SAME_GAP + 1e-6


def test_the_same_words_however_punctuated_are_one_question() -> None:
    (cluster,) = clusters([facing(10, "路灯不亮？", 2), facing(10, "路灯不亮", 3)], origin=NOWHERE)
    assert cluster.members == (("路灯不亮", 5),) and cluster.total == 5


def test_a_cluster_is_called_by_the_question_in_its_middle_and_the_heaviest_cluster_comes_first() -> None:
    lights = [facing(10, "灯不亮"), facing(30, "路灯坏了"), facing(50, "街上黑")]
    fund = [facing(200, "公积金怎么取", 7)]
    first, second = clusters([*lights, *fund], origin=NOWHERE)
    assert (first.text, first.total) == ("公积金怎么取", 7)
    assert (second.text, second.total) == ("路灯坏了", 3)


def test_what_all_sentences_share_is_taken_away_before_they_are_compared() -> None:
    shared = np.array([100.0, 100.0])
    raised = [
        Unanswered(text=text, weight=1, vector=facing(angle).vector + shared)
        for text, angle in (("灯不亮", 0), ("路灯坏了", 20), ("公积金怎么取", 180))
    ]
    assert texts(clusters(raised, origin=shared)) == [{"灯不亮", "路灯坏了"}, {"公积金怎么取"}]


def test_no_questions_leave_no_gap() -> None:
    assert clusters([], origin=NOWHERE) == ()


def test_questions_that_mean_the_same_come_together(e5: Vectors) -> None:
    asked = (
        "殡葬费能报销多少",
        "火化费能报多少钱",
        "人去世火化费怎么报销",
        "共享单车押金退不了",
        "共享单车的押金怎么退",
    )
    everyday = [normal(question) for article in LIBRARY for question in article.questions]
    rows = [Unanswered(text=text, weight=1, vector=row) for text, row in zip(asked, e5.of(asked), strict=True)]
    found = clusters(rows, origin=e5.of(everyday).mean(axis=0))
    assert texts(found) == [set(asked[:3]), set(asked[3:])]


@pytest.mark.parametrize(
    ("angle", "known", "place"),
    [
        (10, [200, 15], 1),
        (10, [15, 12], 1),  # the nearer of two
        (10, [55], 0),
        (10, [100], None),
        (10, [], None),
    ],
)
def test_a_new_cluster_continues_the_nearest_known_gap_if_it_is_near(
    angle: int, known: list, place: int | None
) -> None:
    found = clusters([facing(angle)], origin=NOWHERE)
    centres = [facing(other).vector.tolist() for other in known]
    assert continued(found, centres, origin=NOWHERE) == (place,)


@given(QUESTIONS)
def test_the_same_questions_on_the_next_day_continue_their_own_gaps(questions: list[Unanswered]) -> None:
    found = clusters(questions, origin=NOWHERE)
    unlike_zero = [cluster for cluster in found if np.hypot(*cluster.centre) > 0.1]
    centres = [cluster.centre for cluster in unlike_zero]
    places = continued(unlike_zero, centres, origin=NOWHERE)
    assert all(np.allclose(centres[place], centre) for place, centre in zip(places, centres, strict=True))


def said(conversation: str, *spoken: tuple[int, str]) -> list[Asked]:
    """Questions of one conversation, each at so many seconds after noon."""
    return [Asked(conversation=conversation, text=text, at=NOON + timedelta(seconds=at)) for at, text in spoken]


@pytest.mark.parametrize(
    ("spoken", "texts_told"),
    [
        ([(0, "身份证掉了咋办"), (60, "身份证丢了怎么补")], ["身份证掉了咋办"]),
        ([(0, "身份证掉了咋办"), (120, "补身份证要啥")], ["身份证掉了咋办"]),  # two minutes are still soon
        ([(0, "身份证掉了咋办"), (121, "补身份证要啥")], []),
        ([(0, "身份证掉了咋办"), (5, "身份证掉了，咋办？")], []),  # the same words
        ([(0, "身份证掉了咋办"), (30, "谢谢")], []),
        ([(0, "身份证掉了咋办"), (30, "公积金怎么取")], []),  # another matter
        ([(60, "补身份证要啥"), (0, "身份证掉了咋办")], ["身份证掉了咋办"]),  # told in any order
        ([(0, "身份证掉了"), (40, "身份证丢了"), (80, "补身份证")], ["身份证掉了", "身份证丢了"]),
    ],
)
def test_a_question_asked_again_in_other_words_within_two_minutes(spoken: list, texts_told: list[str]) -> None:
    assert [question.text for question in rephrased(said("甲", *spoken))] == texts_told


def test_two_people_asking_alike_do_not_rephrase_each_other() -> None:
    asked = [*said("甲", (0, "身份证掉了咋办")), *said("乙", (30, "身份证丢了怎么补"))]
    assert rephrased(asked) == ()
