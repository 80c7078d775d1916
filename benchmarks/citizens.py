"""What do citizens say, by which channel, and how long does each message wait? The load for `end_to_end`."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import httpx

from hotline.settings import Settings
from hotline.wiring import wechat_account
from integrations.wechat import simulator

NOT_BY_DIALOGUE = "对话服务暂时没有响应"
KEY, TOKEN, LAST = (re.compile(rf'name="{name}" value="([^"]+)"') for name in ("key", "csrf", "after"))
Say = Callable[[str], str]
Enter = Callable[[httpx.HTTPTransport], Say]

CONVERSATIONS: tuple[tuple[str, ...], ...] = (
    ("您好", "身份证丢了怎么补办", "补办要带什么", "谢谢"),
    ("居民医保今年交多少钱", "什么时候截止", "解决了"),
    ("门口路灯坏了三天了没人修", "西城街道草店子社区", "前天晚上开始", "13812345678", "确认提交", "查进度", "谢谢"),
    ("公积金怎么取出来还房贷", "异地买房能不能取", "好的知道了"),
    ("我要诉求", "楼下烧烤店半夜油烟太大", "东城街道文峰塔社区", "每天晚上", "匿名", "确认提交"),
    ("在吗", "孩子明年上小学怎么报名", "随迁子女要什么材料", "再见"),
    ("我的工单办到哪一步了", "催一下", "转人工"),
    ("老板拖欠三个月工资不给", "万店镇先觉庙村", "八月份到现在", "13900001111", "电话错了", "13900002222", "确认提交"),
    ("今天天气咋样", "给我讲个笑话", "那你会做什么"),
    ("asdfgh", "？？？", "……", "嗯"),
    ("电动车上牌要钱吗", "旧的超标车还能骑不", "哦"),
    ("小区停水一天了", "算了不说了", "谢谢"),
    ("营业执照几天能办下来", "开个小吃店还要啥证", "网上能办吗"),
    ("投诉出租车不打表", "随州火车站", "昨天下午三点", "不想留电话", "取消"),
    ("残疾证怎么办理", "能领多少补贴", "好"),
    ("有没有人啊", "帮我转人工客服"),
)
"""What sixteen citizens say: questions, troubles, forms, a ticket's progress, greetings and noise."""


class Visitor:
    """A browser on the chat page: its cookie, its form token, and the key that the page gives each message."""

    def __init__(self, address: str, transport: httpx.HTTPTransport) -> None:
        self._http = httpx.Client(base_url=address, transport=transport, trust_env=False, timeout=60)
        page = self._http.get("/chat").text
        self._form = {"csrf": TOKEN.search(page)[1], "key": KEY.search(page)[1], "after": LAST.search(page)[1]}

    def say(self, text: str) -> str:
        response = self._http.post("/chat/say", data={**self._form, "text": text}, headers={"HX-Request": "true"})
        response.raise_for_status()
        self._form |= {"key": KEY.search(response.text)[1], "after": LAST.search(response.text)[1]}
        return response.text


def by_browser(settings: Settings, transport: httpx.HTTPTransport) -> Say:
    return Visitor(settings.service_url, transport).say


def by_wechat(settings: Settings, transport: httpx.HTTPTransport) -> Say:
    """A follower of the official account; each message is signed and sealed as WeChat does."""
    account, openid = wechat_account(settings), f"o{uuid4().hex[:27]}"
    http = httpx.Client(transport=transport, trust_env=False, timeout=simulator.PATIENCE_SECONDS)
    url = f"{settings.service_url}/wechat"
    return lambda text: simulator.say(url, text, openid, account, now=datetime.now(UTC), http=http)


def by_rest(address: str, transport: httpx.HTTPTransport) -> Say:
    """Somebody who writes to Rasa's own REST channel."""
    http, sender = httpx.Client(transport=transport, trust_env=False, timeout=60), uuid4().hex
    return lambda text: _rest_reply(http.post(address, json={"sender": sender, "message": text}))


def _rest_reply(response: httpx.Response) -> str:
    return " ".join(line.get("text", "") for line in response.raise_for_status().json())


@dataclass(frozen=True, kw_only=True)
class Round:
    """What one round showed: each message's seconds, the whole round's, and the messages not answered as they should."""

    waits: tuple[float, ...]
    seconds: float
    failures: int
    load: float  # of the machine in the minute before

    @property
    def per_second(self) -> float:
        return len(self.waits) / self.seconds


def round_of(enter: Enter, *, clients: int, each: int = len(CONVERSATIONS)) -> Round:
    """Clients at once, `each` conversations one after the other, as a new citizen every time; entering is not counted."""
    load = os.getloadavg()[0]
    shares = [[(_entered(enter), words) for words in share] for share in _shares(clients, each)]
    with ThreadPoolExecutor(clients) as pool:
        began = time.perf_counter()
        timed = [one for share in pool.map(_spoken, shares) for one in share]
        seconds = time.perf_counter() - began
    failures = sum(not reply or NOT_BY_DIALOGUE in reply for _, reply in timed)
    return Round(waits=tuple(wait for wait, _ in timed), seconds=seconds, failures=failures, load=load)


def _shares(clients: int, each: int) -> list[tuple[tuple[str, ...], ...]]:
    """So many conversations for every client; each begins elsewhere, and all are held equally often."""
    twice = CONVERSATIONS + CONVERSATIONS
    return [twice[place % len(CONVERSATIONS) :][:each] for place in range(clients)]


def _entered(enter: Enter) -> Say:
    return enter(httpx.HTTPTransport(verify=False))


def _spoken(share: list[tuple[Say, tuple[str, ...]]]) -> list[tuple[float, str]]:
    return [_timed(say, text) for say, words in share for text in words]


def _timed(say: Say, text: str) -> tuple[float, str]:
    began = time.perf_counter()
    reply = say(text)
    return time.perf_counter() - began, reply
