"""Where does the dialogue engine call our actions? A route that only this machine reaches, with a shared secret."""

import secrets
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException


def actions_router(executor: ActionExecutor, secret: str) -> APIRouter:
    """POST /actions/webhook as the engine's action protocol expects it."""
    router = APIRouter()

    @router.post("/actions/webhook", include_in_schema=False)
    async def run(request: Request) -> Any:
        host = request.client.host if request.client else ""
        if host not in ("127.0.0.1", "::1") or not _knows(request, secret):
            raise HTTPException(status_code=404)
        try:
            return await executor.run(await request.json())
        except ActionExecutionRejection as refusal:
            return _refused(refusal, 400)
        except ActionNotFoundException as refusal:
            return _refused(refusal, 404)

    return router


def _knows(request: Request, secret: str) -> bool:
    return secrets.compare_digest(request.headers.get("x-action-secret", "").encode(), secret.encode())


def _refused(refusal: ActionExecutionRejection | ActionNotFoundException, status: int) -> JSONResponse:
    """As the engine reads it: without `action_name` it would fail itself."""
    return JSONResponse({"error": refusal.message, "action_name": refusal.action_name}, status)
