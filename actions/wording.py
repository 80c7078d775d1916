"""Which words does the appeal form say to the citizen?"""

from __future__ import annotations

from typing import Literal

from hotline.ports import Choice

Field = Literal["what", "where", "when", "contact"]
FIELDS: tuple[Field, ...] = ("what", "where", "when", "contact")

NAMES: dict[Field, str] = {"what": "内容", "where": "地点", "when": "时间", "contact": "联系方式"}


def _plain(*words: str) -> tuple[Choice, ...]:
    return tuple(Choice(label=word, value=word) for word in words)


QUESTIONS: dict[Field, str] = {
    "what": "请说说遇到了什么事，越具体越好，方便承办单位一次看懂。",
    "where": "事情发生在哪里？请说到路名、小区、村组或门牌，方便工作人员找到地方。",
    "when": "是什么时候发生的？大概时间就行，方便核实情况。",
    "contact": "请留一个电话，方便承办单位了解情况并告诉您结果。也可以说「保密」（不给承办单位看）或「匿名」。",
}
CHOICES: dict[Field, tuple[Choice, ...]] = {
    "what": _plain("取消"),
    "where": _plain("取消"),
    "when": _plain("刚刚", "今天", "昨天", "这几天一直这样", "说不清"),
    "contact": _plain("匿名", "保密", "取消"),
}
ONE_PLACE = "地点是「{place}」吗？如果知道路名、小区或门牌请补充，方便工作人员找到地方。"
ONE_PLACE_CHOICES = _plain("就在那里", "不是那里", "取消")
MANY_PLACES = "您说的是哪一处？选一项，或直接说路名、小区、村组、门牌。"

REASK: dict[Field, str] = {
    "what": "还没听明白是什么事。",
    "where": "好的，那请说一下具体地点。",
    "when": "好的，那请说一下大概时间。",
    "contact": "这个号码好像不完整，手机是11位，座机是7到8位。不想留电话也没关系，说「匿名」就行。",
}
NUMBER_FOR_CONFIDENTIAL = "好的，会为您保密，联系方式不给承办单位看。请留一个电话，方便热线把结果告诉您。"
ANONYMOUS_AFTER_ALL = "没关系，先按匿名登记，之后可以说「改联系方式」补上电话。"

CONFIRM_CHOICES = _plain("确认提交", "改内容", "改地点", "改时间", "改联系方式", "取消")
WHICH_FIELD = "好的，要改哪一项？"
NOT_CONFIRMED = "没听明白。没有问题请说「确认提交」，要改请说改哪一项。"
CANCELLED = "好的，这次登记已取消，没有提交。需要时随时再找我。"
CANCELLED_CHOICES = _plain("我要诉求", "转人工")
BACK_TO_FORM = "我们接着登记。"
NOT_RECORDED = "抱歉，系统正忙，刚才没能提交成功。您填的内容都还在，请稍后再说一次「确认提交」。"


def summary(*, what: str, where: str, when: str, contact: str, confidential: bool) -> str:
    seen_by = "（保密，不给承办单位看）" if confidential else ""
    lines = (f"内容：{what}", f"地点：{where}", f"时间：{when}", f"联系方式：{contact}{seen_by}")
    return "\n".join(("请核对一下：", *lines, "没有问题请说「确认提交」；哪里不对就说「改地点」「改时间」等。"))
