"""What did the citizen say to the appeal form: a matter, a time, a correction, or "stop"?

Only plain patterns, so the form behaves the same whatever the model believes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions.wording import Field

_FIELD_WORDS: dict[str, Field] = {
    **dict.fromkeys(("内容", "问题", "诉求", "事情", "情况"), "what"),
    **dict.fromkeys(("地点", "地址", "位置", "地方"), "where"),
    **dict.fromkeys(("时间", "日期"), "when"),
    **dict.fromkeys(("联系方式", "联系电话", "手机号码", "电话号码", "手机号", "电话", "手机", "号码"), "contact"),
}
_FIELD = "(?P<field>" + "|".join(sorted(_FIELD_WORDS, key=len, reverse=True)) + ")"
_OPENING = r"^(?:那个|我要?想?|要|想|请|麻烦|帮我|给我|把|将|刚才的?|前面的?|重新|上面的?|\s)*"
_CHANGE = r"(?:改|换|修改|更改|更正|纠正|填)"
_WRONG = r"(?:写错|填错|说错|错|不对|有误)"
_TO = r"(?:一下|成|为|到|了|是|个|[:：,，\s])*"
_VALUE = r"(?P<value>.*)$"
_CORRECTIONS = (
    re.compile(_OPENING + _CHANGE + r"(?:一下|个|成|\s)*(?:诉求的?)?" + _FIELD + _TO + _VALUE),
    re.compile(
        _OPENING + _FIELD + r"(?:我|给)?(?:应该)?(?:" + _CHANGE + "|" + _WRONG + r"|应该是|应为)" + _TO + _VALUE
    ),
)
_NOTHING_NEW = ("吧", "呢", "啊", "一位", "一个")
_BARE = re.compile(
    r"我|要|想|来|请|帮|给|你们?|一下|一个|个|件|登记|诉求|投诉|举报|反映|报修|上报|求助|问题|情况|事情?|提|意见|建议|没解决|没有解决"
    r"|[，,。.!！？?\s]|啊|呀|吧"
)
_LABEL = re.compile(r"^(?:我要|我想)?(?:登记诉求|诉求|投诉|举报|反映|报修)(?:一下)?[:：]\s*")
_STOP = re.compile(
    r"^(?:那|还是|麻烦|请|我|先|就|\s)*(?:取消|退出|放弃|作废|算了|不(?:想)?(?:报|填|弄|投诉|反映|登记|提交|搞)了?|停止?)"
    r"(?:登记|诉求|投诉|吧|了|算了|不报了|不弄了|[，,。.!！\s])*$"
)
_PERSON = re.compile(
    r"^(?:我要?|请|帮我?|给我|麻烦|还是|那|就|找|转|接|要|叫|个|一下|到|直接|[，,\s])*(?:人工|真人)"
    r"(?:服务|客服|坐席|来|吧|一下|了|[。!！\s])*$"
)
_TIME = re.compile(
    r"(?:[今昨前明]天|[今昨当]晚|刚才|刚刚|上周|上个?(?:星期|礼拜|月)|这几天|最近|每天|天天|每晚|夜里|半夜|凌晨|早上|上午|中午|下午|晚上"
    r"|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号])?|[一二两三四五六七八九十半几\d]+(?:来|多)?(?:天|个?(?:星期|礼拜|周|月|小时|多月)|年)(?:前|多|了)?)"
    r"(?:的?(?:凌晨|早上|上午|中午|下午|晚上|夜里))?"
    r"(?:[一二两三四五六七八九十\d]{1,3}[点时](?:半|多|[一二三四五六七八九十\d]{1,3}分?)?)?"
)
_YES = re.compile(
    r"^(?:就?(?:是|在)(?:的|这里?|那里?|那儿|这儿)?|对(?:的|头|对)*|嗯+|没错|好的?|可以|行|要得|中|得行|ok)[，,。\s]*(?:就?在那里|就?在这里|就?是那里)?[。!！\s]*$",
    re.IGNORECASE,
)
_SUBMIT = re.compile(
    r"^(?:可以|好的?|行|是的?|对|嗯|都|信息|没(?:有)?问题|就这样|[，,\s])*"
    r"(?:确认|确定|提交|没(?:有)?问题|就这样)(?:提交|登记|吧|了|[，,。!！\s])*$"
)
_QUESTION = re.compile(
    r"[?？]|[吗呢么不没]$|怎么|怎样|咋|如何|什么|啥|哪|谁|多少|几[点号时天个多]|多久|([能可行要会有是给算该收报罚合])[不没]\1"
)
_NO = re.compile(r"^(?:不是?|不对|不是那里|都不是|错了|不是这(?:里|个)|没有)(?:的|了|啊|呀|[，,。\s])*$")


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A field the citizen wants changed, and the new words if they were given at once."""

    field: Field
    value: str


def correction_in(text: str) -> Correction | None:
    found = next((match for pattern in _CORRECTIONS if (match := pattern.match(text.strip()))), None)
    if found is None:
        return None
    value = found["value"].strip(" ，,。！!")
    return Correction(field=_FIELD_WORDS[found["field"]], value="" if value in _NOTHING_NEW else value)


def asks_to_file(text: str) -> bool:
    """Whether the words themselves want an appeal, as the buttons "登记诉求：…" do."""
    return bool(_LABEL.match(text.strip()))


def matter_in(text: str) -> str | None:
    """The matter itself, without a leading "投诉："; nothing when the text only says that there is one."""
    matter = _LABEL.sub("", text.strip())
    return matter if len(_BARE.sub("", matter)) >= 2 else None


def time_in(text: str) -> str | None:
    found = _TIME.search(text)
    return found[0] if found else None


def wants_to_stop(text: str) -> bool:
    return bool(_STOP.match(text.strip()))


def wants_a_person(text: str) -> bool:
    return bool(_PERSON.match(text.strip()))


def says_yes(text: str) -> bool:
    return bool(_YES.match(text.strip()))


def says_no(text: str) -> bool:
    return bool(_NO.match(text.strip()))


def submits(text: str) -> bool:
    return says_yes(text) or bool(_SUBMIT.match(text.strip()))


def is_a_question(text: str) -> bool:
    return bool(_QUESTION.search(text.strip()))
