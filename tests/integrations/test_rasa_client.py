"""Whatever the dialogue engine does, the service hears messages or DialogueSilent: never nothing."""

import json

import httpx
import pytest

from integrations.rasa import Choice, Dialogue, DialogueSilent, RestDialogue, Said, ScriptedDialogue

GREETING = Said(text="您好，我是AI助手。", choices=(Choice(label="转人工", value="转人工"),))
ANSWER = Said(text="每年9月至12月缴费。", card={"type": "article", "id": "KB-0127"})
SCRIPT = {"您好": [GREETING], "医保怎么交": [ANSWER, Said(text="还有别的事吗？")]}


def rasa(request: httpx.Request) -> httpx.Response:
    """Rasa's REST channel with the same script, in its own words."""
    said = SCRIPT.get(json.loads(request.content)["message"], [])
    replies = []
    for each in said:
        buttons = [{"title": choice.label, "payload": choice.value} for choice in each.choices]
        replies.append({"recipient_id": "c-1", "text": each.text, **({"buttons": buttons} if buttons else {})})
        replies += [{"recipient_id": "c-1", "custom": each.card}] if each.card else []
    return httpx.Response(200, json=replies)


def rest(answer) -> RestDialogue:
    client = httpx.Client(transport=httpx.MockTransport(answer))
    return RestDialogue(client, "http://127.0.0.1:5005/")


def say(dialogue: Dialogue, text: str) -> list[Said]:
    return dialogue.say("c-1", text, timeout=5.0)


@pytest.mark.parametrize("make", [lambda: rest(rasa), lambda: ScriptedDialogue(SCRIPT)], ids=["rest", "scripted"])
class TestEveryDialogue:
    def test_it_returns_texts_with_their_choices(self, make):
        assert say(make(), "您好") == [GREETING]

    def test_a_card_belongs_to_the_text_before_it(self, make):
        assert say(make(), "医保怎么交") == [ANSWER, Said(text="还有别的事吗？")]

    def test_nobody_speaks_in_raw_intents(self, make):
        assert say(make(), " //您好") == [GREETING]

    def test_no_reply_is_said_aloud(self, make):
        with pytest.raises(DialogueSilent):
            say(make(), "量子纠缠")


def broken(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused")


def late(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("too late", request=request)


@pytest.mark.parametrize(
    "answer",
    [
        broken,
        lambda request: httpx.Response(500),
        lambda request: httpx.Response(200, text="<html>"),
        lambda request: httpx.Response(200, json=[]),  # what Rasa sends when an action failed
        lambda request: httpx.Response(200, json=[{"custom": {"type": "ticket"}}]),  # a card without words
        late,
    ],
    ids=["refused", "error", "not json", "empty", "card only", "too late"],
)
def test_every_failure_of_rasa_is_silence(answer):
    with pytest.raises(DialogueSilent):
        say(rest(answer), "您好")
