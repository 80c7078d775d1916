"""What would a citizen be answered, and why? One question put to the knowledge base, today's or that of a past day."""

from dataclasses import dataclass
from datetime import date, datetime, time

from fastapi import APIRouter, Request
from fastapi.responses import Response

from hotline.casework.answering import Answered, answer
from hotline.casework.knowledge import shelf
from hotline.web.front import front
from hotline.web.knowledge.rooms import Reader, room, today_of
from hotline.web.pages import environment
from hotline.web.periods import day
from knowledge_base.article import Article
from knowledge_base.search import Candidate
from knowledge_base.text import characters, content_words
from tickets.calendar import CHINA
from tickets.people import Role

router = APIRouter(include_in_schema=False)
LONGEST = 200
_WORDS = 8
OUTCOMES = {
    "answer": "直接回答",
    "clarify": "反问是下面哪一件",
    "unknown": "答不上，请市民登记诉求或转人工",
    "emergency": "认出险情，先给急救电话",
}


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What spoke for an article: the way of asking that is most like the question, and words that occur in both."""

    candidate: Candidate
    phrasing: str
    words: tuple[str, ...]


@router.get("/knowledge/try")
def put(request: Request, person: Reader, q: str = "", at: str = "") -> Response:
    """`at` is the day whose knowledge base is asked, empty for today's; a day to come is today."""
    asked, today = q.strip()[:LONGEST], today_of(request)
    wanted = day(at)
    past = wanted if wanted and wanted < today else None
    found = _found(request, asked, past) if asked else None
    return room(
        request,
        "knowledge_try.html",
        person,
        "/knowledge/try",
        q=asked,
        at=past,
        wrong_day=bool(at) and wanted is None,
        longest=LONGEST,
        found=found,
        outcomes=OUTCOMES,
        grounds=[_ground(asked, one) for one in found.candidates] if found else [],
        links=lambda article: person.role is not Role.DEPARTMENT or article.department == person.department,
    )


def chance(probability: float) -> str:
    """A calibrated probability as a page says it: never quite certain, never quite impossible."""
    percent = round(probability * 100)
    return "99% 以上" if percent > 99 else "不到 1%" if percent < 1 else f"{percent}%"


environment.filters.update(chance=chance)


def _found(request: Request, asked: str, past: date | None) -> Answered:
    desk = front(request)
    if past is None:
        return answer(desk.office, asked, desk.clock())
    return shelf.as_of(desk.office, asked, datetime.combine(past, time(23, 59, 59), CHINA))


def _ground(asked: str, candidate: Candidate) -> Ground:
    article = candidate.article
    said = dict.fromkeys(word for word in content_words(asked) if len(word) > 1 and word in _text(article))
    phrasings = (article.title, *article.questions)
    nearest = max(phrasings, key=lambda phrasing: _alike(asked, phrasing))
    return Ground(candidate=candidate, phrasing=nearest, words=tuple(said)[:_WORDS])


def _text(article: Article) -> str:
    return "\n".join((article.title, article.short, article.body, *article.questions, *article.keywords)).casefold()


def _alike(one: str, other: str) -> float:
    """The share of characters and pairs that two ways of asking have in common."""
    here, there = set(characters(one)), set(characters(other))
    return len(here & there) / max(len(here | there), 1)
