"""Is the service well? Plain answers for a balancer and for a monitor."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from hotline.troubles import StorageBusy
from hotline.web.front import front

router = APIRouter(include_in_schema=False)
WAITING = Gauge("hotline_outbox_waiting", "Notices that wait in the outbox")


@router.get("/health")
def health(request: Request) -> JSONResponse:
    """200 when the database answers, 503 otherwise; `outbox` is how many notices wait."""
    try:
        with front(request).office.store.look() as work:
            return JSONResponse({"database": "ok", "outbox": work.outbox.waiting()})
    except StorageBusy:
        return JSONResponse({"database": "busy"}, status_code=503)


@router.get("/metrics")
def metrics(request: Request) -> Response:
    with front(request).office.store.look() as work:
        WAITING.set(work.outbox.waiting())
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
