"""Is what a citizen says stored before it is answered, answered once, and danger answered before everything?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.casework.conversation import CLAIM, LONGEST_MESSAGE, answer_left_over, deliver_by, respond, take
from hotline.casework.knowledge.live import LiveSearch, printed
from hotline.casework.office import Office
from hotline.casework.watching import deliver
from hotline.ports import Address, Choice, Message, Reply
from hotline.storage.store import SqlStore
from tests.casework.one_office import (
    ARTICLES,
    LI,
    MONDAY,
    WANG,
    Carrier,
    Talk,
    alerts_of,
    conversation_of,
    office_over,
    outbox_of,
    word_bench,
)
from tests.storage.one_appeal import at_once

HELLO = Reply(text="您好，请问有什么可以帮您？")
WHICH = Reply(
    text="您想问哪一件？",
    choices=(Choice(label="路灯报修", value="路灯坏了找谁"), Choice(label="井盖报修", value="井盖丢了找谁")),
)


def said(office: Office, text: str, key: str = "msg-1", address: Address = WANG) -> int:
    return take(office, address, key, text, MONDAY).message.id


def told(office: Office, text: str, key: str = "msg-1") -> list[Message]:
    return respond(office, said(office, text, key), MONDAY)


def test_a_message_is_stored_before_the_dialogue_hears_it(office: Office) -> None:
    class Witness:
        """Looks at what is stored while it is asked."""

        def say(self, conversation: str, text: str) -> tuple[Reply, ...]:
            with office.store.look() as work:
                self.saw = [line.text for line in work.conversations.since(conversation, 0)]
            return (HELLO,)

    witness = Witness()
    told(replace(office, dialogue=witness), "路灯坏了")
    assert witness.saw == ["路灯坏了"]


def test_the_dialogue_answers_and_the_answer_is_stored(office: Office, talk: Talk) -> None:
    (line,) = told(office, "你好")
    assert (line.text, line.incoming) == (HELLO.text, False)
    assert talk.heard == ["你好"]


def test_a_message_brought_again_gets_the_same_replies_and_no_second_answer(office: Office, talk: Talk) -> None:
    first = told(office, "你好")
    talk.says = (Reply(text="换一句话"),)
    again = take(office, WANG, "msg-1", "你好", MONDAY + timedelta(seconds=5))
    assert not again.new
    assert respond(office, again.message.id, MONDAY + timedelta(seconds=5)) == first
    assert talk.heard == ["你好"]


def test_three_retries_at_once_are_answered_once(store: SqlStore) -> None:
    office = office_over(store, talk := Talk())

    def bring(who: int) -> list[Message]:
        return told(office, "你好")

    outcomes = at_once(bring, 3)
    assert talk.heard == ["你好"]
    assert sorted(len(replies) for replies in outcomes)[-1] == 1
    with store.look() as work:
        lines = work.conversations.since(conversation_of(office), 0)
    assert [line.text for line in lines] == ["你好", HELLO.text]


@pytest.mark.parametrize(
    ("words", "number"),
    [("有人要跳楼", "110"), ("楼下着火了，快来人", "119"), ("家里煤气漏了味道很大", "119")],
)
def test_danger_is_answered_without_the_dialogue_and_a_person_is_called(
    office: Office, talk: Talk, words: str, number: str
) -> None:
    (line,) = told(office, words)
    assert line.text.startswith("请立即拨打") and number in line.text.splitlines()[0]
    assert talk.heard == []
    ((kind, alerted),) = alerts_of(office)
    assert kind.startswith("危险：") and alerted == words


def test_a_short_question_about_a_danger_gets_the_advice_first_and_then_the_article_that_surely_answers(
    office: Office, talk: Talk
) -> None:
    degrees = replace(ARTICLES[2], title="手指断了能评几级", questions=("手指断了能评几级，去哪评", "伤残鉴定去哪做"))
    knowing = replace(office, search=LiveSearch(printed([degrees, *ARTICLES[:2]]), word_bench(), MONDAY.date()))
    advice, answer = told(knowing, "手指断了能评几级，去哪评")
    assert advice.text.startswith("请立即拨打 120") and answer.text.startswith(degrees.short)
    assert len(alerts_of(knowing)) == 1 and talk.heard == []


def test_a_long_appeal_with_danger_in_it_gets_the_advice_and_the_dialogue_goes_on(office: Office, talk: Talk) -> None:
    words = (
        "我要反映小区的事。消防通道天天停满车，物业不管，社区也不管。"
        + "刚才三楼着火了，消防车进不来，"
        + "请你们管管。" * 3
    )
    advice, reply = told(office, words)
    assert "119" in advice.text.splitlines()[0] and reply.text == HELLO.text
    assert talk.heard == [words] and [alerted for _, alerted in alerts_of(office)] == [words]


def test_danger_is_answered_when_the_dialogue_is_silent_too(office: Office, talk: Talk) -> None:
    talk.says = ()
    assert "119" in told(office, "楼下着火了")[0].text and len(alerts_of(office)) == 1


def test_a_silent_dialogue_leaves_the_knowledge_base_to_answer(office: Office, talk: Talk) -> None:
    talk.says = ()
    (line,) = told(office, "路灯坏了找谁")
    assert line.text.startswith("路灯不亮请报路段和杆号")
    for part in ("依据：《城市道路照明设施管理规定》第十二条", "城市管理执法局", "2026-11-01"):
        assert part in line.text
    assert line.card["id"] == "KB-0001"


def test_a_silent_dialogue_still_asks_which_and_offers_the_form(office: Office, talk: Talk) -> None:
    talk.says = ()
    (line,) = told(office, "身份证怎么弄")
    assert line.choices[0].value == "身份证补办" and line.card["type"] == "form"


def test_a_silent_dialogue_that_knows_nothing_offers_the_form(office: Office, talk: Talk) -> None:
    talk.says = ()
    (line,) = told(office, "我想咨询公积金")
    assert "您说的话已经保存" in line.text and line.choices == ()
    assert line.card == {"type": "form", "url": "/appeal", "title": "填写诉求单"}


def test_a_number_means_the_choice_last_offered(office: Office, talk: Talk) -> None:
    talk.says = (WHICH,)
    told(office, "坏了找谁", "msg-1")
    told(office, "2", "msg-2")
    told(office, "1。", "msg-3")
    told(office, "3", "msg-4")  # no third choice: the number itself
    assert talk.heard == ["坏了找谁", "井盖丢了找谁", "路灯坏了找谁", "3"]


def test_a_citizen_cannot_speak_the_language_of_the_engine(office: Office, talk: Talk) -> None:
    told(office, "  //restart ")
    assert talk.heard == ["restart"]


def test_a_very_long_message_is_cut(office: Office, talk: Talk) -> None:
    told(office, "灯" * 5000)
    assert talk.heard == ["灯" * LONGEST_MESSAGE]


def test_an_answer_that_comes_after_pushing_was_chosen_travels_by_the_outbox(office: Office) -> None:
    message = said(office, "你好")
    assert deliver_by(office, message, "pushed", MONDAY) == "pushed"
    respond(office, message, MONDAY)
    assert outbox_of(office) == [HELLO.text] and office.bell.rings > 0


def test_an_answer_that_came_before_pushing_was_chosen_travels_by_the_outbox_once(office: Office) -> None:
    message = said(office, "你好")
    respond(office, message, MONDAY)
    assert outbox_of(office) == []
    deliver_by(office, message, "pushed", MONDAY)
    deliver_by(office, message, "pushed", MONDAY)
    assert outbox_of(office) == [HELLO.text]


def test_an_answer_given_at_once_is_not_pushed_again(office: Office) -> None:
    message = said(office, "你好")
    assert deliver_by(office, message, "passive", MONDAY) == "passive"
    respond(office, message, MONDAY)
    assert deliver_by(office, message, "pushed", MONDAY) == "passive"
    assert outbox_of(office) == []


def test_a_page_fetches_its_answers_by_itself(office: Office) -> None:
    message = said(office, "你好", address=LI)
    deliver_by(office, message, "pushed", MONDAY)
    assert len(respond(office, message, MONDAY)) == 1 and outbox_of(office) == []


def test_a_message_whose_process_died_is_answered_later_and_carried(office: Office, talk: Talk) -> None:
    class Dies:
        def say(self, conversation: str, text: str) -> tuple[Reply, ...]:
            raise MemoryError

    with pytest.raises(MemoryError):
        told(replace(office, dialogue=Dies()), "路灯坏了")
    carrier = Carrier()
    assert answer_left_over(office, MONDAY + CLAIM / 2) == 0  # the claim still holds
    assert answer_left_over(office, MONDAY + 3 * CLAIM) == 1
    assert answer_left_over(office, MONDAY + 9 * CLAIM) == 0
    assert deliver(office, {"微信": carrier}, MONDAY + 9 * CLAIM) == 1
    assert talk.heard == ["路灯坏了"] and carrier.carried == [(WANG.key, HELLO.text)]
