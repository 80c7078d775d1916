"""Do actions run for our own dialogue engine and for nobody else?"""

from typing import Any

import pytest
from citizen_office import Town, town
from fastapi.testclient import TestClient
from httpx import Response
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from hotline.storage.store import SqlStore
from hotline.web.app import create_app
from hotline.web.limits import LARGEST

SECRET = "kouling-of-actions"
LAMP = {
    "sender_id": "c1",
    "slots": {"办": "路灯"},
    "latest_message": {"text": "路灯坏了"},
    "events": [],
    "paused": False,
    "followup_action": None,
    "active_loop": {},
    "latest_action_name": "action_listen",
}
CALL = {"next_action": "action_say_time", "sender_id": "c1", "tracker": LAMP, "domain": {}}


class SayTime(Action):
    """Says when a lamp is repaired, and refuses whatever is no lamp."""

    def name(self) -> str:
        return "action_say_time"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        if tracker.get_slot("办") != "路灯":
            raise ActionExecutionRejection(self.name(), "只会说路灯")
        dispatcher.utter_message(text="一般24小时内到场。")
        return [{"event": "slot", "name": "办", "value": None}]


@pytest.fixture
def built(sqlite_store: SqlStore) -> Town:
    return town(sqlite_store)


def call(built: Town, called: dict = CALL, *, host: str = "127.0.0.1", secret: str | None = SECRET) -> Response:
    executor = ActionExecutor()
    executor.register_action(SayTime())
    app = create_app(built.front, executor=executor, action_secret=SECRET, session_key="k" * 32, wechat=None)
    engine = TestClient(app, client=(host, 50000), raise_server_exceptions=False)
    headers = {} if secret is None else {"x-action-secret": secret.encode()}
    return engine.post("/actions/webhook", headers=headers, json=called)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_the_engine_on_this_machine_gets_what_the_action_said_and_did(built: Town, host: str) -> None:
    answered = call(built, host=host)
    assert answered.status_code == 200
    assert [said["text"] for said in answered.json()["responses"]] == ["一般24小时内到场。"]
    assert answered.json()["events"] == [{"event": "slot", "name": "办", "value": None}]


def test_a_long_conversation_still_fits(built: Town) -> None:
    """The engine sends all of it with every call: far more than a page or WeChat may send."""
    said = [{"event": "user", "text": "路灯坏了" * 100, "timestamp": place} for place in range(300)]
    assert len(str(said).encode()) > 2 * LARGEST
    assert call(built, {**CALL, "tracker": {**LAMP, "events": said}}).status_code == 200


@pytest.mark.parametrize("secret", [None, "", "猜的", SECRET + " ", SECRET[:-1]])
def test_without_the_secret_there_is_no_such_page(built: Town, secret: str | None) -> None:
    assert call(built, secret=secret).status_code == 404


@pytest.mark.parametrize("host", ["10.0.0.8", "192.168.1.2", "testclient", "::ffff:10.0.0.8"])
def test_from_another_machine_there_is_none_even_with_it(built: Town, host: str) -> None:
    assert call(built, host=host).status_code == 404


def test_looking_at_it_finds_no_such_page(built: Town) -> None:
    assert TestClient(built.app, client=("127.0.0.1", 50000)).get("/actions/webhook").status_code in (404, 405)


def test_an_action_that_declines_is_400_in_the_engines_own_terms(built: Town) -> None:
    declined = call(built, {**CALL, "tracker": {**LAMP, "slots": {"办": "身份证"}}})
    assert declined.status_code == 400
    assert declined.json()["action_name"] == "action_say_time" and "只会说路灯" in declined.json()["error"]


def test_an_action_nobody_registered_is_404_and_named(built: Town) -> None:
    missing = call(built, {**CALL, "next_action": "action_fly"})
    assert missing.status_code == 404 and missing.json()["action_name"] == "action_fly"
