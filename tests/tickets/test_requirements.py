"""Is an act refused that does not say what it is about?"""

from collections.abc import Callable

import pytest

from tests.tickets.one_ticket import (
    CITY_MANAGEMENT,
    DEPARTMENTS,
    NUMBER,
    WORDS,
    Matter,
    accepted,
    in_progress,
    to_rate,
)
from tickets.errors import ActRefused
from tickets.lifecycle import Act
from tickets.requirements import ReturnReason, complete

# act, the longest words that are too short, the sentence
TOO_SHORT = [
    (Act.ANSWER, "已答复", "请写明答复内容（不少于5个字）"),
    (Act.REPLY, "已修好", "请写明答复内容（不少于5个字）"),
    (Act.CO_REPLY, "不归管", "请写明协办意见"),
    (Act.TRANSFER, "转", "请写明转接情况"),
    (Act.DECLINE, "不受理", "请写明不予受理的理由"),
    (Act.EXPLAIN, "已解释", "请写明怎样向诉求人解释的"),
    (Act.HAND_TO_POLICE, "已移送", "请写明移送公安的情况"),
    (Act.RETURN, "不归管", "请写明退单依据"),
    (Act.GRANT_RETURN, "准", "请写明裁定意见"),
    (Act.REFUSE_RETURN, "不同意", "请写明驳回理由"),
    (Act.REASSIGN, "改", "请写明改派理由"),
    (Act.NOTE, "查", "请写明进展"),
    (Act.SUSPEND, "会商下", "请写明会商什么"),
    (Act.ASK_EXTENSION, "来不及", "请写明为什么按期办不完"),
    (Act.REFUSE_EXTENSION, "否", "请写明不同意延期的理由"),
    (Act.SEND_BACK, "重写", "请写明退回理由"),
    (Act.REWORK, "再办", "请写明重办要求"),
    (Act.SUPPLEMENT, "灯", "请写明要补充的内容"),
    (Act.WITHDRAW, "撤", "请写明为什么撤回"),
    (Act.SUPERVISE, "抓紧", "请写明督办要求"),
    (Act.ANSWER_SUPERVISION, "在办了", "请写明督办回复"),
    (Act.INSTRUCT, "阅", "请写明批示内容"),
    (Act.ASK_EXCLUSION, "请剔除", "请写明申请剔除的理由"),
    (Act.GRANT_EXCLUSION, "准", "请写明同意剔除的理由"),
    (Act.REFUSE_EXCLUSION, "否", "请写明不同意剔除的理由"),
    (Act.REVEAL, "看", "请写明查阅联系方式的原因"),
]


def asked_for(scope: str) -> Matter:
    matter = in_progress()
    matter.do(Act.ASK_EXCLUSION, scope=scope)
    return matter


# act, on which ticket, its data, the sentence
LACKING: list[tuple[Act, Callable[[], Matter], dict, str]] = [
    (Act.DISPATCH, accepted, {}, "请选一个承办单位"),
    (Act.DISPATCH, accepted, {"department": "天文"}, "单位名录里没有“天文”"),
    (Act.DISPATCH, accepted, {"department": "城管", "co": ["住建", "天文"]}, "单位名录里没有“天文”"),
    (Act.DISPATCH, accepted, {"department": "城管", "co": ["城管"]}, "主办单位不能同时协办"),
    (Act.DISPATCH, accepted, {"department": "城管", "co": ["住建", "住建"]}, "协办单位不能重复"),
    (Act.REASSIGN, in_progress, {"department": "城管"}, "工单本来就在城管，请选另一个单位"),
    (Act.REASSIGN, in_progress, {"department": "天文"}, "单位名录里没有“天文”"),
    (Act.ADD_CO, in_progress, {"department": "城管"}, "这个单位已经在承办这件工单"),
    (Act.ADD_CO, lambda: in_progress("住建"), {"department": "住建"}, "这个单位已经在承办这件工单"),
    (Act.DROP_CO, lambda: in_progress("住建"), {"department": "供电"}, "这个单位不是现在的协办单位"),
    (Act.RETURN, lambda: accepted().dispatched(), {}, "请选择退单原因"),
    (Act.RETURN, lambda: accepted().dispatched(), {"reason": "太忙"}, "请选择退单原因"),
    (Act.RETURN, lambda: accepted().dispatched(), {"reason": ReturnReason.NOT_OURS}, "须建议承办单位"),
    (
        Act.RETURN,
        lambda: accepted().dispatched(),
        {"reason": ReturnReason.NOT_OURS, "suggested": "城管"},
        "建议的单位就是贵单位",
    ),
    (Act.ASK_EXTENSION, in_progress, {}, "请写明延长多少"),
    (Act.ASK_EXTENSION, in_progress, {"amount": 0}, "请写明延长多少"),
    (Act.ASK_EXTENSION, in_progress, {"amount": "五"}, "请写明延长多少"),
    (Act.ASK_EXTENSION, in_progress, {"amount": 11}, "一次延期最多10"),
    (Act.GRANT_EXTENSION, in_progress, {"amount": 11}, "一次延期最多10"),
    (Act.GRANT_EXTENSION, in_progress, {"amount": -1}, "请写明延长多少"),
    (Act.RATE, to_rate, {}, "五档里选一档"),
    (Act.RATE, to_rate, {"level": 6}, "五档里选一档"),
    (Act.FOLLOW_UP, to_rate, {"reached": "是"}, "请选“联系上了”还是“没有联系上”"),
    (Act.TRANSFER, accepted, {"number": "12315"}, "110、119、120或122"),
    (Act.DECLINE, accepted, {"channel": " "}, "请写明应当走的法定途径"),
    (Act.MERGE, accepted, {}, "请填写并入哪件主单"),
    (Act.MERGE, accepted, {"into": NUMBER}, "不能并入自己"),
    (Act.ASK_EXCLUSION, in_progress, {"scope": "考核"}, "签收、办结或满意"),
    (Act.GRANT_EXCLUSION, lambda: asked_for("签收"), {"scope": "办结"}, "没有这个指标的剔除申请，等待审批的是：签收"),
    (Act.REFUSE_EXCLUSION, lambda: asked_for("签收"), {"scope": "办结"}, "没有这个指标的剔除申请"),
]
ENOUGH: list[tuple[Act, Callable[[], Matter], dict]] = [
    (Act.DISPATCH, accepted, {"department": "城管", "co": ["住建", "供电"]}),
    (Act.RETURN, lambda: accepted().dispatched(), {"reason": ReturnReason.UNCLEAR}),
    (Act.RETURN, lambda: accepted().dispatched(), {"reason": ReturnReason.NOT_OURS, "suggested": "住建"}),
    (Act.ASK_EXTENSION, in_progress, {"amount": 10}),
    (Act.GRANT_EXTENSION, in_progress, {}),
    (Act.TRANSFER, accepted, {"number": "119"}),
    (Act.DECLINE, accepted, {"channel": "行政复议"}),
    (Act.MERGE, accepted, {"into": "ZD2026112300002"}),
    (Act.GRANT_EXCLUSION, lambda: asked_for("签收"), {"scope": "签收"}),
    (Act.FOLLOW_UP, to_rate, {"reached": False}),
]


@pytest.mark.parametrize(("act", "words", "sentence"), TOO_SHORT, ids=[row[0] for row in TOO_SHORT])
def test_words_that_say_nothing_are_refused(act: Act, words: str, sentence: str) -> None:
    with pytest.raises(ActRefused, match=sentence):
        complete(act, in_progress().ticket, words, {}, DEPARTMENTS)


@pytest.mark.parametrize(("act", "made", "data", "sentence"), LACKING, ids=[f"{row[0]}-{row[3]}" for row in LACKING])
def test_facts_that_lack_or_cannot_be_are_refused(
    act: Act, made: Callable[[], Matter], data: dict, sentence: str
) -> None:
    with pytest.raises(ActRefused, match=sentence):
        complete(act, made().ticket, WORDS, data, DEPARTMENTS, most_extension=10)


@pytest.mark.parametrize(("act", "made", "data"), ENOUGH, ids=[f"{row[0]}-{row[2]}" for row in ENOUGH])
def test_complete_facts_pass(act: Act, made: Callable[[], Matter], data: dict) -> None:
    complete(act, made().ticket, WORDS, data, DEPARTMENTS, most_extension=10)


@pytest.mark.parametrize("act", [Act.SIGN, Act.COMPLETE, Act.URGE, Act.RESUME, Act.CONTACT])
def test_acts_that_speak_for_themselves_need_no_words(act: Act) -> None:
    complete(act, in_progress().ticket, "", {}, DEPARTMENTS)


def test_granting_without_an_amount_grants_what_was_asked_for() -> None:
    matter = in_progress()
    matter.do(Act.ASK_EXTENSION, CITY_MANAGEMENT, amount=7)
    assert matter.do(Act.GRANT_EXTENSION).granted == 7


def test_the_limit_binds_also_what_was_asked_for_before_it_was_lowered() -> None:
    matter = in_progress()
    matter.do(Act.ASK_EXTENSION, CITY_MANAGEMENT, amount=7)
    with pytest.raises(ActRefused, match="一次延期最多5"):
        complete(Act.GRANT_EXTENSION, matter.ticket, WORDS, {}, DEPARTMENTS, most_extension=5)


def test_the_suggested_department_must_be_in_the_directory() -> None:
    matter = accepted().dispatched("住建")
    with pytest.raises(ActRefused, match="须建议承办单位"):
        matter.do(Act.RETURN, reason=ReturnReason.NOT_OURS, suggested="天文")
    assert matter.do(Act.RETURN, reason=ReturnReason.NOT_OURS, suggested="供电").returns == 1
