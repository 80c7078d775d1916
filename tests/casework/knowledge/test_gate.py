"""What does publishing change for citizens, and when does it stop?"""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from hotline.casework.knowledge import acts, gate
from hotline.casework.knowledge.acts import StepNotTaken
from hotline.casework.knowledge.gate import LossAhead
from hotline.casework.office import Office
from hotline.records import Question
from hotline.storage.store import SqlStore
from hotline.troubles import Collision
from knowledge_base.article import Article
from knowledge_base.life import Stage, Standing, Step
from tests.casework.knowledge.one_shelf import (
    DAY,
    LAMP,
    LAMPS,
    QIAN,
    SNOW,
    TODAY,
    WU,
    answering,
    drafted,
    life_of,
    published,
    reviewing,
    shelf_over,
    walked,
)
from tests.casework.one_office import ARTICLES, MONDAY

LAMP_OUT = "路灯不亮怎么报修"
GOLDEN = (
    (LAMP_OUT, ("KB-0001",)),
    ("身份证丢了怎么补办", ("KB-0002",)),
    ("今天股票会涨吗", ()),
    ("下雪了店门口要自己铲吗", ("KB-0004",)),
)


def rival(text: str) -> Article:
    """An article that says these words more often than any other."""
    said = tuple(f"{text}{end}" for end in ("呀", "呢", "啊", "吧", "哦", "嘛"))
    return replace(
        SNOW, title=text, questions=(*SNOW.questions[1:3], *said), keywords=said, short=f"{text}。{SNOW.short}"
    )


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    rows = [
        {"id": f"Q{place}", "text": text, "articles": right, "noisy": False}
        for place, (text, right) in enumerate(GOLDEN, start=1)
    ]
    file = tmp_path / "golden.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return file


@pytest.fixture
def office(sqlite_store: SqlStore, golden: Path) -> Office:
    return shelf_over(sqlite_store, golden)


def asked(office: Office, text: str, *, helped: bool | None) -> None:
    with office.store.work() as work:
        work.questions.note(
            Question(conversation="李大爷", text=text, at=MONDAY - DAY, outcome="answer", shown=(LAMP,), helped=helped)
        )


def test_a_new_article_that_answers_what_nobody_answered_is_a_gain(office: Office) -> None:
    article = reviewing(office)
    rehearsal = gate.rehearse(office, article, MONDAY)
    (gain,) = rehearsal.changes
    assert (rehearsal.golden, rehearsal.asked, rehearsal.losses, rehearsal.gains) == (4, 0, (), (gain,))
    assert (gain.text, gain.first_after, gain.outcome_after) == ("下雪了店门口要自己铲吗", article, "answer")


def test_rehearsing_changes_nothing(office: Office) -> None:
    before = life_of(office, reviewing(office))
    gate.rehearse(office, before.article, MONDAY)
    assert life_of(office, before.article) == before and answering(office, SNOW.questions[0]) == ""


def test_publishing_keeps_the_figures_of_the_rehearsal_in_its_event(office: Office) -> None:
    article = reviewing(office)
    assert gate.publish(office, article, QIAN, MONDAY).standing is Standing.PUBLISHED
    with office.store.look() as work:
        said = work.articles.events(article)[-1].data
    assert said == {"golden": 4, "asked": 0, "changes": 1, "gains": 1, "losses": []}


def test_a_loss_stops_publishing_and_says_which_question_loses_what(office: Office) -> None:
    article = reviewing(office, rival(LAMP_OUT))
    with pytest.raises(LossAhead, match=f"“{LAMP_OUT}”：作答 KB-0001 → .* KB-0004") as stopped:
        gate.publish(office, article, QIAN, MONDAY)
    (loss,) = stopped.value.rehearsal.losses
    assert (loss.right, loss.first_before, loss.first_after) == (("KB-0001",), LAMP, article)
    assert life_of(office, article).stage is Stage.REVIEWING


def test_a_loss_is_overruled_with_a_reason_and_never_without(office: Office) -> None:
    article = reviewing(office, rival(LAMP_OUT))
    with pytest.raises(LossAhead):
        gate.publish(office, article, QIAN, MONDAY, overrule=True, why=" ")
    with pytest.raises(LossAhead):
        gate.publish(office, article, QIAN, MONDAY, why="新条目更全")
    assert gate.publish(office, article, QIAN, MONDAY, overrule=True, why="新条目更全").published == 1
    with office.store.look() as work:
        published_by = work.articles.events(article)[-1]
    assert published_by.why == "新条目更全" and LAMP_OUT in published_by.data["losses"][0]


def test_answering_what_must_not_be_answered_is_a_loss(office: Office) -> None:
    article = reviewing(office, rival("今天股票会涨吗"))
    losses = gate.rehearse(office, article, MONDAY).losses
    assert [(loss.text, loss.right) for loss in losses] == [("今天股票会涨吗", ())]


@pytest.mark.parametrize(("helped", "losses"), [(True, 1), (None, 0), (False, 0)])
def test_a_real_question_whose_answer_helped_must_keep_it(office: Office, helped: bool | None, losses: int) -> None:
    asked(office, "路灯坏了找谁", helped=helped)
    article = reviewing(office, rival("路灯坏了找谁"))
    rehearsal = gate.rehearse(office, article, MONDAY)
    real = [change for change in rehearsal.changes if change.source == "asked"]
    assert len(real) == 1 and rehearsal.asked == 1
    assert sum(change.verdict == "loss" for change in real) == losses


def test_each_wording_is_put_once_and_helped_if_it_ever_did(office: Office) -> None:
    for helped in (None, True, False):
        asked(office, "路灯坏了找谁", helped=helped)
    article = reviewing(office, rival("路灯坏了找谁"))
    rehearsal = gate.rehearse(office, article, MONDAY)
    assert (rehearsal.asked, len([loss for loss in rehearsal.losses if loss.source == "asked"])) == (1, 1)


def test_questions_of_more_than_thirty_days_ago_have_no_say(office: Office) -> None:
    asked(office, "路灯坏了找谁", helped=True)
    article = reviewing(office, rival("路灯坏了找谁"))
    assert gate.rehearse(office, article, MONDAY + 29 * DAY).asked == 1
    assert gate.rehearse(office, article, MONDAY + 30 * DAY).asked == 0


def test_withdrawing_is_rehearsed_by_taking_the_article_out(office: Office) -> None:
    rehearsal = gate.rehearse(office, LAMP, MONDAY, withdraw=True)
    assert rehearsal.withdraws and [loss.text for loss in rehearsal.losses] == [LAMP_OUT]


def test_a_new_wording_of_the_right_article_is_no_loss(office: Office) -> None:
    brighter = replace(SNOW, id=LAMP, title="路灯报修", questions=(*ARTICLES[0].questions, *SNOW.questions))
    acts.draft(office, brighter, WU, MONDAY)
    walked(office, LAMP, Step.SUBMIT, Step.CONFIRM)
    assert gate.rehearse(office, LAMP, MONDAY).losses == ()


def test_an_installation_without_golden_questions_says_so(sqlite_store: SqlStore, tmp_path: Path) -> None:
    office = shelf_over(sqlite_store, tmp_path / "nowhere.jsonl")
    asked(office, "路灯坏了找谁", helped=True)
    rehearsal = gate.rehearse(office, reviewing(office), MONDAY)
    assert (rehearsal.golden, rehearsal.asked) == (None, 1)


def test_the_author_is_refused_before_anything_is_rehearsed(office: Office) -> None:
    article = reviewing(office)
    with pytest.raises(StepNotTaken, match="起草人不能复核"):
        gate.publish(office, article, WU, MONDAY)
    with pytest.raises(StepNotTaken, match="承办单位不能"):
        gate.publish(office, article, LAMPS, MONDAY)


def test_nothing_in_work_and_nothing_published_cannot_be_rehearsed(office: Office) -> None:
    with pytest.raises(StepNotTaken, match="没有正在办理的新版"):
        gate.rehearse(office, LAMP, MONDAY)
    with pytest.raises(StepNotTaken, match="没有正在答复群众的版本"):
        gate.rehearse(office, drafted(office), MONDAY, withdraw=True)


def test_what_changed_since_the_page_was_shown_is_not_published(office: Office) -> None:
    article = reviewing(office)
    seen = life_of(office, article).revision
    acts.take_step(office, article, Step.SEND_BACK, QIAN, MONDAY, why="写上盐在哪里领")
    walked(office, article, Step.SUBMIT, Step.CONFIRM)
    with pytest.raises(Collision):
        gate.publish(office, article, QIAN, MONDAY, revision=seen)


def test_what_was_published_meanwhile_counts_in_the_rehearsal(office: Office) -> None:
    article = reviewing(office)
    published(office, replace(SNOW, title="雪后道路结冰怎么办", questions=_OTHER, body=_OTHER_BODY))
    gate.rehearse(office, article, MONDAY)
    assert "KB-0005" in office.search.edition.articles and TODAY == office.search.edition.day


_OTHER = tuple(question.replace("雪", "冰雹") for question in SNOW.questions[:3]) + (
    "路面滑怎么走",
    "桥上结冰封路吗",
    "校门口太滑了",
)
_OTHER_BODY = "".join(f"第{place}处桥面由养护单位在天亮前撒布防滑料并立牌提醒过往车辆减速慢行；" for place in range(12))
