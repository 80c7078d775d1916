"""Where does the dialogue engine call our actions? A route that only this machine reaches, with a shared secret."""

import secrets
from typing import Any

from fastapi import APIRouter, HTTPException, Request
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
        except (ActionExecutionRejection, ActionNotFoundException) as refusal:
            raise HTTPException(status_code=400, detail=str(refusal)) from refusal

    return router


def _knows(request: Request, secret: str) -> bool:
    return secrets.compare_digest(request.headers.get("x-action-secret", "").encode(), secret.encode())
