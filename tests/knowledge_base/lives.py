"""Who works on the articles in these tests, and what lives can an article have? Any lawful one, whoever does what."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hypothesis import strategies as st

from knowledge_base.article import Article
from knowledge_base.life import ArticleEvent, Life, Step, fold, offers
from tests.knowledge_base.small_library import NOISE
from tickets.calendar import CHINA
from tickets.people import CITIZEN, SYSTEM, Actor, Role

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
EDITOR = Actor(role=Role.EDITOR, name="编辑小何")
REVIEWER = Actor(role=Role.EDITOR, name="编辑老周")
ADMINISTRATOR = Actor(role=Role.ADMINISTRATOR, name="管理员老郑")
POLICE = Actor(role=Role.DEPARTMENT, name="公安老马", department="公安")
CITY = Actor(role=Role.DEPARTMENT, name="城管老张", department="城管")
OPERATOR = Actor(role=Role.OPERATOR, name="话务员小李")
HANDS = (EDITOR, REVIEWER, ADMINISTRATOR, POLICE, CITY, OPERATOR, CITIZEN, SYSTEM)
FORWARD = (Step.DRAFT, Step.SUBMIT, Step.CONFIRM, Step.PUBLISH)
PLAIN_WAY = ((Step.DRAFT, EDITOR), (Step.SUBMIT, EDITOR), (Step.CONFIRM, POLICE), (Step.PUBLISH, REVIEWER))


@dataclass(frozen=True, kw_only=True)
class Done:
    """One step of a life, the wording it brings if it is a draft, and where the article stood before and stands after."""

    before: Life
    event: ArticleEvent
    draft: Article | None
    after: Life


def done(life: Life, step: Step, hand: Actor, at: datetime = MONDAY, draft: Article = NOISE, why: str = "") -> Done:
    """The step as the next event; a draft is of `draft`, under the article's own id."""
    drafts = step is Step.DRAFT
    ends = step in (Step.WITHDRAW, Step.EXPIRE)
    event = ArticleEvent(
        article=life.article,
        no=life.revision + 1,
        step=step,
        version=(ends and life.published) or life.versions + drafts,
        at=at,
        role=hand.role,
        name=hand.name,
        department=hand.department,
        why=why or f"{hand.name}{step}",
    )
    brought = replace(draft, id=life.article) if drafts else None
    after = fold(life, event, brought.department if brought else "")
    return Done(before=life, event=event, draft=brought, after=after)


def living(life: Life, *steps: tuple[Step, Actor]) -> Iterator[Done]:
    """These steps one after the other, an hour apart."""
    for hour, (step, hand) in enumerate(steps):
        one = done(life, step, hand, MONDAY + timedelta(hours=hour))
        life = one.after
        yield one


@st.composite
def lives(draw: st.DrawFn, article: str = "KB-0511") -> list[Done]:
    """A lawful life: at every step somebody does one of the things offered to them, at once or some hours later; mostly it
    goes forward, so that many are published again and again."""
    life, at, made = Life(article=article), MONDAY, []
    for version in range(draw(st.integers(min_value=1, max_value=40))):
        possible = {step: hand for hand in draw(st.permutations(HANDS)) for step in offers(life, hand)}
        step = draw(st.sampled_from([step for step in possible for _ in range(4 if step in FORWARD else 1)]))
        department = possible[step].department or draw(st.sampled_from(["公安", "城管"]))
        draft = replace(NOISE, title=f"广场舞扰民（第{version}稿）", department=department)
        at += timedelta(hours=draw(st.integers(min_value=0, max_value=40)))
        made.append(done(life, step, possible[step], at, draft))
        life = made[-1].after
    return made
