"""What does an article assert that can be wrong or out of date? Fees, limits, telephones and papers, each with its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge_base.article import Article


class About(StrEnum):
    """What a claim is about, in the words officers see."""

    PHONE = "电话"
    FEE = "费用或金额"
    LIMIT = "时限"
    PAPER = "材料"


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One clause that names a value; ranges and lists of values in one clause make one claim."""

    article: str  # id
    about: About
    unit: str  # 元, %, 日, 工作日, 小时, 月; 电话; the paper's name. Only values of one unit can be compared
    values: frozenset[float | str]  # in that unit; a paper is 要 or 不要
    shown: str  # the first value as it is written
    clause: str  # the piece between commas
    sentence: str


_DIGITS = r"(?:\d[\d,]*(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)"
_NUMBER = rf"(?:(?P<low>{_DIGITS})(?P<low_scale>[万千])?\s*[—–\-~～至到])?(?P<high>{_DIGITS})(?P<scale>[万千])?\s*"
_FEE = re.compile(rf"{_NUMBER}(?P<unit>元|块钱|[%％])|(?P<free>免费|不收费|不收钱|不要钱|不收取)")
_LIMIT = re.compile(rf"(?<![第月周\d.]){_NUMBER}(?P<unit>个?工作日|个?自然日|日|天|个?小时|个月|年)(?![号历])")
_PHONE = re.compile(
    r"(?<!\d)(?:0\d{2,3}[-—－ ]?\d{7,8}|1[3-9]\d{9}|400[-\d]{7,9}|(?:12|95|96)\d{3,4}|11\d|12[0-2])"
    r"(?!\d|[年月日条号元万米种件个项])"
)
_PAPER = re.compile(
    r"户口[簿本]|身份证|结婚证|离婚证|居住证|营业执照|诊断证明|病历|委托书|承诺书|出生医学证明|无犯罪记录证明|不动产权证|房产证"
    r"|学历证|毕业证|体检证明|体检表|合格证|登记证书|照片|复印件|银行卡|社保卡|发票|租房合同|租赁合同|劳动合同|购房合同"
)
_NOT_NEEDED = re.compile(r"(?:不用|(?<!要)不要|不需要?|无需|无须|不必|免)(?:再?(?:带|交|提供|提交|出示|出具|查|看))?$")
_NO_LONGER = re.compile(r"(?:都|也|已经?|一般)*(?:不用|不要|不需要|不必)(?:再?(?:带|交|提供|提交))?")
_NEEDED = re.compile(r"(?:带上?|交|提供|提交|出示|出具|准备|凭|持)[^，。；]*$|[、和及]$")

_UNITS: Mapping[str, tuple[str, float]] = {
    "元": ("元", 1),
    "块钱": ("元", 1),
    "%": ("%", 1),
    "％": ("%", 1),
    "工作日": ("工作日", 1),
    "自然日": ("日", 1),
    "日": ("日", 1),
    "天": ("日", 1),
    "小时": ("小时", 1),
    "月": ("月", 1),
    "年": ("月", 12),
}
_SCALES = {"": 1, "千": 1_000, "万": 10_000}
_FIGURES = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}
_LATEST_YEARS = 200  # 2026年 is a date, not a limit of 2026 years
_SAME_PAPER = {"户口本": "户口簿", "房产证": "不动产权证", "租房合同": "租赁合同"}

Value = tuple[About, str, tuple[float | str, ...], str]  # about, unit, values, as written


def claims(article: Article) -> Iterator[Claim]:
    """All claims of the short and the body, in their order."""
    for sentence in re.split(r"[。！？；\n]", f"{article.short}\n{article.body}"):
        for clause in re.split(r"[，,：:]", sentence):
            found: dict[tuple[About, str], tuple[set[float | str], str]] = {}
            for about, unit, values, shown in _values(clause):
                found.setdefault((about, unit), (set(), shown))[0].update(values)
            for (about, unit), (values, shown) in found.items():
                yield Claim(
                    article=article.id,
                    about=about,
                    unit=unit,
                    values=frozenset(values),
                    shown=shown,
                    clause=clause.strip(),
                    sentence=sentence.strip(),
                )


def without_values(text: str) -> str:
    """What a sentence is about: its words without figures and telephone numbers."""
    for pattern in (_PHONE, _FEE, _LIMIT):
        text = pattern.sub(" ", text)
    return re.sub(r"\d+", " ", text)


def _values(clause: str) -> Iterator[Value]:
    yield from ((About.PHONE, "电话", (re.sub(r"\D", "", found[0]),), found[0]) for found in _PHONE.finditer(clause))
    for found in _FEE.finditer(clause):
        yield (About.FEE, "元", (0.0,), found[0]) if found["free"] else (About.FEE, *_figures(found))
    for found in _LIMIT.finditer(clause):
        if not (found["unit"] == "年" and _number(found["high"]) > _LATEST_YEARS):
            yield About.LIMIT, *_figures(found)
    yield from _papers(clause)


def _figures(found: re.Match[str]) -> tuple[str, tuple[float, ...], str]:
    unit, factor = _UNITS[found["unit"].removeprefix("个")]
    high = _number(found["high"])
    values = (high * _SCALES[found["scale"] or ""] * factor,)
    if found["low"]:
        low = _number(found["low"])
        shared = found["scale"] if low < high else ""  # 3至5万元 is 3万 to 5万, 5000至2万元 is not
        values = (low * _SCALES[found["low_scale"] or shared or ""] * factor, *values)
    return unit, values, found[0].strip()


def _number(text: str) -> float:
    """Of digits or of Chinese figures up to 9999."""
    if text[0].isdigit():
        return float(text.replace(",", ""))
    total = figure = 0
    for sign in text:
        if sign in _TENS:
            total, figure = total + (figure or 1) * _TENS[sign], 0
        else:
            figure = _FIGURES[sign]
    return float(total + figure)


def _papers(clause: str) -> Iterator[Value]:
    for found in _PAPER.finditer(clause):
        before, name = clause[: found.start()], _SAME_PAPER.get(found[0], found[0])
        if _NOT_NEEDED.search(before) or _NO_LONGER.match(clause, found.end()):
            yield About.PAPER, name, ("不要",), f"不要{found[0]}"
        elif _NEEDED.search(before):
            yield About.PAPER, name, ("要",), f"要{found[0]}"
