"""How is each step of an article asked for on a page? One row per step that an officer may take."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hotline.casework.knowledge.shelf import Told
from hotline.ports import Person
from knowledge_base.life import Life, Stage, Standing, Step
from tickets.people import Role

RENEW = "内容无误"


@dataclass(frozen=True, kw_only=True)
class Asking:
    """`title` stands on the button. With a `path` the step has a page of its own; with `words` it is folded and asks for the
    reason, `final` says what happens then; else it is pressed at once. `day` asks for the next review. `leads`: it is what the
    article waits for."""

    step: str
    title: str
    path: str = ""
    words: str = ""
    hint: str = ""
    final: str = ""
    day: bool = False
    leads: bool = False


ASKED: Mapping[str, Asking] = {
    one.step: one
    for one in (
        Asking(step=Step.DRAFT, title="修改", path="edit", hint="写成新的一版草稿，不影响正在答复市民的版本。"),
        Asking(step=Step.SUBMIT, title="送部门确认", leads=True, hint="由负责单位核对事实。"),
        Asking(step=Step.CONFIRM, title="确认属实", leads=True, hint="确认后由另一位知识库管理员复核发布。"),
        Asking(
            step=Step.PUBLISH, title="复核发布", path="publish", leads=True,
            hint="先看发布后哪些问题的答案会变，再决定。",
        ),
        Asking(
            step=RENEW, title=RENEW, day=True, leads=True,
            hint="不改内容，只记下今天核对过；经复核后把复审日推后。",
        ),
        Asking(step=Step.SEND_BACK, title="退回修改", words="要改什么", hint="写得具体些，起草人照着改。"),
        Asking(
            step=Step.DROP, title="放弃草稿", words="为什么放弃",
            final="这一版不再往下走，记录还在；已发布的版本不受影响。",
        ),
        Asking(
            step=Step.WITHDRAW, title="下架", words="为什么下架",
            final="几秒钟内就不再用它答复市民，问到的会答不上或答到别的条目。",
        ),
        Asking(step=Step.ARCHIVE, title="归档", words="为什么归档", final="不再出现在待办里，历次内容和经过都留着。"),
    )
}  # fmt: skip
_FOR_THE_DEPARTMENT = "凭什么代部门确认（谁、什么时候、怎样确认的）"
AFTER: Mapping[str, str] = {
    Step.DRAFT: "草稿已保存。",
    Step.SUBMIT: "等负责单位确认。",
    Step.CONFIRM: "等另一位知识库管理员复核发布。",
    Step.PUBLISH: "几秒钟内各处都用这一版答复市民。",
    Step.SEND_BACK: "起草人会在待办里看到。",
    Step.WITHDRAW: "几秒钟内不再用它答复市民。",
    Step.DROP: "记录还在。",
    Step.ARCHIVE: "历次内容和经过都留着。",
    RENEW: "等知识库管理员复核后生效。",
}
"""What follows a step, said on the page one comes back to."""
_WAITS_FOR = {
    Stage.DRAFT: "写好后送部门确认。",
    Stage.CONFIRMING: "等负责单位确认。",
    Stage.REVIEWING: "等起草人以外的知识库管理员或管理员复核发布。",
}


def offered(told: Told, person: Person) -> list[Asking]:
    """The rows of this person's steps, in the order of the table."""
    steps = {str(step) for step in told.offers} | ({RENEW} if _may_renew(told.life, person) else set())
    return [_fitting(one, person) for name, one in ASKED.items() if str(name) in steps]


def waits_for(life: Life) -> str:
    return _WAITS_FOR.get(life.stage, "")


def _may_renew(life: Life, person: Person) -> bool:
    own = person.role is Role.DEPARTMENT and life.department == person.department
    return own and life.standing is Standing.PUBLISHED and not life.stage


def _fitting(one: Asking, person: Person) -> Asking:
    """An administrator who confirms for a department writes by what; the rest is the same for everybody."""
    if one.step == Step.CONFIRM and person.role is Role.ADMINISTRATOR:
        return replace(one, title="代部门确认", words=_FOR_THE_DEPARTMENT)
    return one
