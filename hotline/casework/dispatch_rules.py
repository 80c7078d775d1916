"""What was ruled before? Rulings kept as dispatch rules, so that the same dispute is not fought twice (国办函〔2025〕66号: 派单目录动态更新)."""

from datetime import datetime

from hotline.casework.office import Office
from hotline.ports import Work
from hotline.records import DispatchRule
from tickets.errors import ActRefused
from tickets.people import Actor
from tickets.routing import Ruling


def save(
    office: Office,
    *,
    category: str,
    department: str,
    why: str,
    ticket: str,
    actor: Actor,
    now: datetime,
    street: str = "",
    words: str = "",
) -> None:
    """Keep a ruling. `street` and `words` narrow it; empty ones do not. Errors: `UnknownDepartment`, `ActRefused`."""
    office.directory.named(department)
    if not category.strip():
        raise ActRefused("请先给工单定类别，再存为派单规则。")
    if len(why.strip()) < 2:
        raise ActRefused("请写明裁定理由，以后派单时会显示。")
    rule = DispatchRule(
        id=0,
        category=category.strip(),
        street=street.strip(),
        words=words.strip(),
        department=department,
        why=why.strip(),
        ticket=ticket,
        by=actor.name,
        made_at=now,
    )
    with office.store.work() as work:
        work.rulings.save_dispatch_rule(rule)


def holding(office: Office) -> tuple[DispatchRule, ...]:
    """The rules that hold, the newest first."""
    with office.store.look() as work:
        return work.rulings.dispatch_rules()


def retire(office: Office, rule_id: int, now: datetime) -> None:
    with office.store.work() as work:
        if not work.rulings.retire_dispatch_rule(rule_id, now):
            raise ActRefused("这条规则已经停用。")


def rulings(office: Office, work: Work) -> tuple[Ruling, ...]:
    """The rules that hold, as routing reads them."""
    return tuple(_ruling(office, rule) for rule in work.rulings.dispatch_rules())


def _ruling(office: Office, rule: DispatchRule) -> Ruling:
    made = f"{office.calendar.local(rule.made_at):%Y-%m-%d}"
    reason = f"按裁定派单（{made}，{rule.ticket}，{rule.by}）：{rule.why}"
    return Ruling(
        category=rule.category, street=rule.street, words=rule.words, department=rule.department, reason=reason
    )
