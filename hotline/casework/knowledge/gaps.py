"""What do citizens ask that no article answers? Found anew every night, kept until somebody closes it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from hotline.casework.knowledge.acts import NEXT_REVIEW, StepNotTaken, take_step_in
from hotline.casework.knowledge.wanting import Found, Gathered, Wanting, gathered, wanting
from hotline.casework.office import Office
from hotline.casework.triage import triage
from hotline.ports import Work
from hotline.records import Gap
from knowledge_base.article import Article
from knowledge_base.life import Life, Step
from tickets.people import Actor, Role

RECENT = timedelta(days=30)
NIGHTLY_FROM = time(2)
SHOWN_QUESTIONS = 20
TITLE = 40  # characters an article's title may have
_KEEPERS = (Role.EDITOR, Role.ADMINISTRATOR)
_OPEN = ("待处理", "编写中")


@dataclass(frozen=True, kw_only=True)
class GapShare:
    """How many of all gaps ever found were filled by an article; `declined` were closed without one."""

    filled: int
    declined: int
    open: int


@dataclass(kw_only=True)
class Nightly:
    """Gathers once a day, after two in the night; after a restart once more, which changes nothing."""

    office: Office
    _done: date | None = field(default=None, init=False)

    def __call__(self, now: datetime) -> bool:
        """Whether it was time to."""
        local = self.office.calendar.local(now)
        if self._done == local.date() or local.time() < NIGHTLY_FROM:
            return False
        gather(self.office, now)
        self._done = local.date()
        return True


def gather(office: Office, now: datetime) -> list[Gap]:
    """Look at the last 30 days' questions, keep what is new, and return the open gaps, the most asked first. A gap keeps its
    identity from night to night; one that was declined stays closed, one that was filled opens again when it is still asked."""
    with office.store.look() as work:
        asked = wanting(work.questions.asked(now - RECENT, now))
        articles = [article for _, article in work.articles.live()]
    tonight = gathered(office.bench, asked, articles) if asked and articles else None
    with office.store.work() as work:
        if tonight:
            _keep_all(office, work, tonight, now)
        return work.questions.gaps()


def open_gaps(office: Office) -> list[Gap]:
    """The most asked first."""
    with office.store.look() as work:
        return work.questions.gaps()


def _keep_all(office: Office, work: Work, tonight: Gathered, now: datetime) -> None:
    """New gaps, and known ones as they stand after tonight; several clusters may belong to one gap."""
    known = [*work.questions.gaps(), *work.questions.gaps(closed=True)]
    of_known: dict[int, list[Found]] = {}
    for one, place in zip(tonight.found, tonight.places(known), strict=True):
        if place is None:
            work.questions.keep_gap(_gap(office, one, now))
        else:
            of_known.setdefault(place, []).append(one)
    for place, found in of_known.items():
        renewed = _renewed(known[place], found)
        if renewed:
            work.questions.keep_gap(renewed)


def _gap(office: Office, found: Found, now: datetime) -> Gap:
    cluster = found.cluster
    suggested = triage(office, cluster.text, now).departments
    return Gap(
        title=cluster.text,
        centre=cluster.centre,
        department=suggested[0].department if suggested else "",
        **_counted(found.asked),
    )


def _counted(asked: Iterable[Wanting]) -> dict:
    """The fields of a gap that are counted from its questions."""
    every = list(asked)
    wordings = Counter(one.question.text for one in every)
    nearest = Counter(one.question.shown[0] for one in every if one.question.shown)
    instants = [one.question.at for one in every]
    return {
        "questions": tuple(text for text, _ in wordings.most_common(SHOWN_QUESTIONS)),
        "kinds": dict(Counter(one.kind for one in every)),
        "total": len(every),
        "nearest": nearest.most_common(1)[0][0] if nearest else "",
        "first_at": min(instants),
        "last_at": max(instants),
    }


def _renewed(gap: Gap, found: list[Found]) -> Gap | None:
    """None when there is nothing to say: it was declined, or nobody asked since it was filled."""
    asked, centre = [wanting for one in found for wanting in one.asked], found[0].cluster.centre
    if gap.status in _OPEN:
        counted = _counted(asked)
        return replace(gap, centre=centre, **{**counted, "first_at": min(gap.first_at, counted["first_at"])})
    since = [one for one in asked if gap.closed_at and one.question.at > gap.closed_at]
    if gap.status == "不补" or not since:
        return None
    why = f"曾由 {gap.article} 补上，之后仍有人问不到"
    return replace(gap, centre=centre, status="待处理", closed_at=None, why=why, **_counted(since))


def take(office: Office, gap_id: int, actor: Actor) -> Gap:
    """This person sees to it. Errors: `StepNotTaken`, `NoSuchArticle`."""
    with office.store.work() as work:
        return _keep(work, replace(_open(work, gap_id, actor), owner=actor.name))


def begin_article(office: Office, gap_id: int, actor: Actor, now: datetime) -> Life:
    """Start a draft with the gap's title and questions, and remember it. Errors: as `acts.draft`."""
    with office.store.work() as work:
        gap = _open(work, gap_id, actor)
        content = _proposed(office, work, gap, actor, office.calendar.local(now).date())
        life = take_step_in(office, work, "", Step.DRAFT, actor, now, why=f"由知识缺口 {gap_id} 起草", content=content)
        _keep(work, replace(gap, status="编写中", owner=actor.name, article=life.article))
    return life


def fill(office: Office, gap_id: int, article_id: str, actor: Actor, now: datetime) -> Gap:
    """Close as 已补上 by a published article."""
    with office.store.work() as work:
        gap = _open(work, gap_id, actor)
        if not work.articles.life(article_id).published:
            raise StepNotTaken(f"{article_id} 还没有发布，群众问不到。请发布后再把缺口记作已补上。")
        filled = replace(gap, status="已补上", article=article_id, owner=gap.owner or actor.name, closed_at=now)
        return _keep(work, filled)


def decline(office: Office, gap_id: int, why: str, actor: Actor, now: datetime) -> Gap:
    """Close as 不补, with the reason."""
    if not why.strip():
        raise StepNotTaken("“不补”要写明理由。")
    with office.store.work() as work:
        gap = _open(work, gap_id, actor)
        closed = replace(gap, status="不补", why=why.strip(), owner=gap.owner or actor.name, closed_at=now)
        return _keep(work, closed)


def share(office: Office) -> GapShare:
    with office.store.look() as work:
        closed = work.questions.gaps(closed=True)
        still_open = len(work.questions.gaps())
    filled = sum(gap.status == "已补上" for gap in closed)
    return GapShare(filled=filled, declined=len(closed) - filled, open=still_open)


def _open(work: Work, gap_id: int, actor: Actor) -> Gap:
    gap = work.questions.gap(gap_id)
    own = actor.role is Role.DEPARTMENT and actor.department == gap.department
    if actor.role not in _KEEPERS and not own:
        raise StepNotTaken(f"知识缺口 {gap_id} 由知识库管理员或{gap.department or '承办单位'}处理。")
    if gap.status not in _OPEN:
        raise StepNotTaken(f"知识缺口 {gap_id} 已经是“{gap.status}”，请刷新后再看。")
    return gap


def _keep(work: Work, gap: Gap) -> Gap:
    work.questions.keep_gap(gap)
    return gap


def _proposed(office: Office, work: Work, gap: Gap, actor: Actor, today: date) -> Article:
    """An article with nothing in it but the questions; the category is that of the nearest article."""
    nearest = work.articles.life(gap.nearest) if gap.nearest else None
    category = (
        work.articles.version(nearest.article, nearest.versions).content.category
        if nearest
        else f"{office.bench.categories[0]}/其他"
    )
    return Article(
        id="",
        title=gap.title[:TITLE],
        category=category,
        kind="热点问答",
        questions=gap.questions,
        keywords=(),
        department=actor.department or gap.department,
        scope="曾都区",
        audience="个人",
        effective=today,
        expires=None,
        review_due=today + NEXT_REVIEW,
        basis=(),
        sources=(),
        confirmed=today,
        short="",
        body="",
    )
