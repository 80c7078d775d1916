"""What must an act say to be complete? The words and facts that each act needs, checked before anything is stored."""

from collections.abc import Callable, Container, Mapping
from enum import StrEnum

from tickets.errors import ActRefused
from tickets.lifecycle import Act
from tickets.ticket import Ticket


class ReturnReason(StrEnum):
    """Why a department gives a ticket back; 国办函〔2025〕66号 asks for a reviewed objection 派单异议审核."""

    NOT_OURS = "不属本单位职责"
    NOT_HERE = "不在本单位辖区"
    DUPLICATE = "重复工单"
    UNCLEAR = "诉求不清无法办理"


SCOPES = ("签收", "办结", "满意")
EMERGENCY_NUMBERS = ("110", "119", "120", "122")
ABOUT_TIME = (Act.ASK_EXTENSION, Act.GRANT_EXTENSION)
Data = Mapping[str, object]


def complete(
    act: Act, ticket: Ticket, why: str, data: Data, departments: Container[str], *, most_extension: int | None = None
) -> None:
    """Refuse an act that lacks what it is about; `departments` are the short names of the directory, `most_extension` is
    what the limits let one extension grant, in the unit of the completion limit."""
    words, shortest = _WORDS.get(act, ("", 0))
    if len(why) < shortest:
        raise ActRefused(words)
    check = _FACTS.get(act)
    trouble = check(ticket, data, departments) if check else ""
    if not trouble and act in ABOUT_TIME:
        trouble = _too_long(ticket, data, most_extension)
    if trouble:
        raise ActRefused(trouble)


def _too_long(ticket: Ticket, data: Data, most: int | None) -> str:
    asked = ticket.pending_extension.amount if ticket.pending_extension else 0
    return f"一次延期最多{most}，请改短。" if most is not None and data.get("amount", asked) > most else ""


_WORDS: Mapping[Act, tuple[str, int]] = {
    Act.ANSWER: ("请写明答复内容（不少于5个字），诉求人会原样看到。", 5),
    Act.REPLY: ("请写明答复内容（不少于5个字），诉求人会原样看到。", 5),
    Act.CO_REPLY: ("请写明协办意见（不少于5个字），主办单位据此答复。", 5),
    Act.TRANSFER: ("请写明转接情况，诉求人会看到。", 2),
    Act.DECLINE: ("请写明不予受理的理由，诉求人会看到。", 5),
    Act.EXPLAIN: ("请写明怎样向诉求人解释的。", 5),
    Act.HAND_TO_POLICE: ("请写明移送公安的情况。", 5),
    Act.RETURN: ("请写明退单依据（法律、三定或权责清单的哪一条）。", 5),
    Act.GRANT_RETURN: ("请写明裁定意见，两个单位都会看到。", 2),
    Act.REFUSE_RETURN: ("请写明驳回理由，承办单位会看到。", 5),
    Act.REASSIGN: ("请写明改派理由，两个单位都会看到。", 2),
    Act.NOTE: ("请写明进展（不少于2个字）。", 2),
    Act.SUSPEND: ("请写明会商什么、和谁会商。", 4),
    Act.ASK_EXTENSION: ("请写明为什么按期办不完（不少于5个字），诉求人会知道。", 5),
    Act.REFUSE_EXTENSION: ("请写明不同意延期的理由。", 2),
    Act.SEND_BACK: ("请写明退回理由，承办单位据此再办。", 4),
    Act.REWORK: ("请写明重办要求，承办单位据此再办。", 4),
    Act.SUPPLEMENT: ("请写明要补充的内容。", 2),
    Act.WITHDRAW: ("请写明为什么撤回。", 2),
    Act.SUPERVISE: ("请写明督办要求，承办单位须限时回复。", 4),
    Act.ANSWER_SUPERVISION: ("请写明督办回复（不少于5个字）。", 5),
    Act.INSTRUCT: ("请写明批示内容。", 2),
    Act.ASK_EXCLUSION: ("请写明申请剔除的理由和依据。", 5),
    Act.GRANT_EXCLUSION: ("请写明同意剔除的理由，报表会印出剔除件数。", 2),
    Act.REFUSE_EXCLUSION: ("请写明不同意剔除的理由。", 2),
    Act.REVEAL: ("请写明查阅联系方式的原因，查阅会记录在工单里。", 2),
}


def _department(ticket: Ticket, data: Data, departments: Container[str]) -> str:
    short = str(data.get("department", ""))
    if not short:
        return "请选一个承办单位。"
    if short not in departments:
        return f"单位名录里没有“{short}”，请核对简称或先在名录中登记。"
    helpers = [str(one) for one in data.get("co", ())]
    unknown = [one for one in helpers if one not in departments]
    if unknown:
        return f"单位名录里没有“{'、'.join(unknown)}”，请核对简称。"
    return "主办单位不能同时协办，协办单位不能重复。" if len({short, *helpers}) <= len(helpers) else ""


def _another_lead(ticket: Ticket, data: Data, departments: Container[str]) -> str:
    if data.get("department") == ticket.holder:
        return f"工单本来就在{ticket.holder}，请选另一个单位。"
    return _department(ticket, data, departments)


def _another_helper(ticket: Ticket, data: Data, departments: Container[str]) -> str:
    if data.get("department") in {ticket.holder, *(one.department for one in ticket.helpers)}:
        return "这个单位已经在承办这件工单。"
    return _department(ticket, data, departments)


def _a_helper(ticket: Ticket, data: Data, departments: Container[str]) -> str:
    known = {one.department for one in ticket.helpers}
    return "" if data.get("department") in known else "这个单位不是现在的协办单位。"


def _return_reason(ticket: Ticket, data: Data, departments: Container[str]) -> str:
    if data.get("reason") not in set(ReturnReason):
        return "请选择退单原因。"
    suggested = str(data.get("suggested", ""))
    if data["reason"] == ReturnReason.NOT_OURS and suggested not in departments:
        return "请写明应当由哪个单位办理：不属本单位职责的，须建议承办单位。"
    return "建议的单位就是贵单位，请另选。" if suggested == ticket.holder else ""


def _amount(ticket: Ticket, data: Data, departments: Container[str]) -> str:
    amount = data.get("amount")
    return "" if isinstance(amount, int) and amount > 0 else "请写明延长多少（大于零的整数）。"


def _granted_amount(ticket: Ticket, data: Data, departments: Container[str]) -> str:
    """Without an amount it is the one that was asked for."""
    return _amount(ticket, data, departments) if "amount" in data else ""


def _level(ticket: Ticket, data: Data, departments: Container[str]) -> str:
    return "" if data.get("level") in range(1, 6) else "请在“非常满意”到“非常不满意”五档里选一档。"


def _reached(ticket: Ticket, data: Data, departments: Container[str]) -> str:
    return "" if isinstance(data.get("reached"), bool) else "请选“联系上了”还是“没有联系上”。"


def _emergency(ticket: Ticket, data: Data, departments: Container[str]) -> str:
    return "" if data.get("number") in EMERGENCY_NUMBERS else "请选要转接的热线：110、119、120或122。"


def _channel(ticket: Ticket, data: Data, departments: Container[str]) -> str:
    return "" if str(data.get("channel", "")).strip() else "请写明应当走的法定途径（诉讼、仲裁、行政复议、信访等）。"


def _main_ticket(ticket: Ticket, data: Data, departments: Container[str]) -> str:
    into = str(data.get("into", ""))
    if not into:
        return "请填写并入哪件主单。"
    return "不能并入自己。" if into == ticket.number else ""


def _scope(ticket: Ticket, data: Data, departments: Container[str]) -> str:
    return "" if data.get("scope") in SCOPES else "请选申请剔除哪个指标：签收、办结或满意。"


def _asked_scope(ticket: Ticket, data: Data, departments: Container[str]) -> str:
    asked = {one.scope for one in ticket.exclusions if one.granted is None}
    return "" if data.get("scope") in asked else f"没有这个指标的剔除申请，等待审批的是：{'、'.join(sorted(asked))}。"


_FACTS: Mapping[Act, Callable[[Ticket, Data, Container[str]], str]] = {
    Act.DISPATCH: _department,
    Act.REASSIGN: _another_lead,
    Act.ADD_CO: _another_helper,
    Act.DROP_CO: _a_helper,
    Act.RETURN: _return_reason,
    Act.ASK_EXTENSION: _amount,
    Act.GRANT_EXTENSION: _granted_amount,
    Act.RATE: _level,
    Act.FOLLOW_UP: _reached,
    Act.TRANSFER: _emergency,
    Act.DECLINE: _channel,
    Act.MERGE: _main_ticket,
    Act.ASK_EXCLUSION: _scope,
    Act.GRANT_EXCLUSION: _asked_scope,
    Act.REFUSE_EXCLUSION: _asked_scope,
}
