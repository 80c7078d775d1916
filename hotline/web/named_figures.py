"""Which tickets stand behind a figure? Every figure of the board by the name that addresses use, with its own tickets."""

from collections.abc import Mapping
from typing import Literal, get_args
from urllib.parse import urlencode

from hotline.web.periods import Days
from tickets.figures import Dimension, Figures, Measure, Measured
from tickets.ratings import Level

Side = Literal["all", "hit", "missed"]
DIMENSIONS: Mapping[Dimension, str] = {
    "department": "承办单位",
    "street": "镇街",
    "category": "类别",
    "channel": "渠道",
}
SIDES: frozenset[Side] = frozenset(get_args(Side))
FLOW = ("上期结转", "本期受理", "本期办结", "期末在办")
LEFT_OUT = ("不予受理", "已移交", "已撤回", "已并单", "剔除（签收）", "剔除（办结）", "剔除（满意）")
SILENT = ("未评价", "默认满意")
NAMES = frozenset({*map(str, Measure), *FLOW, *LEFT_OUT, *SILENT, *(level.words for level in Level)})
_PAIRS: Mapping[Measure, tuple[str, str, str]] = {
    Measure.SIGN: ("应签收", "按时签收", "没有按时签收"),
    Measure.COMPLETE: ("应办结", "按时办结", "没有按时办结"),
    Measure.COMPLETE_PLAIN: ("应办结", "不延期按时办结", "延期后才按时或没有按时办结"),
    Measure.FINISHED: ("应办结", "已办结", "没有办结"),
    Measure.FIRST_TIME: ("已办结", "一次办结", "办结后又重办"),
    Measure.CO_COMPLETE: ("应协办", "按时协办", "没有按时协办"),
    Measure.REWORK_IN_TIME: ("应重办", "按时重办", "没有按时重办"),
    Measure.RETURNED: ("派单", "退单", "没有退单"),
    Measure.REWORKED: ("已办结", "重办", "没有重办"),
    Measure.CONTACT: ("应先行联系", "按时先行联系", "没有按时先行联系"),
    Measure.FOLLOWED_UP: ("应回访", "按时回访到", "没有按时回访到"),
    Measure.SOLVED: ("答复是否解决", "已解决", "没有解决"),
    Measure.SATISFIED: ("已评价", "评价满意", "评价不满意"),
    Measure.OVERALL: ("已评价和默认满意", "满意（含默认）", "评价不满意"),
}


def named(figures: Figures) -> dict[str, Measured]:
    """Every figure by its name; a plain count has its tickets as hits and misses nothing."""
    flow, levels = figures.flow, figures.levels
    counts = {
        **dict(zip(FLOW, (flow.carried_in, flow.received, flow.finished, flow.carried_out), strict=True)),
        **{Level(level).words: numbers for level, numbers in levels.items()},
        **figures.left_out,
        "未评价": figures.unrated,
        "默认满意": figures.default_satisfied,
    }
    rates = {str(measure): measured for measure, measured in figures.measures.items()}
    return rates | {name: Measured(hit=numbers, missed=()) for name, numbers in counts.items()}


def side_of(measured: Measured, side: Side) -> tuple[str, ...]:
    """The tickets of one side of a rate, each as often as it counts."""
    return {"hit": measured.hit, "missed": measured.missed, "all": (*measured.hit, *measured.missed)}[side]


def words_of(name: str, side: Side) -> str:
    """What the tickets of one side of a figure have in common."""
    if name not in set(Measure):
        return name
    everything, hit, missed = _PAIRS[Measure(name)]
    return {"all": everything, "hit": hit, "missed": missed}[side]


def address(name: str, days: Days, side: Side = "all", by: Dimension = "department", group: str = "") -> str:
    """Where the list behind a figure opens."""
    narrowed = {"by": by, "group": group} if group else {}
    sided = {"side": side} if side != "all" else {}
    return f"/tickets?{urlencode({'figure': name, **sided, **narrowed})}&{days.query}"
