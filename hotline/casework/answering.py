"""What do we answer a question? Danger to life first, then the article's own words, else an honest way on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hotline.casework.knowledge.live import LiveSearch
from hotline.casework.lookout import is_short
from hotline.casework.office import Office
from hotline.ports import Choice, Reply
from knowledge_base.article import Article
from knowledge_base.search import Candidate
from tickets.danger import Danger

FILE_CHOICE = Choice(label="我要诉求", value="我要诉求")
PERSON_CHOICE = Choice(label="转人工", value="转人工")
HELPED_CHOICE = Choice(label="解决了", value="解决了")
NOT_HELPED_CHOICE = Choice(label="没解决", value="没解决，我要诉求")
WAYS_ON = (FILE_CHOICE, PERSON_CHOICE)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """An answer and how sure we are: `probability` is the calibrated chance that the first candidate answers the question,
    `version` that of the first candidate's article, 0 when there is none."""

    outcome: Literal["answer", "clarify", "unknown", "emergency"]
    reply: Reply
    article: Article | None = None
    danger: Danger | None = None
    probability: float = 0.0
    candidates: tuple[Candidate, ...] = ()
    version: int = 0


def answer(office: Office, text: str, now: datetime, search: LiveSearch | None = None) -> Answered:
    """A long text is answered from the knowledge base whatever it tells of: the conversation itself speaks its warning.
    `search` is another library than today's."""
    danger = office.lookout.danger_in(text) if is_short(text) else None
    if danger:
        return Answered(outcome="emergency", reply=danger_reply(danger), danger=danger, probability=1.0)
    return _found(office, text, now, search or office.search)


def surely(office: Office, text: str, now: datetime) -> tuple[Reply, ...]:
    """The article's words when one surely answers, else nothing: what may follow the warning, since one short message in ten
    that speaks of blood or fire only asks what the insurance pays."""
    found = _found(office, text, now, office.search)
    return (found.reply,) if found.outcome == "answer" else ()


def _found(office: Office, text: str, now: datetime, library: LiveSearch) -> Answered:
    found = library.ask(text, office.calendar.local(now).date())
    version = library.version_of(found.candidates[0].article) if found.candidates else 0
    reply, article = _REPLIES[found.outcome](office, found.candidates, version)
    return Answered(
        outcome=found.outcome,
        reply=reply,
        article=article,
        probability=found.probability,
        candidates=found.candidates,
        version=version,
    )


def danger_reply(danger: Danger) -> Reply:
    """The fixed text for danger to life: the numbers first, then what to do; never a model's words."""
    return Reply(text=f"{danger_words(danger)}\n已同时提醒值班人员。", choices=(PERSON_CHOICE,))


def danger_words(danger: Danger) -> str:
    """What to do, for when nobody could be alerted."""
    return f"请立即拨打 {'、'.join(danger.numbers)}！\n{danger.advice}"


def article_card(office: Office, article: Article, version: int) -> dict[str, object]:
    """What a page shows beside a short answer: the whole article with its version, basis, department and date."""
    return {
        "type": "article",
        "id": article.id,
        "version": version,
        "title": article.title,
        "body": article.body,
        "basis": [f"《{basis.law}》{basis.article}" for basis in article.basis],
        "sources": [{"title": source.title, "url": source.url} for source in article.sources],
        "department": office.directory.named(article.department).name,
        "scope": article.scope,
        "confirmed": article.confirmed.isoformat(),
    }


def _answered(office: Office, candidates: tuple[Candidate, ...], version: int) -> tuple[Reply, Article]:
    article = candidates[0].article
    department = office.directory.named(article.department).name
    basis = "；".join(f"《{one.law}》{one.article}" for one in article.basis[:2])
    text = f"{article.short}\n依据：{basis}\n负责单位：{department}\n核对日期：{article.confirmed:%Y-%m-%d}"
    choices = (HELPED_CHOICE, NOT_HELPED_CHOICE)
    return Reply(text=text, choices=choices, card=article_card(office, article, version)), article


def _clarified(office: Office, candidates: tuple[Candidate, ...], version: int) -> tuple[Reply, None]:
    choices = tuple(Choice(label=one.article.title, value=one.article.title) for one in candidates)
    return Reply(
        text="您想问的是下面哪一件？都不是的话，可以换个说法，或直接登记诉求。", choices=(*choices, *WAYS_ON)
    ), None


def _unknown(office: Office, candidates: tuple[Candidate, ...], version: int) -> tuple[Reply, None]:
    text = "这个问题知识库里还没有可靠的答案，我不乱说。您可以登记诉求，由负责的单位答复您，也可以转人工。"
    return Reply(text=text, choices=WAYS_ON), None


_REPLIES = {"answer": _answered, "clarify": _clarified, "unknown": _unknown}
