"""How does a reply of the desk become messages of the dialogue?"""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher

from hotline.ports import Reply

_TO_FILE = "我要诉求"


def say(dispatcher: CollectingDispatcher, reply: Reply) -> None:
    """Utters one message, its card behind it; a button sends plain Chinese, never an intent."""
    buttons = [{"title": choice.label, "payload": choice.value} for choice in reply.choices]
    dispatcher.utter_message(text=_unbroken(reply.text), buttons=buttons)
    if reply.card:
        dispatcher.utter_message(json_message=dict(reply.card))


def keeping_words(reply: Reply, text: str) -> Reply:
    """A choice to file an appeal carries the words it is about, so that the citizen need not say them again."""
    choices = tuple(
        replace(choice, value=f"登记诉求：{text}") if choice.value.endswith(_TO_FILE) else choice
        for choice in reply.choices
    )
    return replace(reply, choices=choices)


def _unbroken(text: str) -> str:
    """Rasa's channel cuts a text in two at an empty line; a line of one space looks the same and stays whole."""
    return text.replace("\n\n", "\n \n")
