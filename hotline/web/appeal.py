"""How is an appeal filed without the dialogue? A plain form that works when nothing else but the database does."""

import re
import unicodedata
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from hotline.casework import filing
from hotline.casework.conversation import alarm
from hotline.casework.filing import Draft
from hotline.ports import Address
from hotline.troubles import StorageBusy
from hotline.web.front import front
from hotline.web.own_conversation import opened, tell_next
from hotline.web.pages import page
from hotline.web.visitors import Citizen, Genuine
from tickets.errors import TicketError

router = APIRouter(include_in_schema=False)
LONGEST = {"what": 2000, "where": 200, "when": 100, "contact": 30}
"""Characters a field may hold."""
_TELEPHONE = re.compile(r"(?:\+?86)?1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7}")


@router.get("/appeal")
def blank(request: Request, address: Citizen) -> Response:
    return _form(request, Draft(what=""))


def typed(
    what: Annotated[str, Form()] = "",
    where: Annotated[str, Form()] = "",
    when: Annotated[str, Form()] = "",
    contact: Annotated[str, Form()] = "",
    anonymous: Annotated[bool, Form()] = False,
    confidential: Annotated[bool, Form()] = False,
) -> Draft:
    """The draft as it came; a browser sends a line break as two characters, it counts as one."""
    words = what.replace("\r\n", "\n")
    return Draft(what=words, where=where, when=when, contact=contact, anonymous=anonymous, confidential=confidential)


@router.post("/appeal", dependencies=[Genuine])
def file(request: Request, address: Citizen, draft: Annotated[Draft, Depends(typed)]) -> Response:
    """File and show the ticket; a fault shows the form again, each sentence beside its field, with what was typed."""
    faults = _faults(draft)
    if faults:
        return _form(request, draft, faults=faults, status=422)
    try:
        number = _filed(request, address, draft)
    except TicketError as refusal:
        return _form(request, draft, faults={"what": str(refusal)}, status=422)
    except StorageBusy as trouble:
        return _form(request, draft, sentence=str(trouble), status=503)
    return RedirectResponse(f"/my/{number}", status_code=303)


def _filed(request: Request, address: Address, draft: Draft) -> str:
    """The number of the ticket; danger to life is told and alerted before anything is filed."""
    office, now = front(request).office, front(request).clock()
    conversation = opened(request, address, now)
    advice = alarm(office, conversation, draft.what, now)
    filed = filing.file(office, conversation, replace(draft, contact=_dialled(draft.contact)), now)
    tell_next(request, (advice or filed.reply).text)
    return filed.number


def _form(
    request: Request, draft: Draft, *, faults: dict[str, str] | None = None, sentence: str = "", status: int = 200
) -> Response:
    return page(
        request,
        "appeal.html",
        status=status,
        draft=draft,
        faults=faults or {},
        sentence=sentence,
        longest=LONGEST,
    )


def _faults(draft: Draft) -> dict[str, str]:
    """What has to be put right, by field."""
    faults = {
        field: f"请精简到{longest}字以内，现在有{len(getattr(draft, field))}字。"
        for field, longest in LONGEST.items()
        if len(getattr(draft, field)) > longest
    }
    if len(draft.what.strip()) < filing.SHORTEST:
        faults["what"] = "请写清楚是什么事，比如“沿河大道三盏路灯不亮”。"
    if not draft.anonymous and not _TELEPHONE.fullmatch(_dialled(draft.contact)):
        faults.setdefault("contact", _contact_fault(draft.contact))
    return faults


def _contact_fault(contact: str) -> str:
    if not contact.strip():
        return "请留一个电话，方便承办单位联系您；不想留的话请勾选“匿名”。"
    return "这个电话号码好像不完整，请核对：手机11位，座机带区号。"


def _dialled(contact: str) -> str:
    """A telephone number without spaces, dashes and brackets; full-width digits folded."""
    return re.sub(r"[\s\-()—–]", "", unicodedata.normalize("NFKC", contact))
