"""What is kept of what citizens ask, and does keeping it ever stand in the way of an answer?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest

from hotline.casework import conversation
from hotline.casework.desk import Desk
from hotline.casework.office import Office
from hotline.ports import Store, Work
from hotline.records import Question
from hotline.troubles import StorageBusy
from tests.casework.knowledge.one_shelf import DAY, LAMP
from tests.casework.one_office import MONDAY, WANG, Talk, conversation_of

LAMP_OUT = "路灯不亮怎么报修"


@pytest.fixture
def talk() -> Talk:
    return Talk(says=())


@pytest.fixture
def office(office: Office, talk: Talk) -> Office:
    return replace(office, dialogue=talk)


def noted(office: Office) -> list[Question]:
    with office.store.look() as work:
        return work.questions.asked(MONDAY - DAY, MONDAY + 10 * DAY)


def say(office: Office, *texts: str) -> None:
    for text in texts:
        taken = conversation.take(office, WANG, f"msg-{text}", text, MONDAY)
        conversation.respond(office, taken.message.id, MONDAY)


def test_a_question_is_kept_with_what_was_shown_and_its_version(office: Office) -> None:
    Desk(office, lambda: MONDAY).answer("李大爷", LAMP_OUT)
    (question,) = noted(office)
    assert (question.text, question.at, question.outcome) == (LAMP_OUT, MONDAY, "answer")
    assert (question.shown[0], question.version, question.helped) == (LAMP, 1, None)
    assert question.probability > 0.8


def test_without_the_dialogue_a_question_is_kept_too(office: Office) -> None:
    say(office, LAMP_OUT)
    assert [(one.text, one.conversation) for one in noted(office)] == [(LAMP_OUT, conversation_of(office))]


def test_long_numbers_are_masked_before_they_are_kept(office: Office) -> None:
    Desk(office, lambda: MONDAY).answer("李大爷", "路灯坏了，我电话13872880019，身份证42130219540101123X")
    (question,) = noted(office)
    assert "13872880019" not in question.text and "4213021954" not in question.text and "路灯坏了" in question.text


def test_danger_is_kept_as_such(office: Office) -> None:
    Desk(office, lambda: MONDAY).answer("李大爷", "有人要跳楼")
    assert [(one.outcome, one.shown, one.version) for one in noted(office)] == [("emergency", (), 0)]


@pytest.mark.parametrize(
    ("words", "helped"), [("解决了", True), ("没解决", False), ("没解决，我要诉求", False), ("2", False)]
)
def test_the_citizens_choice_judges_the_newest_answer(office: Office, words: str, helped: bool) -> None:
    say(office, "身份证丢了怎么补办")
    say(office, LAMP_OUT)
    say(office, words)
    assert [(one.text, one.helped) for one in noted(office)] == [("身份证丢了怎么补办", None), (LAMP_OUT, helped)]


def test_a_button_is_no_question(office: Office) -> None:
    say(office, "我要诉求", "转人工", "解决了")
    assert noted(office) == []


def test_words_that_only_sound_like_a_judgement_judge_nothing(office: Office) -> None:
    say(office, LAMP_OUT)
    say(office, "昨天的事解决了吗")
    assert noted(office)[0].helped is None


@dataclass
class BusyForWriting:
    """A store that can be read and not written: another process holds the pen."""

    store: Store

    def look(self):
        return self.store.look()

    @contextmanager
    def work(self) -> Iterator[Work]:
        raise StorageBusy("库忙")
        yield


def test_a_busy_database_costs_the_note_and_not_the_answer(office: Office) -> None:
    busy = replace(office, store=BusyForWriting(office.store))
    assert Desk(busy, lambda: MONDAY).answer("李大爷", LAMP_OUT).article.id == LAMP
    assert noted(office) == []
