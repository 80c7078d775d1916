"""Which conversation is this visitor's own, and what is the next page to tell them?

The signed cookie remembers the conversation's id, so that looking at a page or polling for news writes nothing.
"""

from datetime import datetime

from fastapi import Request

from hotline.ports import Address
from hotline.web.front import front


def own(request: Request) -> str:
    """The id of the visitor's conversation, empty before they said or filed anything."""
    return request.session.get("conversation", "")


def keep(request: Request, conversation: str) -> None:
    request.session["conversation"] = conversation


def opened(request: Request, address: Address, now: datetime) -> str:
    """The id of the visitor's conversation, made now if need be. Errors: `StorageBusy`."""
    with front(request).office.store.work() as work:
        conversation = work.conversations.open(address, now)
    keep(request, conversation)
    return conversation


def tell_next(request: Request, sentence: str) -> None:
    """What the page after a redirect shows once."""
    request.session["told"] = sentence


def told(request: Request) -> str:
    return request.session.pop("told", "")
