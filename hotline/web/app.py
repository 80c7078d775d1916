"""What answers at which address? The application, put together from the rooms of the rim."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import structlog
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from rasa_sdk.executor import ActionExecutor
from starlette.middleware.sessions import SessionMiddleware

from hotline.ports import Callback
from hotline.troubles import Collision, NoSuchArticle, NoSuchConversation, NoSuchTicket, StorageBusy, Trouble
from hotline.web import (
    assets,
    board,
    calendar,
    citizen,
    dispatch,
    exchange,
    health,
    inbox,
    rules,
    seat,
    sign_in,
    ticket,
)
from hotline.web.actions_route import actions_router
from hotline.web.front import Front
from hotline.web.knowledge import entrance
from hotline.web.limits import BodyLimit
from hotline.web.pages import page
from hotline.web.visitors import ForgedForm, NotYours, SignInNeeded
from hotline.web.wechat import wechat_router
from tickets.errors import TicketError

log = structlog.get_logger()
CONTENT_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"


def create_app(
    front: Front,
    *,
    executor: ActionExecutor,
    action_secret: str,
    session_key: str,
    wechat: Callback | None,
    alongside: Callable[[FastAPI], AbstractAsyncContextManager[None]] | None = None,
) -> FastAPI:
    """The whole service. Without a WeChat callback its address answers 404; `alongside` is what runs as long as it does."""
    app = FastAPI(title="曾都区12345热线助手", docs_url=None, redoc_url=None, lifespan=alongside)
    app.state.front = front
    secure = front.public_url.startswith("https://")
    app.add_middleware(
        SessionMiddleware, secret_key=session_key, same_site="lax", https_only=secure, max_age=90 * 86400
    )
    app.add_middleware(BodyLimit)
    rooms = (
        assets,
        citizen,
        sign_in,
        dispatch,
        inbox,
        ticket,
        board,
        calendar,
        exchange,
        rules,
        entrance,
        seat,
        health,
    )
    for room in rooms:
        app.include_router(room.router)
    app.include_router(actions_router(executor, action_secret))
    if wechat:
        app.include_router(wechat_router(wechat))
    app.middleware("http")(_safe_headers)
    _tell_troubles(app)
    return app


async def _safe_headers(request: Request, call_next) -> Response:
    response = await call_next(request)
    response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response


def _tell_troubles(app: FastAPI) -> None:
    """Every refusal becomes a page that says what happened and what to do next."""
    statuses = {
        Collision: 409,
        NoSuchTicket: 404,
        NoSuchConversation: 404,
        NoSuchArticle: 404,
        StorageBusy: 503,
        NotYours: 403,
        ForgedForm: 403,
    }
    for trouble, status in {**statuses, Trouble: 400, TicketError: 400}.items():
        app.add_exception_handler(trouble, _teller(status))
    app.add_exception_handler(SignInNeeded, _to_sign_in)


def _teller(status: int):
    def tell(request: Request, problem: Exception) -> Response:
        log.info("refused", path=request.url.path, kind=type(problem).__name__)
        return page(request, "trouble.html", status=status, sentence=str(problem))

    return tell


def _to_sign_in(request: Request, needed: SignInNeeded) -> Response:
    return RedirectResponse(f"/sign-in?next={needed.next_url}", status_code=303)
