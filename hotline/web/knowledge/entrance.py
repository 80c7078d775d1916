"""What waits for me in the knowledge base, and which articles are there? The first of its rooms; it knows the others."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from hotline.casework.knowledge.todo import todo
from hotline.records import ArticleRow
from hotline.web.front import front
from hotline.web.knowledge import article, contradictions, edit, exchange, gaps, listing, publish, trial
from hotline.web.knowledge.rooms import Reader, room, today_of
from hotline.web.knowledge.todo import groups
from knowledge_base.life import Life, now

router = APIRouter(include_in_schema=False)


@router.get("/knowledge")
def articles(request: Request, person: Reader) -> Response:
    office, today = front(request).office, today_of(request)
    waiting = groups(todo(office, person, today), today)
    return room(
        request,
        "knowledge.html",
        person,
        "/knowledge",
        found=listing.listed(office, listing.read(request.query_params, person), today),
        todo=waiting,
        waiting=sum(len(group.rows) for group in waiting),
        now_of=_now_of,
    )


def _now_of(row: ArticleRow) -> str:
    """Where the article of a row stands: 已发布（新版待复核）."""
    return now(Life(article=row.id, standing=row.standing, stage=row.stage))


for other in (gaps, contradictions, trial, exchange, edit, publish):
    router.include_router(other.router)
router.include_router(article.router)  # last, since every other word after /knowledge/ names an article
