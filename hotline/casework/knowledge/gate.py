"""What will change for citizens if this version is published? Rehearsed over golden and recent questions; a loss stops it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from hotline.casework.knowledge.acts import StepNotTaken, permit, take_step
from hotline.casework.knowledge.live import Edition, edition_of
from hotline.casework.knowledge.workbench import Workbench
from hotline.casework.office import Office
from hotline.ports import Work
from hotline.troubles import Trouble
from knowledge_base.article import Article
from knowledge_base.life import Life, Step
from knowledge_base.measure import read_golden
from knowledge_base.search import Found, Outcome, Search
from knowledge_base.vectors import remembered
from tickets.people import Actor

Verdict = Literal["loss", "gain", "change"]
Source = Literal["golden", "asked"]
RECENT = timedelta(days=30)
MOST_ASKED = 1_000
"""Of the recent real questions the newest so many are asked again, each wording once."""
_ORDER = ("loss", "gain", "change")
_WORDS = {"answer": "作答", "clarify": "反问", "unknown": "答不上"}


@dataclass(frozen=True, kw_only=True)
class Change:
    """A question that would be answered otherwise. `first_*` are article ids, empty when none came; `right` are the articles
    known to answer it (none for a real question, or for a golden one that must not be answered)."""

    text: str
    source: Source
    verdict: Verdict
    first_before: str
    first_after: str
    outcome_before: Outcome
    outcome_after: Outcome
    right: tuple[str, ...] = ()

    def __str__(self) -> str:
        before, after = _told(self.outcome_before, self.first_before), _told(self.outcome_after, self.first_after)
        return f"“{self.text}”：{before} → {after}"


def _told(outcome: Outcome, first: str) -> str:
    return _WORDS[outcome] if outcome == "unknown" else f"{_WORDS[outcome]} {first}"


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """`golden` and `asked` count the questions put; `golden` is None when this installation has no golden questions.
    `changes` has losses first, then gains, then the rest. `revision` is that of the article rehearsed."""

    article: str
    version: int
    revision: int
    withdraws: bool
    golden: int | None
    asked: int
    changes: tuple[Change, ...]

    @property
    def losses(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.verdict == "loss")

    @property
    def gains(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.verdict == "gain")


class LossAhead(Trouble):
    """Publishing would lose answers; `rehearsal` tells which. Whoever knows better overrules it with a reason."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self.rehearsal = rehearsal
        losses = rehearsal.losses
        lines = "\n".join(f"· {loss}" for loss in losses)
        super().__init__(
            f"发布 {rehearsal.article} 第 {rehearsal.version} 版会使 {len(losses)} 个问题变差：\n{lines}\n"
            "请修改条目；认为应当如此的，写明理由后仍可发布。"
        )


@dataclass(frozen=True, kw_only=True)
class _Put:
    """A question to be put twice: `right` as in `Change`; `helped`: a citizen said of today's answer that it helped."""

    text: str
    source: Source
    right: tuple[str, ...] = ()
    helped: bool = False


def rehearse(office: Office, article_id: str, now: datetime, *, withdraw: bool = False) -> Rehearsal:
    """The version in work put in, or (`withdraw`) the published one taken out. Some seconds for 2,100 golden questions.
    Errors: `StepNotTaken` when nothing is in work, or nothing published to withdraw."""
    today = office.calendar.local(now).date()
    with office.store.look() as work:
        life = work.articles.life(article_id)
        changed = None if withdraw else _in_work(work, life)
        asked = list(_asked(work, now))
    if withdraw and not life.published:
        raise StepNotTaken(f"{article_id} 没有正在答复群众的版本，无从下架。")
    office.search.refresh(today)
    golden = _golden(office.bench)
    changes = _changes(office.bench, office.search.edition, article_id, changed, [*(golden or ()), *asked], today)
    return Rehearsal(
        article=article_id,
        version=life.published if withdraw else life.working,
        revision=life.revision,
        withdraws=withdraw,
        golden=None if golden is None else len(golden),
        asked=len(asked),
        changes=tuple(sorted(changes, key=lambda change: _ORDER.index(change.verdict))),
    )


def publish(
    office: Office,
    article_id: str,
    actor: Actor,
    now: datetime,
    *,
    why: str = "",
    overrule: bool = False,
    revision: int | None = None,
) -> Life:
    """Rehearse, then publish the version in work. With losses only by `overrule` and a reason; the event's data keeps the
    counts and the losses. Errors: `LossAhead`, `StepNotTaken`, `Unfit`, `Collision`."""
    with office.store.look() as work:
        permit(work.articles.life(article_id), Step.PUBLISH, actor, why)
    rehearsal = rehearse(office, article_id, now)
    if rehearsal.losses and not (overrule and why.strip()):
        raise LossAhead(rehearsal)
    seen = rehearsal.revision if revision is None else revision
    data = {
        "golden": rehearsal.golden,
        "asked": rehearsal.asked,
        "changes": len(rehearsal.changes),
        "gains": len(rehearsal.gains),
        "losses": [str(loss) for loss in rehearsal.losses],
    }
    return take_step(office, article_id, Step.PUBLISH, actor, now, why=why, revision=seen, data=data)


def _in_work(work: Work, life: Life) -> Article:
    if not life.working:
        raise StepNotTaken(f"{life.article} 没有正在办理的新版，没有什么要发布。")
    return work.articles.version(life.article, life.working).content


def _golden(bench: Workbench) -> list[_Put] | None:
    if bench.golden is None or not bench.golden.exists():
        return None
    return [_Put(text=one.text, source="golden", right=one.articles) for one in read_golden(bench.golden)]


def _asked(work: Work, now: datetime) -> Iterator[_Put]:
    """Each wording once, the newest first; it helped if it ever did."""
    helped: dict[str, bool] = {}
    for question in reversed(work.questions.asked(now - RECENT, now)):
        if question.outcome != "emergency" and (question.text in helped or len(helped) < MOST_ASKED):
            helped[question.text] = helped.get(question.text, False) or question.helped is True
    yield from (_Put(text=text, source="asked", helped=did) for text, did in helped.items())


def _changes(
    bench: Workbench, held: Edition, article_id: str, changed: Article | None, questions: Sequence[_Put], today: date
) -> Iterator[Change]:
    others = [(version, article) for version, article in held.articles.values() if article.id != article_id]
    after = edition_of(bench, 0, others + ([(0, changed)] if changed else []), today)
    unknown = [put for put in questions if put.text not in held.answered]
    held.answered.update(_found(bench, held.search, unknown, today))
    found = _found(bench, after.search, questions, today)
    for put in questions:
        change = _change(put, held.answered[put.text], found[put.text])
        if change:
            yield change


def foresee(bench: Workbench, search: Search) -> None:
    """Have the vectors of the golden questions remembered before somebody waits for them."""
    _vectors(bench, search, [put.text for put in _golden(bench) or ()])


def _found(bench: Workbench, search: Search, questions: Sequence[_Put], today: date) -> dict[str, Found]:
    """By text. The vectors of golden questions are remembered on disk, those of what citizens asked never are."""
    golden = [put.text for put in questions if put.source == "golden"]
    vectors = _vectors(bench, search, golden)
    asked = {put.text: search.ask(put.text, today) for put in questions if put.source == "asked"}
    return asked | {text: search.ask(text, today, vector) for text, vector in zip(golden, vectors, strict=True)}


def _vectors(bench: Workbench, search: Search, texts: Sequence[str]) -> Sequence:
    """float32 of shape (len(texts), dimensions)."""
    return remembered(bench.vectors, [search.read(text) for text in texts], bench.cache)


def _change(put: _Put, before: Found, after: Found) -> Change | None:
    if _seen(before) == _seen(after):
        return None
    return Change(
        text=put.text,
        source=put.source,
        verdict=_verdict(put, before, after),
        first_before=_first(before),
        first_after=_first(after),
        outcome_before=before.outcome,
        outcome_after=after.outcome,
        right=put.right,
    )


def _seen(found: Found) -> tuple[Outcome, str]:
    """What a citizen notices: of an unknown question no article is shown."""
    return found.outcome, "" if found.outcome == "unknown" else _first(found)


def _verdict(put: _Put, before: Found, after: Found) -> Verdict:
    if put.source == "asked":
        return "loss" if put.helped and _first(before) != _first(after) else "change"
    was, will_be = _well_answered(put, before), _well_answered(put, after)
    if was == will_be:
        return "change"
    return "loss" if was else "gain"


def _well_answered(put: _Put, found: Found) -> bool:
    """A right article is shown first, whether as the answer or as the first choice: how sure the search is moves a little
    with every article. What nothing of ours answers is not to be answered."""
    if not put.right:
        return found.outcome != "answer"
    return found.outcome != "unknown" and _first(found) in put.right


def _first(found: Found) -> str:
    return found.candidates[0].article.id if found.candidates else ""
