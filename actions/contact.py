"""Can the citizen be reached this way, and who may see it?

A mobile number has eleven digits and begins with 13 to 19 (工信部《电信网编号计划》); a landline has seven or eight,
perhaps behind an area code (随州 0722).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = str.maketrans("０１２３４５６７８９零〇幺一二三四五六七八九", "0123456789" + "001" + "123456789")
_GAP = re.compile(r"(?<=\d)[\s\-－—_.]+(?=\d)")
_NUMBER = re.compile(r"(?<!\d)(?:(?:\+?86)?(1[3-9]\d{9})|(0\d{2,3}[2-8]\d{6,7})|([2-8]\d{6,7}))(?!\d)")
_ANONYMOUS = re.compile(
    r"匿名|跳过|不留|不想留|不想说|不愿意?[留说]|不方便|不透露|没有?电话|没有?手机|不告诉|不给|^(?:不用|不要|算)了?$"
)
_CONFIDENTIAL = re.compile(r"保密|别告诉|不要(?:告诉|透露给|让)|别让")


@dataclass(frozen=True, kw_only=True)
class Contact:
    """What a text says about reaching the citizen; `number` holds digits only."""

    number: str | None
    anonymous: bool
    confidential: bool


def contact_in(text: str) -> Contact:
    """Spoken and full-width digits count; a number given outweighs "匿名"."""
    number = number_in(text)
    confidential = bool(_CONFIDENTIAL.search(text))
    return Contact(
        number=number,
        anonymous=number is None and not confidential and bool(_ANONYMOUS.search(text)),
        confidential=confidential,
    )


def number_in(text: str) -> str | None:
    found = _NUMBER.search(_GAP.sub("", text.translate(_DIGITS)))
    return next((group for group in found.groups() if group), None) if found else None
