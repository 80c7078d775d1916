"""The domain, the rules, the examples and the actions speak of the same things, and nothing reports home."""

import re
from pathlib import Path

import pytest
import yaml

from actions import all_actions
from actions.appeal import Appeal
from actions.wording import FIELDS
from integrations.rasa.engine import QUIET, SOURCES, Engine, digest_of, run_command, run_variables, train_command
from tests.actions.notebook_desk import NotebookDesk

ROOT = Path(__file__).parents[2]
DOMAIN = yaml.safe_load((ROOT / "bot/domain.yml").read_text())
DATA = [yaml.safe_load(file.read_text()) for file in sorted((ROOT / "nlu_data").glob("*.yml"))]
RULES = [rule for data in DATA for rule in data.get("rules", [])]
EXAMPLES = {
    block["intent"]: [line.removeprefix("- ").strip() for line in block["examples"].splitlines()]
    for data in DATA
    for block in data.get("nlu", [])
}
ENGINE = Engine(root=ROOT, environment=ROOT / ".venv-rasa", models=ROOT / "var/models")
BUILT_IN = {"nlu_fallback"}


def steps(kind: str) -> set[str]:
    return {step[kind] for rule in RULES for step in rule["steps"] if kind in step}


def test_every_action_of_the_domain_exists_and_the_other_way_round():
    assert {action.name() for action in all_actions(NotebookDesk())} == set(DOMAIN["actions"])


def test_every_intent_has_examples_and_a_rule():
    assert set(EXAMPLES) == set(DOMAIN["intents"])
    assert steps("intent") - BUILT_IN == set(DOMAIN["intents"])


def test_every_step_of_a_rule_is_known():
    assert steps("action") <= set(DOMAIN["actions"]) | set(DOMAIN["responses"]) | set(DOMAIN["forms"])


def test_every_response_is_used():
    assert set(DOMAIN["responses"]) == {action for action in steps("action") if action.startswith("utter_")}


def test_the_slots_are_the_fields_of_an_appeal():
    assert set(DOMAIN["slots"]) == set(Appeal.__dataclass_fields__)
    assert DOMAIN["forms"]["appeal_form"]["required_slots"] == [*FIELDS, "confirmed"]


def test_no_example_is_given_twice():
    everything = [example for examples in EXAMPLES.values() for example in examples]
    assert sorted(everything) == sorted(set(everything))


@pytest.mark.parametrize("intent", ["ask", "report"])
def test_the_big_intents_have_at_least_sixty_examples(intent):
    assert len(EXAMPLES[intent]) >= 60


def test_buttons_send_plain_chinese():
    payloads = [button["payload"] for texts in DOMAIN["responses"].values() for button in texts[0].get("buttons", [])]
    assert payloads and not any(payload.startswith("/") for payload in payloads)


def test_rasa_does_not_report_to_its_maker():
    assert QUIET["RASA_TELEMETRY_ENABLED"] == "false"
    assert QUIET.items() <= run_variables(actions_url="", action_secret="", tracker_url="").items()
    assert "RASA_TELEMETRY_ENABLED := false" in (ROOT / "Makefile").read_text()
    assert '"RASA_TELEMETRY_ENABLED": "false"' in (ROOT / "benchmarks/intents.py").read_text()


def test_rasa_listens_on_this_machine_only_and_offers_no_api():
    command = run_command(ENGINE, 5005)
    assert command[command.index("--interface") + 1] == "127.0.0.1"
    assert "--enable-api" not in command
    assert yaml.safe_load((ROOT / "bot/credentials.yml").read_text()) == {"rest": None}


def test_rasa_gets_every_variable_its_settings_name():
    named = set(re.findall(r"\$\{(\w+)\}", (ROOT / "bot/endpoints.yml").read_text()))
    assert named and named <= set(run_variables(actions_url="", action_secret="", tracker_url=""))


def test_rasa_runs_the_model_that_was_trained():
    trained = Path(train_command(ENGINE)[-1])
    command = run_command(ENGINE, 5005)
    assert Path(command[command.index("--model") + 1]).name == f"{trained}.tar.gz"


def test_every_package_of_the_engine_is_locked_by_hash_and_names_no_host():
    lines = (ROOT / "bot/requirements.lock").read_text().splitlines()
    packages = [number for number, line in enumerate(lines) if "==" in line]
    assert packages and all("--hash=sha256:" in lines[number + 1] for number in packages)
    assert not any("://" in line or line.startswith("--") for line in lines)


def test_a_model_is_trained_again_only_when_a_source_changes(tmp_path):
    for source in SOURCES:
        path = tmp_path / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("甲")
    before = digest_of(tmp_path)
    assert digest_of(tmp_path) == before
    (tmp_path / "nlu_data").write_text("乙")
    assert digest_of(tmp_path) != before
