"""How is each act asked for on a page, and how is what was filled in read? One row per act that an officer may do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from starlette.datastructures import FormData

from tickets.errors import ActRefused
from tickets.lifecycle import Act, Status
from tickets.ticket import Ticket

Data = dict[str, object]
YES_NO = {"yes": True, "no": False}


def _nothing(form: FormData, ticket: Ticket) -> Data:
    return {}


@dataclass(frozen=True, kw_only=True)
class Asking:
    """`title` stands on the button; `fields` names the partial under templates/acts with the act's own fields; `words` labels
    the field for what is said (empty: none), which may stay empty when `wordless`. `final` says what cannot be undone: the
    page then asks once more, naming the ticket. `stands`: pressed at once, open, or folded until asked for. `answers`: it only
    answers a question, so that while it is held back there is nothing to do. `read` makes the act's data of the form."""

    title: str
    stands: Literal["press", "open", "folded"] = "folded"
    fields: str = ""
    words: str = ""
    wordless: bool = False
    rows: int = 2
    hint: str = ""
    final: str = ""
    answers: bool = False
    read: Callable[[FormData, Ticket], Data] = _nothing


def _text(name: str) -> Callable[[FormData, Ticket], Data]:
    return lambda form, ticket: {name: str(form.get(name, "")).strip()}


def _return(form: FormData, ticket: Ticket) -> Data:
    return {name: str(form.get(name, "")) for name in ("reason", "suggested")}


def _amount(form: FormData, ticket: Ticket) -> Data:
    return {"amount": whole(form.get("amount"))}


def _granted_amount(form: FormData, ticket: Ticket) -> Data:
    granted = _amount(form, ticket)
    if not granted["amount"]:
        raise ActRefused("请写明批准延长多少（大于零的整数）。")
    return granted


def _public(form: FormData, ticket: Ticket) -> Data:
    return {"public": form.get("public") == "yes"}


def _rating(form: FormData, ticket: Ticket) -> Data:
    solved = YES_NO.get(str(form.get("solved")))
    return {"level": whole(form.get("level"))} | ({} if solved is None else {"solved": solved})


def _into(form: FormData, ticket: Ticket) -> Data:
    """The number as typed, or else the likely one that was picked."""
    typed = str(form.get("into", "")).strip().upper()
    return {"into": typed or str(form.get("likely", ""))}


def _reached(form: FormData, ticket: Ticket) -> Data:
    return {name: YES_NO.get(str(form.get(name))) for name in ("reached", "solved", "contacted")}


def _unrated(form: FormData, ticket: Ticket) -> Data:
    """Closed before anybody rated it: counted apart, never as satisfied."""
    return {"unrated": "未评价"} if ticket.status is Status.TO_RATE else {}


def whole(text: object) -> int:
    """A number as it was typed, 0 for anything else: the law refuses that with its own sentence."""
    written = str(text or "").strip()
    return int(written) if written.isdecimal() and len(written) < 6 else 0


_ANSWER = "（诉求人会原样看到）"
_ENDS_HERE = "之后这件工单不再派给承办单位。"
_CITIZEN_READS = "（诉求人会看到）"

ASKED: Mapping[Act, Asking] = {  # in the order in which a page shows them
    Act.DISPATCH: Asking(title="去派单", stands="press"),
    Act.SIGN: Asking(title="签收这件工单", stands="press", hint="签收后开始办理，诉求人会收到通知。"),
    Act.CO_SIGN: Asking(title="签收协办任务", answers=True, stands="press", hint="签收后向主办单位提交协办意见。"),
    Act.ANSWER_SUPERVISION: Asking(
        title="回复督办",
        answers=True,
        stands="open",
        fields="supervision",
        words="督办回复：现在办到哪一步、什么时候办好",
        rows=3,
    ),
    Act.REPLY: Asking(title="答复诉求人", stands="open", fields="reply", words=f"答复内容{_ANSWER}", rows=5),
    Act.CO_REPLY: Asking(title="提交协办意见", stands="open", words="协办意见（主办单位据此答复）", rows=4),
    Act.COMPLETE: Asking(
        title="办结",
        words="办理小结（可不填，热线审核时看）",
        wordless=True,
        final="办结后由区热线审核或直接请诉求人评价，不能撤回。",
    ),
    Act.CONTACT: Asking(title="登记先行联系", words="联系情况（可不填）", wordless=True),
    Act.NOTE: Asking(title="写办理进展", fields="note", words="进展", read=_public),
    Act.ASK_EXTENSION: Asking(
        title="申请延期", fields="extension_ask", words="为什么按期办不完（诉求人会知道）", read=_amount
    ),
    Act.RETURN: Asking(
        title="申请退单",
        fields="return",
        words="退单依据：法律、三定或权责清单的哪一条",
        hint="由区热线裁定。裁定期间总时限照常走；驳回后视为已签收，不能再退。",
        read=_return,
    ),
    Act.GRANT_RETURN: Asking(
        title="同意退单",
        fields="return_grant",
        words="裁定意见（两个单位都会看到）",
        final="同意后原单位不再承办，总时限不重新计算。",
    ),
    Act.REFUSE_RETURN: Asking(
        title="驳回退单", words="驳回理由（承办单位会看到）", final="驳回后视为已签收，由原单位办理，不能再退。"
    ),
    Act.GRANT_EXTENSION: Asking(
        title="同意延期",
        answers=True,
        fields="extension_grant",
        words=f"延期原因{_CITIZEN_READS}",
        final="延期只有一次，同意后不能收回。",
        read=_granted_amount,
    ),
    Act.REFUSE_EXTENSION: Asking(
        title="驳回延期", answers=True, words="不同意的理由（承办单位会看到）", final="驳回后不能再申请延期。"
    ),
    Act.APPROVE: Asking(
        title="审核通过", words="审核意见（可不填）", wordless=True, final="通过后请诉求人评价，不能再退回。"
    ),
    Act.SEND_BACK: Asking(
        title="审核退回", words="退回理由（承办单位据此再办）", hint="退回后总时限接着走，不重新计算。"
    ),
    Act.REASSIGN: Asking(
        title="改派",
        fields="department",
        words="改派理由（两个单位都会看到）",
        final="改派后原单位不再承办，总时限不重新计算。",
        read=_text("department"),
    ),
    Act.ADD_CO: Asking(
        title="增派协办", fields="department", words="请协办单位做什么", wordless=True, read=_text("department")
    ),
    Act.DROP_CO: Asking(
        title="取消协办",
        answers=True,
        fields="helper",
        words="取消的理由（可不填）",
        wordless=True,
        read=_text("department"),
    ),
    Act.SUSPEND: Asking(
        title="转会商", words=f"会商什么、和谁会商{_CITIZEN_READS}", hint="会商期间办结时限暂停计时，恢复后顺延。"
    ),
    Act.RESUME: Asking(title="结束会商、恢复办理", words="会商结果（可不填）", wordless=True),
    Act.ANSWER: Asking(title="直接答复", words=f"答复内容{_ANSWER}", rows=4, final=f"答复后请诉求人评价。{_ENDS_HERE}"),
    Act.TRANSFER: Asking(
        title="转接紧急热线",
        fields="emergency",
        words=f"转接情况{_CITIZEN_READS}",
        final=_ENDS_HERE,
        read=_text("number"),
    ),
    Act.DECLINE: Asking(
        title="不予受理·告知法定途径",
        fields="channel",
        words=f"不予受理的理由{_CITIZEN_READS}",
        final=_ENDS_HERE,
        read=_text("channel"),
    ),
    Act.EXPLAIN: Asking(title="解释说明", words=f"怎样向诉求人解释的{_CITIZEN_READS}", rows=3, final=_ENDS_HERE),
    Act.HAND_TO_POLICE: Asking(title="移送公安", words="移送公安的情况", final=_ENDS_HERE),
    Act.FOLLOW_UP: Asking(
        title="登记回访",
        stands="open",
        fields="follow_up",
        words="诉求人的原话或联系情况（可不填）",
        wordless=True,
        read=_reached,
    ),
    Act.RATE: Asking(title="登记评价", fields="rate", words="诉求人的原话（可不填）", wordless=True, read=_rating),
    Act.REWORK: Asking(
        title="退回重办", words="重办要求（承办单位据此再办）", hint="重办单独计时，原来的总时限保留不变。"
    ),
    Act.CLOSE: Asking(title="结案", words="说明（可不填）", wordless=True, final="结案后不能再操作。", read=_unrated),
    Act.MERGE: Asking(
        title="并单",
        fields="merge",
        words="并单说明（可不填）",
        wordless=True,
        final="并入后由主单答复，诉求人仍会单独收到答复和评价请求。",
        read=_into,
    ),
    Act.UNMERGE: Asking(title="解除并单", words="为什么单独办理（可不填）", wordless=True, hint="恢复后回到待派单。"),
    Act.SUPPLEMENT: Asking(title="代诉求人补充", words="补充的内容（承办单位会看到）"),
    Act.URGE: Asking(title="催办", words="催办说明（承办单位会看到）", wordless=True),
    Act.WITHDRAW: Asking(title="代诉求人撤回", words="为什么撤回", final="撤回后不再办理，需要时只能重新登记。"),
    Act.SUPERVISE: Asking(title="督办", words="督办要求（承办单位须限时回复）"),
    Act.INSTRUCT: Asking(title="登记领导批示", words="批示内容", hint="登记后按规定转为督办，承办单位须限时回复。"),
    Act.ASK_EXCLUSION: Asking(
        title="考核申诉（申请剔除）",
        fields="exclusion_ask",
        words="理由和依据",
        hint="由督办岗位审批；同意前照常计入考核。",
        read=_text("scope"),
    ),
    Act.GRANT_EXCLUSION: Asking(
        title="同意剔除",
        answers=True,
        fields="exclusion_rule",
        words="同意的理由（报表会印出剔除件数）",
        final="同意后这件不计入所选指标。",
        read=_text("scope"),
    ),
    Act.REFUSE_EXCLUSION: Asking(
        title="驳回剔除",
        answers=True,
        fields="exclusion_rule",
        words="不同意的理由（承办单位会看到）",
        read=_text("scope"),
    ),
    Act.REVEAL: Asking(title="查看并记录", words="查看原因（会记入工单）"),
}

BESIDE = frozenset({Act.REVEAL})
"""Acts that stand beside what they are about instead of among the next steps."""
