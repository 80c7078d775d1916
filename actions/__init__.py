"""Which actions may the dialogue call? Thin presenters over the service desk, one instance of each."""

from __future__ import annotations

from rasa_sdk import Action

from actions.answering import AnswerQuestion
from actions.desk import Desk
from actions.filing import FinishAppeal, LeadAppealForm
from actions.handoff import AnswerDanger, HandOff
from actions.tracking import Rate, TellProgress, Urge


def all_actions(desk: Desk) -> list[Action]:
    """Register each with `ActionExecutor.register_action`."""
    kinds = (AnswerQuestion, LeadAppealForm, FinishAppeal, TellProgress, Urge, Rate, HandOff, AnswerDanger)
    return [kind(desk) for kind in kinds]
