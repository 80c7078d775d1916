"""Is danger heard by its phrases alone, by its meaning where no phrase fits, and not in what only sounds like it?"""

import json
from itertools import chain
from pathlib import Path

import pytest
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from hotline.casework.desk import Desk
from hotline.casework.filing import Draft
from hotline.casework.lookout import ENOUGH_IN_LONG, OTHERWISE, SHORT, Lookout
from hotline.casework.triage import triage
from hotline.rules import load
from knowledge_base.likeness import Leaning, Likeness
from knowledge_base.vectors import E5
from tests.casework.one_office import MONDAY, filed
from tickets.matter import Urgency

UNSEEN = [json.loads(line) for line in Path(__file__).with_name("danger_unseen.jsonl").open(encoding="utf-8")]
PLEASANT = (
    "我们小区路灯坏了三盏。晚上看不见路。物业一直没有派人来修。请帮忙催一催他们，谢谢你们。"
    "楼下的长椅也坏了一条，请一起看看。"
)


@pytest.fixture(scope="module")
def phrases() -> Lookout:
    return Lookout(load.dangers())


@pytest.fixture(scope="module")
def lookout(pytestconfig: pytest.Config) -> Lookout:
    spoken, alike = load.danger_examples()
    net = Likeness(spoken, alike, vectors=E5(), cache=pytestconfig.cache.mkdir("vectors"))
    return Lookout(load.dangers(), net)


class Net:
    """Leans to danger as far as told, at the words told, and remembers what it was asked."""

    def __init__(self, at: str, towards: float) -> None:
        self.at, self.towards, self.asked = at, towards, []

    def leaning(self, sentence: str) -> Leaning:
        self.asked.append(sentence)
        return Leaning(sentence=sentence, towards=self.towards if self.at in sentence else -1.0, pile="溺水落水")


def with_net(at: str, towards: float) -> tuple[Lookout, Net]:
    net = Net(at, towards)
    return Lookout(load.dangers(), net), net


def test_phrases_suffice_where_vectors_are_absent(phrases: Lookout) -> None:
    assert phrases.danger_in("楼下着火了").kind == "火灾"
    assert phrases.danger_in("孙伢摸螺蛳只看见盆子漂着") is None


def test_what_a_phrase_names_is_not_asked_of_the_net() -> None:
    lookout, net = with_net("着火", -1.0)
    assert lookout.danger_in("楼下着火了").kind == "火灾" and net.asked == []


def test_what_only_the_net_heard_gets_the_advice_of_its_kind_and_what_else_to_call() -> None:
    lookout, _ = with_net("盆子漂", 0.1)
    heard = lookout.danger_in("盆子漂在堰中间")
    assert heard.kind == "溺水落水" and heard.numbers == ("119", "110", "120")
    assert heard.advice.endswith(OTHERWISE) and "不要下水" in heard.advice


def test_a_long_message_is_asked_sentence_by_sentence_and_needs_a_surer_one() -> None:
    told = f"{PLEASANT}盆子漂在堰中间。"
    surer, net = with_net("盆子漂", ENOUGH_IN_LONG + 0.1)
    doubtful, _ = with_net("盆子漂", ENOUGH_IN_LONG - 0.1)
    assert surer.danger_in(told).kind == "溺水落水" and doubtful.danger_in(told) is None
    assert len(net.asked) == 6 and max(map(len, net.asked)) <= SHORT


def test_a_long_message_without_any_mark_is_asked_to_its_last_word() -> None:
    lookout, net = with_net("盆子漂", 0.9)
    assert lookout.danger_in("路灯坏了好久" * 20 + "盆子漂在堰中间").kind == "溺水落水"
    assert "".join(net.asked) == "路灯坏了好久" * 20 + "盆子漂在堰中间"


@pytest.mark.parametrize("nothing", ["", "  ", "\n", "。。。" * 30])
def test_nothing_said_is_no_danger(nothing: str) -> None:
    assert with_net("盆", 1.0)[0].danger_in(nothing) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("孙伢在堰边摸螺蛳这会只看见盆子漂着", "溺水落水"),
        ("俺不中用了不想给伢们添麻烦了药都买好了", "轻生自伤"),
        ("我爸喝多了在砸门 我和妈妈躲衣柜里小声点", "暴力伤害"),
        ("后山裂了好长一条口子往下梭", "倒塌滑坡"),
    ],
)
def test_meaning_is_heard_where_no_phrase_fits(lookout: Lookout, phrases: Lookout, text: str, kind: str) -> None:
    assert phrases.danger_in(text) is None
    assert lookout.danger_in(text).kind == kind


@pytest.mark.parametrize(
    "text", ["累死了跑了三趟都没办成", "煤气罐年检", "水库移民补贴", "火锅店卫生差", "身份证丢了怎么补"]
)
def test_look_alikes_stay_quiet(lookout: Lookout, text: str) -> None:
    assert lookout.danger_in(text) is None


@pytest.mark.parametrize(("voice", "heard", "in_vain"), [(1, 0.95, 0.06), (2, 0.90, 0.15)])
def test_messages_no_example_was_written_for_are_heard(
    lookout: Lookout, voice: int, heard: float, in_vain: float
) -> None:
    """1: citizens and bystanders. 2: villagers dictating and teenagers typing, with look-alikes as hard as they come."""
    rows = [row for row in UNSEEN if row["round"] == voice]
    caught = [row for row in rows if lookout.danger_in(row["text"])]
    dangerous = sum(row["danger"] for row in rows)
    assert sum(row["danger"] for row in caught) >= heard * dangerous
    assert sum(not row["danger"] for row in caught) <= in_vain * (len(rows) - dangerous)


def test_no_unseen_message_is_an_example_or_nearly_one() -> None:
    spoken, alike = load.danger_examples()
    examples = [*chain.from_iterable(spoken.values()), *alike]
    assert [row["text"] for row in UNSEEN if extractOne(row["text"], examples, scorer=ratio)[1] >= 80] == []


def test_danger_makes_a_ticket_critical(office) -> None:
    assert triage(office, "我家电线断了掉在路上", MONDAY).urgency is Urgency.CRITICAL
    assert triage(office, "沿河大道的路灯坏了三盏", MONDAY).urgency is not Urgency.CRITICAL


def test_danger_in_an_appeal_does_not_keep_it_from_being_filed(office) -> None:
    assert filed(office, Draft(what=f"{PLEASANT}刚才楼下着火了。", where="西城街道沿河大道"))


def test_a_long_question_with_danger_in_it_is_answered_from_the_knowledge_base(office) -> None:
    told = f"楼下着火了，已经叫了消防车。{'另外想问一下，' * 8}路灯坏了找谁？"
    assert Desk(office, lambda: MONDAY).answer("一段对话", told).danger is None
