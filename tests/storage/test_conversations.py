"""Is each message stored once, answered once, and carried one way, whoever comes first?"""

from datetime import timedelta

import pytest

from hotline.ports import Choice, Reply
from hotline.storage.store import SqlStore
from hotline.troubles import NoSuchConversation
from tests.storage.one_appeal import LI, MONDAY, WANG, at_once

LAMP = Reply(
    text="路灯报修由城管负责，一般24小时内到场。",
    choices=(Choice(label="解决了", value="解决了"), Choice(label="没解决", value="没解决，我要诉求")),
    card={"type": "article", "id": "csgl-ludeng", "basis": ["《城市道路照明设施管理规定》第十二条"]},
)
SORRY = Reply(text="对话服务暂时没有响应。")
SECONDS = timedelta(seconds=1)


@pytest.fixture
def conversation(store: SqlStore) -> str:
    with store.work() as work:
        return work.conversations.open(WANG, MONDAY)


@pytest.fixture
def said(store: SqlStore, conversation: str) -> int:
    """The id of one stored message of 王大姐."""
    with store.work() as work:
        return work.conversations.take(conversation, "msg-1001", "路灯坏了找谁？", MONDAY).message.id


def test_one_address_has_one_conversation(store: SqlStore, conversation: str) -> None:
    with store.work() as work:
        assert work.conversations.open(WANG, MONDAY + SECONDS) == conversation
        assert work.conversations.open(LI, MONDAY) != conversation
        assert work.conversations.address(conversation) == WANG


def test_a_conversation_opened_by_two_at_once_is_one(store: SqlStore) -> None:
    def open_it(who: int) -> str:
        with store.work() as work:
            return work.conversations.open(LI, MONDAY)

    opened = at_once(open_it, 4)
    assert len(set(opened)) == 1 and isinstance(opened[0], str)


def test_the_conversation_id_gives_the_address_not_away(conversation: str) -> None:
    assert WANG.key not in conversation and len(conversation) == 32


def test_an_unknown_conversation_is_told_as_a_sentence(store: SqlStore) -> None:
    with store.look() as work, pytest.raises(NoSuchConversation, match="请刷新页面"):
        work.conversations.address("没有这个会话")


def test_the_same_message_brought_twice_is_stored_once(store: SqlStore, conversation: str) -> None:
    with store.work() as work:
        first = work.conversations.take(conversation, "msg-7", "路灯坏了", MONDAY)
    with store.work() as work:
        again = work.conversations.take(conversation, "msg-7", "路灯坏了", MONDAY + 5 * SECONDS)
    assert (first.new, again.new) == (True, False)
    assert again.message == first.message
    with store.look() as work:
        assert len(work.conversations.since(conversation, 0)) == 1


def test_the_same_message_brought_by_three_retries_at_once_is_new_to_one(store: SqlStore, conversation: str) -> None:
    def take(who: int) -> tuple[int, bool]:
        with store.work() as work:
            taken = work.conversations.take(conversation, "msg-7", "路灯坏了", MONDAY)
            return taken.message.id, taken.new

    outcomes = at_once(take, 3)
    assert len({message for message, new in outcomes}) == 1
    assert sorted(new for message, new in outcomes) == [False, False, True]


def test_the_same_key_from_two_people_is_two_messages(store: SqlStore, conversation: str) -> None:
    with store.work() as work:
        other = work.conversations.open(LI, MONDAY)
        assert work.conversations.take(conversation, "1", "甲", MONDAY).new
        assert work.conversations.take(other, "1", "乙", MONDAY).new


def test_a_message_is_claimed_by_one_until_the_claim_ends(store: SqlStore, said: int) -> None:
    until = MONDAY + 40 * SECONDS
    with store.work() as work:
        assert work.conversations.claim(said, MONDAY, until)
        assert not work.conversations.claim(said, MONDAY + 39 * SECONDS, until)
        assert work.conversations.claim(said, until, until + 40 * SECONDS)


def test_of_several_who_claim_at_once_one_gets_it(store: SqlStore, said: int) -> None:
    def claim(who: int) -> bool:
        with store.work() as work:
            return work.conversations.claim(said, MONDAY, MONDAY + 40 * SECONDS)

    assert sorted(at_once(claim, 4)) == [False, False, False, True]


def test_an_answered_message_cannot_be_claimed(store: SqlStore, said: int) -> None:
    with store.work() as work:
        work.conversations.answer(said, (LAMP,), MONDAY)
        assert not work.conversations.claim(said, MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))


def test_replies_come_back_whole_and_in_order(store: SqlStore, said: int) -> None:
    with store.work() as work:
        work.conversations.answer(said, (LAMP, SORRY), MONDAY)
        lines = work.conversations.replies(said)
    told = [Reply(text=line.text, choices=line.choices, card=line.card) for line in lines]
    assert told == [LAMP, SORRY]
    assert not any(line.incoming for line in lines) and all(line.answered for line in lines)


def test_a_second_answer_is_not_stored(store: SqlStore, said: int) -> None:
    with store.work() as work:
        work.conversations.answer(said, (LAMP,), MONDAY)
    with store.work() as work:
        work.conversations.answer(said, (SORRY,), MONDAY)
        assert [line.text for line in work.conversations.replies(said)] == [LAMP.text]


def test_the_first_delivery_chosen_holds(store: SqlStore, said: int) -> None:
    with store.work() as work:
        assert work.conversations.choose_delivery(said, "passive") == "passive"
        assert work.conversations.choose_delivery(said, "pushed") == "passive"
        assert work.conversations.answer(said, (LAMP,), MONDAY) == "passive"


def test_the_answer_knows_what_was_chosen_before_and_nothing_otherwise(store: SqlStore, said: int) -> None:
    with store.work() as work:
        assert work.conversations.answer(said, (LAMP,), MONDAY) is None
        assert work.conversations.choose_delivery(said, "pushed") == "pushed"


def test_however_answer_and_delivery_race_somebody_sees_both(store: SqlStore, conversation: str) -> None:
    """Either the answer learns that it must be pushed, or whoever chose pushing finds the replies: never neither."""
    for round_ in range(10):
        with store.work() as work:
            said = work.conversations.take(conversation, f"第{round_}条", "路灯坏了", MONDAY).message.id

        def race(who: int, said: int = said) -> bool:
            with store.work() as work:
                if who == 0:
                    return work.conversations.answer(said, (LAMP,), MONDAY) == "pushed"
                work.conversations.choose_delivery(said, "pushed")
                return bool(work.conversations.replies(said))

        assert True in at_once(race), f"round {round_}: the reply would have been lost"


def test_one_delivery_wins_when_both_are_chosen_at_once(store: SqlStore, said: int) -> None:
    def choose(who: int) -> str:
        with store.work() as work:
            return work.conversations.choose_delivery(said, ("passive", "pushed")[who])

    assert len(set(at_once(choose))) == 1


def test_a_line_is_said_once_per_key(store: SqlStore, conversation: str) -> None:
    with store.work() as work:
        assert work.conversations.say(conversation, "ZD2026112300001:3", SORRY, MONDAY)
        assert not work.conversations.say(conversation, "ZD2026112300001:3", LAMP, MONDAY)
        assert [line.text for line in work.conversations.since(conversation, 0)] == [SORRY.text]


def test_a_page_reads_on_from_the_last_line_it_has(store: SqlStore, conversation: str) -> None:
    with store.work() as work:
        other = work.conversations.open(LI, MONDAY)
        for place in range(1, 6):
            work.conversations.say(conversation, str(place), Reply(text=f"第{place}句"), MONDAY)
            work.conversations.say(other, str(place), Reply(text="别人的话"), MONDAY)
        lines = work.conversations.since(conversation, 0)
        rest = work.conversations.since(conversation, lines[2].id)
        newest = work.conversations.since(conversation, 0, limit=2)
    assert [line.text for line in lines] == ["第1句", "第2句", "第3句", "第4句", "第5句"]
    assert [line.text for line in rest] == ["第4句", "第5句"]
    assert [line.text for line in newest] == ["第4句", "第5句"]


def test_a_number_answers_the_choices_of_the_newest_line_only(store: SqlStore, conversation: str) -> None:
    def asked(key: str) -> int:
        return work.conversations.take(conversation, key, "2", MONDAY).message.id

    with store.work() as work:
        before_anything = asked("a")
        work.conversations.say(conversation, "甲", LAMP, MONDAY)
        after_choices = asked("b")
        work.conversations.say(conversation, "乙", SORRY, MONDAY)
        after_plain = asked("c")
        assert work.conversations.choices_before(before_anything) == ()
        assert work.conversations.choices_before(after_choices) == LAMP.choices
        assert work.conversations.choices_before(after_plain) == ()


def test_only_a_message_that_nobody_answers_or_claims_is_left_over(store: SqlStore, conversation: str) -> None:
    later = MONDAY + 60 * SECONDS
    with store.work() as work:
        forgotten, answered, in_hand, dropped, fresh = (
            work.conversations.take(conversation, key, key, at).message.id
            for key, at in (("忘", MONDAY), ("答", MONDAY), ("办", MONDAY), ("丢", MONDAY), ("新", later + SECONDS))
        )
        work.conversations.answer(answered, (LAMP,), MONDAY)
        work.conversations.claim(in_hand, MONDAY, later + SECONDS)
        work.conversations.claim(dropped, MONDAY, later - SECONDS)
        work.conversations.say(conversation, "通知", SORRY, MONDAY)
        assert work.conversations.unanswered(later, later, 10) == [forgotten, dropped]
        assert work.conversations.unanswered(later, later, 1) == [forgotten]
