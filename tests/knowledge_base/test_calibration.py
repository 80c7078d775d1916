from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.calibrate import calibrate, shipped_lessons, taught
from knowledge_base.calibration import CalibrationError, fit, fit_ranking, load, save
from knowledge_base.evidence import CERTAINTY, RANKING, Evidence
from knowledge_base.measure import Golden
from knowledge_base.vectors import E5, USE, Absent
from tests.knowledge_base.small_library import FUND, ID_CARD, LIBRARY, MARRIAGE, NOISE, STREET_LIGHT

LESSONS = [
    Golden(id=f"L-{number}", text=text, articles=articles, noisy=False)
    for number, (text, articles) in enumerate(
        [
            ("身份证掉了到哪里补一张", (ID_CARD.id,)),
            ("巷子里的灯黑了几天", (STREET_LIGHT.id,)),
            ("扯证带户口本不", (MARRIAGE.id,)),
            ("公积金能不能付房租", (FUND.id,)),
            ("楼上放音响放到半夜", (NOISE.id,)),
            ("给我讲个笑话", ()),
            ("红烧肉怎么做", ()),
            ("股票跌了怎么办", ()),
        ]
    )
]


def test_a_fit_finds_the_coefficients_that_made_the_data() -> None:
    chance = np.random.default_rng(12345)
    features = chance.normal(size=(20_000, 2))
    right = chance.random(20_000) < 1 / (1 + np.exp(-(features @ [2.0, -1.0] + 0.5)))
    bias, weights = fit(features, right.astype(float))
    assert np.allclose([bias, *weights], [0.5, 2.0, -1.0], atol=0.1)


def test_a_feature_that_never_changes_does_no_harm() -> None:
    features = np.column_stack([np.ones(40), np.repeat([0.0, 1.0], 20)])
    bias, weights = fit(features, np.repeat([0.0, 1.0], 20))
    assert np.isfinite([bias, *weights]).all() and weights[1] > 0


def test_a_ranking_finds_the_coefficients_by_which_the_right_one_was_chosen() -> None:
    chance = np.random.default_rng(12345)
    choices = [chance.normal(size=(5, 2)) for _ in range(5_000)]
    chosen = [(table @ [2.0, -1.0] + chance.gumbel(size=5)).argmax() for table in choices]
    right = [np.arange(5) == one for one in chosen]
    assert np.allclose(fit_ranking(choices, right), [2.0, -1.0], atol=0.15)


def test_of_two_right_articles_either_may_be_first() -> None:
    """Were both wanted first at once, they would pull against each other; only the wrong one is pushed down."""
    table = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    weights = fit_ranking([table] * 50, [np.array([True, True, False])] * 50)
    assert (weights > 0).all()


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    rows = draw(st.integers(1, 6))
    share, plain = st.floats(0, 1), st.floats(0, 60)
    features = [[draw(plain), draw(plain), *(draw(share) for _ in RANKING[2:])] for _ in range(rows)]
    return Evidence(
        articles=np.arange(rows),
        features=np.array(features),
        reachable=draw(st.floats(1, 100)),
        known=draw(share),
        length=draw(st.floats(0, 8)),
        elsewhere=draw(st.sampled_from([0.0, 1.0])),
    )


@given(evidence(), st.sampled_from([E5.name, USE.name, Absent.name]))
def test_whatever_the_evidence_they_are_probabilities_in_the_order_of_the_scores(seen: Evidence, vectors: str) -> None:
    calibration = load(vectors)
    chances, scores = calibration.probabilities(seen), calibration.scores(seen)
    assert ((chances >= 0) & (chances <= 1)).all()
    assert chances[scores.argmax()] == chances.max()


def test_nothing_examined_has_no_probability() -> None:
    nothing = Evidence(
        articles=np.zeros(0, int),
        features=np.zeros((0, len(RANKING))),
        reachable=1.0,
        known=0.0,
        length=0.0,
        elsewhere=0.0,
    )
    assert load("absent").probabilities(nothing).size == 0


def test_the_same_content_gives_the_same_figures() -> None:
    once, again = (calibrate(LIBRARY, LESSONS, vectors=Absent()) for _ in range(2))
    assert once == again
    assert 0 < once.clarify_from <= once.answer_from <= 1


def test_a_lesson_whose_article_is_gone_teaches_that_nothing_answers() -> None:
    without = [article for article in LIBRARY if article != FUND]
    lesson = taught(without, [lesson for lesson in LESSONS if FUND.id in lesson.articles], vectors=Absent())[0]
    assert not lesson.answerable and not lesson.right.any()


def test_the_lessons_are_many_and_a_fifth_of_them_has_no_answer() -> None:
    lessons = shipped_lessons()
    assert len(lessons) >= 1_000
    assert sum(not lesson.articles for lesson in lessons) >= len(lessons) / 5
    assert len({lesson.text for lesson in lessons}) == len({lesson.id for lesson in lessons}) == len(lessons)


@pytest.mark.parametrize("vectors", [E5.name, USE.name, Absent.name])
def test_every_kind_of_vectors_is_calibrated(vectors: str) -> None:
    stored = load(vectors)
    assert set(stored.ranking) == set(RANKING) and set(stored.certainty) == set(CERTAINTY)
    assert 0 < stored.clarify_from < stored.answer_from < 1


def test_being_named_elsewhere_speaks_against_every_article() -> None:
    assert all(load(vectors).certainty["elsewhere"] < -2 for vectors in (E5.name, USE.name, Absent.name))


def test_what_is_saved_is_loaded_but_for_rounding(tmp_path: Path) -> None:
    calibration = replace(load("absent"), bias=-1.23456789)
    save([calibration], tmp_path)
    assert load("absent", tmp_path) == replace(calibration, bias=-1.2346)


@pytest.mark.parametrize("part", ["ranking", "certainty"])
def test_a_calibration_for_other_evidence_is_refused(tmp_path: Path, part: str) -> None:
    save([replace(load("absent"), **{part: {"words": 1.0}})], tmp_path)
    with pytest.raises(CalibrationError, match="fitted on other evidence"):
        load("absent", tmp_path)
