"""Who brings an article on its way, and what holds it up?"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hotline.casework.knowledge import acts, fitness, seeding
from hotline.casework.knowledge.acts import StepNotTaken
from hotline.casework.knowledge.fitness import Unfit
from hotline.casework.office import Office
from hotline.troubles import Collision
from knowledge_base.life import Stage, Standing, Step
from tests.casework.knowledge.one_shelf import (
    ADMINISTRATOR,
    DAY,
    LAMP,
    LAMPS,
    POLICE,
    QIAN,
    SNOW,
    TODAY,
    WU,
    answering,
    content_of,
    drafted,
    life_of,
    published,
    reviewing,
    walked,
)
from tests.casework.one_office import MONDAY


def test_an_article_is_written_confirmed_and_published_by_three(anywhere: Office) -> None:
    article = drafted(anywhere)
    assert walked(anywhere, article, Step.SUBMIT).stage is Stage.CONFIRMING
    assert acts.confirm(anywhere, article, LAMPS, MONDAY).stage is Stage.REVIEWING
    life = acts.take_step(anywhere, article, Step.PUBLISH, QIAN, MONDAY)
    assert (life.standing, life.stage, life.published) == (Standing.PUBLISHED, Stage.NONE, 1)
    anywhere.search.refresh(TODAY)
    assert answering(anywhere, "门前积雪谁来扫") == article


def test_a_new_article_gets_the_next_number_and_no_path(office: Office) -> None:
    article = drafted(office, replace(SNOW, file="../../etc/passwd"))
    assert article == "KB-0004"
    assert content_of(office, article, 1) == replace(SNOW, id="KB-0004")


def test_a_new_wording_stays_in_its_file_until_it_moves_to_another_category(office: Office) -> None:
    shipped = replace(SNOW, id="KB-0099", file="城市管理与市政公用/snow.md")
    seeding.seed(office.store, [shipped], MONDAY)
    acts.draft(office, replace(shipped, short="各扫门前雪，没人扫的打12345。", file=""), WU, MONDAY)
    acts.draft(office, replace(shipped, category="公安户政/身份证"), WU, MONDAY)
    assert [content_of(office, "KB-0099", no).file for no in (2, 3)] == ["城市管理与市政公用/snow.md", ""]


def test_editing_a_draft_makes_another_version_and_keeps_the_first(office: Office) -> None:
    article = drafted(office)
    acts.draft(office, replace(SNOW, id=article, title="门前的雪谁来扫"), WU, MONDAY)
    assert [content_of(office, article, no).title for no in (1, 2)] == ["门前积雪谁来扫", "门前的雪谁来扫"]


def test_nobody_publishes_what_he_wrote(office: Office) -> None:
    article = reviewing(office)
    with pytest.raises(StepNotTaken, match="起草人不能复核发布自己的稿子"):
        acts.take_step(office, article, Step.PUBLISH, WU, MONDAY)
    assert life_of(office, article).standing is Standing.NEVER


def test_a_draft_may_be_unfinished_but_goes_to_its_department_only_when_whole(office: Office) -> None:
    article = drafted(office, replace(SNOW, questions=("下雪了谁扫",), short="详见下文", body="还没写"))
    with pytest.raises(Unfit) as refused:
        walked(office, article, Step.SUBMIT)
    assert {breach.field for breach in refused.value.breaches} == {"questions", "short", "body"}
    assert all(str(breach) in str(refused.value) for breach in refused.value.breaches)
    assert life_of(office, article).stage is Stage.DRAFT


def test_what_nobody_could_work_on_is_not_even_a_draft(office: Office) -> None:
    nonsense = replace(SNOW, title=" ", department="雪务局", category="天气/雪")
    with pytest.raises(Unfit) as refused:
        acts.draft(office, nonsense, WU, MONDAY)
    assert [breach.field for breach in refused.value.breaches] == ["title", "department", "category"]


def test_a_title_that_answers_already_is_refused_with_the_article_that_has_it(office: Office) -> None:
    article = drafted(office, replace(SNOW, title="路灯报修"))
    with pytest.raises(Unfit, match="标题“路灯报修”与 KB-0001 重复"):
        walked(office, article, Step.SUBMIT)


def test_what_became_untrue_while_it_waited_is_not_published(office: Office) -> None:
    article = reviewing(office, replace(SNOW, expires=TODAY))
    with pytest.raises(Unfit, match="过期"):
        acts.take_step(office, article, Step.PUBLISH, QIAN, MONDAY + DAY)


def test_a_department_writes_for_itself_only(office: Office) -> None:
    with pytest.raises(Unfit, match="只能写由本单位（公安）负责的条目"):
        acts.draft(office, SNOW, POLICE, MONDAY)
    with pytest.raises(StepNotTaken, match="KB-0001 由城管负责"):
        acts.draft(office, replace(content_of(office, LAMP, 1), department="公安"), POLICE, MONDAY)
    assert acts.draft(office, SNOW, LAMPS, MONDAY).stage is Stage.DRAFT


def test_a_department_confirms_its_own_and_nobody_elses(office: Office) -> None:
    article = drafted(office)
    walked(office, article, Step.SUBMIT)
    with pytest.raises(StepNotTaken, match="由城管负责"):
        acts.confirm(office, article, POLICE, MONDAY)


def test_an_administrator_confirms_for_a_department_by_saying_how_he_knows(office: Office) -> None:
    article = drafted(office)
    walked(office, article, Step.SUBMIT)
    with pytest.raises(StepNotTaken, match="写明依据"):
        acts.confirm(office, article, ADMINISTRATOR, MONDAY)
    said = acts.confirm(office, article, ADMINISTRATOR, MONDAY, why="城管老张11月23日来电确认")
    assert said.stage is Stage.REVIEWING


def test_confirming_changes_no_word_of_the_article(office: Office) -> None:
    article = reviewing(office)
    assert life_of(office, article).versions == 1
    assert content_of(office, article, 1).confirmed == SNOW.confirmed


def test_a_department_that_finds_everything_right_renews_the_article_for_the_second_person(office: Office) -> None:
    article = published(office)
    life = acts.renew(office, article, LAMPS, MONDAY + DAY)
    renewed = content_of(office, article, 2)
    assert (life.stage, life.published, life.author) == (Stage.REVIEWING, 1, "城管老张")
    assert (renewed.confirmed, renewed.review_due) == (TODAY + DAY, TODAY + DAY + timedelta(days=365))
    assert replace(renewed, confirmed=SNOW.confirmed, review_due=SNOW.review_due, id="") == SNOW


def test_only_the_department_says_that_everything_is_right_and_only_of_what_answers(office: Office) -> None:
    article = published(office)
    with pytest.raises(StepNotTaken, match="承办单位"):
        acts.renew(office, article, WU, MONDAY)
    walked(office, article, Step.WITHDRAW)
    with pytest.raises(StepNotTaken, match="没有正在答复群众的版本"):
        acts.renew(office, article, LAMPS, MONDAY)


def test_an_old_version_is_restored_as_a_new_draft(office: Office) -> None:
    article = published(office)
    acts.draft(office, replace(SNOW, id=article, short="雪自己会化。"), WU, MONDAY)
    life = acts.restore(office, article, 1, WU, MONDAY)
    assert (life.versions, life.stage, life.published) == (3, Stage.DRAFT, 1)
    assert content_of(office, article, 3) == content_of(office, article, 1)
    with office.store.look() as work:
        assert work.articles.events(article)[-1].why == "恢复第 1 版"


def test_whoever_comes_second_is_told_who_was_first(office: Office) -> None:
    article = drafted(office)
    seen = life_of(office, article).revision
    walked(office, article, Step.SUBMIT)
    with pytest.raises(Collision, match="刚刚由知识库管理员小吴“送部门确认”"):
        acts.draft(office, replace(SNOW, id=article), WU, MONDAY, revision=seen)
    assert life_of(office, article).versions == 1


def test_a_withdrawal_is_about_the_version_that_answered(office: Office) -> None:
    article = published(office)
    acts.draft(office, replace(SNOW, id=article, review_due=date(2028, 1, 1)), WU, MONDAY)
    walked(office, article, Step.WITHDRAW)
    with office.store.look() as work:
        assert work.articles.events(article)[-1].version == 1


def test_every_problem_is_told_while_writing_too(office: Office) -> None:
    with office.store.look() as work:
        assert fitness.problems(office, work, SNOW, TODAY) == ()
        (breach,) = fitness.problems(office, work, replace(SNOW, title="雪" * 41), TODAY)
    assert str(breach) == "标题：标题 41 字，最多 40 字。"
