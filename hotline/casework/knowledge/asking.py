"""What was the knowledge base asked, and did it help? Noted beside every answer, and never in its way."""

import logging
from datetime import datetime, timedelta

from hotline.casework.answering import FILE_CHOICE, HELPED_CHOICE, NOT_HELPED_CHOICE, PERSON_CHOICE, Answered
from hotline.casework.office import Office
from hotline.records import Question
from hotline.troubles import StorageBusy
from tickets.privacy import without_numbers

JUDGED_WITHIN = timedelta(days=1)
"""So long after an answer 解决了 or 没解决 is taken to be about it."""
_JUDGEMENTS = {HELPED_CHOICE.value: True, NOT_HELPED_CHOICE.value: False}
_NO_QUESTIONS = {*_JUDGEMENTS, FILE_CHOICE.value, PERSON_CHOICE.value}
log = logging.getLogger(__name__)


def note(office: Office, conversation: str, text: str, answered: Answered, now: datetime) -> None:
    """Keep the question, its long numbers masked, with what was shown; an offered button is no question."""
    if text.strip() in _NO_QUESTIONS:
        return
    question = Question(
        conversation=conversation,
        text=without_numbers(text),
        at=now,
        outcome=answered.outcome,
        shown=tuple(candidate.article.id for candidate in answered.candidates),
        version=answered.version,
        probability=answered.probability,
    )
    try:
        with office.store.work() as work:
            work.questions.note(question)
    except StorageBusy:
        log.warning("a question could not be noted: the database is busy")


def judge(office: Office, conversation: str, words: str, now: datetime) -> None:
    """解决了 and 没解决 are about the newest answer of the conversation."""
    helped = _JUDGEMENTS.get(words.strip())
    if helped is None:
        return
    try:
        with office.store.work() as work:
            work.questions.judge(conversation, helped, now - JUDGED_WITHIN)
    except StorageBusy:
        log.warning("a judgement could not be noted: the database is busy")
