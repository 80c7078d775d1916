"""Does an article live by its law? Who may do what, two persons, a reason, the own department, and where it stands after."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.life import Life, Stage, Standing, Step, StepRefused, allow, fold, lived, now, offers, review_near
from tests.knowledge_base.lives import (
    ADMINISTRATOR,
    CITY,
    EDITOR,
    HANDS,
    PLAIN_WAY,
    POLICE,
    REVIEWER,
    Done,
    done,
    lives,
    living,
)
from tests.knowledge_base.small_library import NOISE, TODAY
from tickets.people import SYSTEM, Actor, Role

LAWFUL = settings(max_examples=150, deadline=None)
NEW = Life(article="KB-0511")
REASON = "2026年11月新办法已施行"


def after(*steps: tuple[Step, Actor]) -> Life:
    return list(living(NEW, *steps))[-1].after


def at(stage: Stage, standing: Standing = Standing.NEVER) -> Life:
    """The police's article, written by 编辑小何."""
    return replace(NEW, department="公安", revision=9, versions=2, standing=standing, stage=stage, author=EDITOR.name)


def refused(life: Life, step: Step, hand: Actor, why: str = REASON) -> str:
    with pytest.raises(StepRefused) as refusal:
        allow(life, step, hand, why)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("step", "who"),
    [
        (Step.DRAFT, {Role.EDITOR, Role.ADMINISTRATOR, Role.DEPARTMENT, Role.SYSTEM}),
        (Step.SUBMIT, {Role.EDITOR, Role.ADMINISTRATOR, Role.DEPARTMENT, Role.SYSTEM}),
        (Step.CONFIRM, {Role.ADMINISTRATOR, Role.DEPARTMENT, Role.SYSTEM}),  # an editor never speaks for a department
        (Step.SEND_BACK, {Role.EDITOR, Role.ADMINISTRATOR, Role.DEPARTMENT, Role.SYSTEM}),
        (Step.DROP, {Role.EDITOR, Role.ADMINISTRATOR, Role.DEPARTMENT, Role.SYSTEM}),
        (Step.PUBLISH, {Role.EDITOR, Role.ADMINISTRATOR, Role.SYSTEM}),  # a department never publishes by itself
        (Step.WITHDRAW, {Role.EDITOR, Role.ADMINISTRATOR, Role.SYSTEM}),
        (Step.EXPIRE, {Role.SYSTEM}),
        (Step.ARCHIVE, {Role.EDITOR, Role.ADMINISTRATOR, Role.SYSTEM}),
    ],
)
def test_a_step_is_for_these_people_and_for_nobody_else(step: Step, who: set[Role]) -> None:
    everywhere = [at(stage, standing) for stage in Stage for standing in Standing]
    hands = [Actor(role=role, name="任何人", department="公安" if role is Role.DEPARTMENT else "") for role in Role]
    assert {hand.role for hand in hands if any(step in offers(life, hand) for life in everywhere)} == who


@pytest.mark.parametrize(
    ("standing", "stage", "possible"),
    [
        (Standing.NEVER, Stage.NONE, "起草"),
        (Standing.NEVER, Stage.DRAFT, "起草 送部门确认 放弃草稿"),
        (Standing.NEVER, Stage.CONFIRMING, "确认 退回修改 放弃草稿"),
        (Standing.NEVER, Stage.REVIEWING, "退回修改 放弃草稿 复核发布"),
        (Standing.PUBLISHED, Stage.NONE, "起草 下架 失效"),
        (Standing.PUBLISHED, Stage.CONFIRMING, "确认 退回修改 放弃草稿 下架 失效"),  # a new version beside the old
        (Standing.EXPIRED, Stage.NONE, "起草 下架 归档"),
        (Standing.EXPIRED, Stage.DRAFT, "起草 送部门确认 放弃草稿 下架"),  # not put away while somebody works on it
        (Standing.WITHDRAWN, Stage.NONE, "起草 归档"),
        (Standing.WITHDRAWN, Stage.REVIEWING, "退回修改 放弃草稿 复核发布"),
        (Standing.ARCHIVED, Stage.NONE, "起草"),  # comes back only by the whole way
    ],
)
def test_no_station_can_be_skipped(standing: Standing, stage: Stage, possible: str) -> None:
    assert " ".join(offers(at(stage, standing), SYSTEM)) == possible


@pytest.mark.parametrize(
    ("steps", "standing", "stage", "published"),
    [
        (PLAIN_WAY[:1], Standing.NEVER, Stage.DRAFT, 0),
        (PLAIN_WAY[:2], Standing.NEVER, Stage.CONFIRMING, 0),
        (PLAIN_WAY[:3], Standing.NEVER, Stage.REVIEWING, 0),
        (PLAIN_WAY, Standing.PUBLISHED, Stage.NONE, 1),
        ((*PLAIN_WAY[:2], (Step.SEND_BACK, POLICE)), Standing.NEVER, Stage.DRAFT, 0),
        ((*PLAIN_WAY[:3], (Step.SEND_BACK, REVIEWER)), Standing.NEVER, Stage.DRAFT, 0),
        ((*PLAIN_WAY[:1], (Step.DROP, EDITOR)), Standing.NEVER, Stage.NONE, 0),
        ((*PLAIN_WAY, *PLAIN_WAY[:3]), Standing.PUBLISHED, Stage.REVIEWING, 1),  # the old version answers meanwhile
        ((*PLAIN_WAY, *PLAIN_WAY), Standing.PUBLISHED, Stage.NONE, 2),
        ((*PLAIN_WAY, *PLAIN_WAY[:2], (Step.DROP, EDITOR)), Standing.PUBLISHED, Stage.NONE, 1),
        ((*PLAIN_WAY, (Step.WITHDRAW, EDITOR)), Standing.WITHDRAWN, Stage.NONE, 0),
        ((*PLAIN_WAY, (Step.EXPIRE, SYSTEM)), Standing.EXPIRED, Stage.NONE, 0),
        ((*PLAIN_WAY, (Step.EXPIRE, SYSTEM), (Step.ARCHIVE, EDITOR)), Standing.ARCHIVED, Stage.NONE, 0),
        ((*PLAIN_WAY, *PLAIN_WAY[:1], (Step.EXPIRE, SYSTEM)), Standing.EXPIRED, Stage.DRAFT, 0),
        ((*PLAIN_WAY, (Step.EXPIRE, SYSTEM), *PLAIN_WAY), Standing.PUBLISHED, Stage.NONE, 2),
    ],
)
def test_where_an_article_stands_follows_from_its_steps(
    steps, standing: Standing, stage: Stage, published: int
) -> None:
    life = after(*steps)
    assert (life.standing, life.stage, life.published) == (standing, stage, published)
    assert life.working == (life.versions if stage else 0)
    assert life.revision == len(steps)


def test_the_author_never_reviews_their_own_draft() -> None:
    waiting = after(*PLAIN_WAY[:3])
    assert "另一位" in refused(waiting, Step.PUBLISH, EDITOR)
    allow(waiting, Step.PUBLISH, REVIEWER)
    allow(waiting, Step.PUBLISH, ADMINISTRATOR)


def test_the_author_is_whoever_wrote_the_newest_wording() -> None:
    rewritten = after((Step.DRAFT, EDITOR), (Step.DRAFT, REVIEWER), (Step.SUBMIT, EDITOR), (Step.CONFIRM, POLICE))
    allow(rewritten, Step.PUBLISH, EDITOR)
    assert "起草人不能复核" in refused(rewritten, Step.PUBLISH, REVIEWER)


def test_an_administrator_is_no_exception_to_the_second_person() -> None:
    own = after((Step.DRAFT, ADMINISTRATOR), (Step.SUBMIT, ADMINISTRATOR), (Step.CONFIRM, POLICE))
    assert "起草人不能复核" in refused(own, Step.PUBLISH, ADMINISTRATOR)


@pytest.mark.parametrize("step", [Step.SEND_BACK, Step.DROP, Step.WITHDRAW, Step.ARCHIVE])
@pytest.mark.parametrize("why", ["", "  \n "])
def test_what_takes_something_away_needs_a_reason(step: Step, why: str) -> None:
    life = next(
        life for stage in Stage for standing in Standing if step in offers(life := at(stage, standing), ADMINISTRATOR)
    )
    assert "理由" in refused(life, step, ADMINISTRATOR, why)
    allow(life, step, ADMINISTRATOR, REASON)


@pytest.mark.parametrize("step", [Step.DRAFT, Step.SUBMIT, Step.CONFIRM, Step.PUBLISH])
def test_what_goes_forward_needs_none(step: Step) -> None:
    way = PLAIN_WAY[: [one for one, _ in PLAIN_WAY].index(step)]
    allow(after(*way) if way else NEW, step, dict(PLAIN_WAY)[step])


def test_who_confirms_for_a_department_says_how_it_was_confirmed() -> None:
    waiting = after(*PLAIN_WAY[:2])
    assert "怎样确认" in refused(waiting, Step.CONFIRM, ADMINISTRATOR, " ")
    allow(waiting, Step.CONFIRM, ADMINISTRATOR, "公安马所长11月23日电话确认")
    allow(waiting, Step.CONFIRM, POLICE)


@pytest.mark.parametrize("step", [Step.DRAFT, Step.SUBMIT, Step.CONFIRM, Step.SEND_BACK, Step.DROP])
def test_a_department_works_on_its_own_articles_only(step: Step) -> None:
    life = next(at(stage) for stage in Stage if step in offers(at(stage), POLICE))
    assert "公安负责" in refused(life, step, CITY)
    allow(life, step, POLICE, REASON)


def test_anyone_of_a_department_may_propose_an_article_that_is_nobodys_yet() -> None:
    allow(NEW, Step.DRAFT, CITY)


def test_a_new_version_can_give_the_article_to_another_department() -> None:
    moved = done(after(*PLAIN_WAY), Step.DRAFT, EDITOR, draft=replace(NOISE, department="城管")).after
    assert moved.department == "城管"
    assert offers(moved, POLICE) == ()


def test_a_dropped_draft_leaves_the_article_with_the_department_that_had_it() -> None:
    moved = done(after(*PLAIN_WAY), Step.DRAFT, EDITOR, draft=replace(NOISE, department="城管")).after
    dropped = done(moved, Step.DROP, EDITOR).after
    assert dropped.department == "公安"
    assert (offers(dropped, POLICE), offers(dropped, CITY)) == ((Step.DRAFT,), ())


@pytest.mark.parametrize(
    ("life", "told"),
    [
        (NEW, "未发布"),
        (at(Stage.CONFIRMING), "待部门确认"),
        (at(Stage.NONE, Standing.PUBLISHED), "已发布"),
        (at(Stage.REVIEWING, Standing.PUBLISHED), "已发布（新版待复核）"),
        (at(Stage.DRAFT, Standing.WITHDRAWN), "已下架（新版草稿）"),
    ],
)
def test_officers_read_where_it_stands_in_their_own_words(life: Life, told: str) -> None:
    assert now(life) == told
    assert told in refused(life, Step.ARCHIVE, EDITOR)


def test_a_refusal_says_who_may_do_it_instead() -> None:
    told = refused(after(*PLAIN_WAY[:2]), Step.CONFIRM, EDITOR)
    assert "知识库管理员不能“确认”" in told and "承办单位" in told and "系统" not in told


def test_an_article_asks_for_its_review_thirty_days_before_it_is_due() -> None:
    near = {
        days: review_near(replace(NOISE, review_due=TODAY + timedelta(days=days)), TODAY) for days in (-1, 0, 30, 31)
    }
    assert near == {-1: True, 0: True, 30: True, 31: False}


def way_of(life: list[Done], version: int) -> list[Done]:
    """What was done with a version, up to its publication."""
    way = [one for one in life if one.event.version == version and one.event.step not in (Step.WITHDRAW, Step.EXPIRE)]
    ends = [place for place, one in enumerate(way) if one.event.step is Step.PUBLISH]
    return way[: ends[0] + 1]


@LAWFUL
@given(lives())
def test_what_answers_was_confirmed_and_published_by_someone_else(life: list[Done]) -> None:
    for version in {one.after.published for one in life} - {0}:
        way = way_of(life, version)
        draft, *_, confirmed, published = (one.event for one in way)
        assert [one.event.step for one in way[-3:]] == [Step.SUBMIT, Step.CONFIRM, Step.PUBLISH]
        assert published.role == Role.SYSTEM or published.name != draft.name
        assert confirmed.role != Role.DEPARTMENT or confirmed.department == way[0].draft.department


@LAWFUL
@given(lives())
def test_only_a_published_article_answers_and_an_archived_one_never(life: list[Done]) -> None:
    for one in life:
        assert bool(one.after.published) is (one.after.standing is Standing.PUBLISHED)
        assert one.after.published <= one.after.versions
        if one.event.step in (Step.WITHDRAW, Step.EXPIRE, Step.ARCHIVE):
            assert one.after.published == 0


@LAWFUL
@given(lives())
def test_an_article_belongs_to_whom_its_wording_in_work_or_else_the_published_one_names(life: list[Done]) -> None:
    named, published, newest = {}, 0, 0
    for one in life:
        if one.draft:
            named[one.event.version] = one.draft.department
        newest = one.after.versions
        published = one.event.version if one.event.step is Step.PUBLISH else published
        assert one.after.department == named[one.after.working or published or newest]


@LAWFUL
@given(lives())
def test_a_life_is_the_fold_of_its_events(life: list[Done]) -> None:
    told = [(one.event, one.draft.department if one.draft else "") for one in life]
    assert lived("KB-0511", told) == life[-1].after
    assert [one.event.version for one in life if one.draft] == list(range(1, life[-1].after.versions + 1))


@LAWFUL
@given(lives(), st.sampled_from(HANDS), st.sampled_from(Step))
def test_what_is_offered_is_what_is_allowed(life: list[Done], hand: Actor, step: Step) -> None:
    stands = life[-1].after
    if step in offers(stands, hand):
        allow(stands, step, hand, REASON)
        assert fold(stands, done(stands, step, hand).event).revision == stands.revision + 1
    else:
        assert refused(stands, step, hand)
