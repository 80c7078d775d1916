"""What happens to one ticket? Its life from the call to the archive, each step by the person who does it in the office."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from hotline.casework import filing
from hotline.casework.merging import merge
from hotline.ports import Address
from hotline.replay.arrivals import Arrival, Weighted
from hotline.replay.scenario import Scenario
from hotline.replay.world import Life, World
from tickets.lifecycle import Act, Status
from tickets.matter import Urgency
from tickets.people import CITIZEN, Actor, Role
from tickets.requirements import ReturnReason
from tickets.routing import LOCAL
from tickets.service_levels import Clock

OPERATOR = Actor(role=Role.OPERATOR, name="模拟话务员")
DISPATCHER = Actor(role=Role.DISPATCHER, name="模拟派单员")
SUPERVISOR = Actor(role=Role.SUPERVISOR, name="模拟督办")
_ROUTES = (
    ("answered_directly", Act.ANSWER, "您咨询的事项可以在政务服务大厅或网上办理，所需材料以窗口一次性告知为准。", {}),
    ("declined", Act.DECLINE, "您反映的纠纷已经进入诉讼程序，热线不能受理。", {"channel": "人民法院诉讼程序"}),
    ("explained", Act.EXPLAIN, "您要求查询的是他人个人信息，依法不能提供，请您理解。", {}),
    ("transferred", Act.TRANSFER, "已经转接，请保持电话畅通。", {"number": "110"}),
    ("handed_to_police", Act.HAND_TO_POLICE, "多次恶意拨打扰乱热线秩序，线索已移送公安机关。", {}),
)
_DONE = "经核实，您反映的情况属实，已经安排处理完毕，欢迎继续监督。"


@dataclass(frozen=True, kw_only=True)
class Fate:
    """What was decided about this ticket before it came: the few that spoil a rate."""

    signs_late: bool = False
    completes_late: bool = False
    dissatisfied: bool = False

    @property
    def ordinary(self) -> bool:
        return not (self.signs_late or self.completes_late or self.dissatisfied)


@dataclass(kw_only=True)
class Lives:
    """Makes lives for one scenario in one world. `mains` remembers open tickets that others may be merged into."""

    world: World
    scenario: Scenario
    levels: Weighted[int]
    mains: dict[tuple[str, str], str] = field(default_factory=dict)

    def life(self, arrival: Arrival, fate: Fate) -> Life:
        number = self._file(arrival)
        yield self._to(number, Clock.DISPATCH, 0.05, 0.8)
        if fate.ordinary and (yield from self._left_at_intake(number, arrival)):
            return
        self._dispatch(number, arrival.department, self._helpers(arrival))
        for helper in self.world.ticket(number).helpers:
            self.world.add(self._helped(number, helper.department, helper.place), self.world.now)
        self.mains[self._matter(number)] = number
        yield from self._sign(number, arrival, fate)
        if not fate.ordinary and self.world.happens(self.scenario.exclusion_asked):
            yield from self._exclusion_refused(number)
        yield from self._handle(number, fate)
        yield from self._judge(number, fate)

    def _file(self, arrival: Arrival) -> str:
        world = self.world
        with world.office.store.work() as work:
            conversation = work.conversations.open(Address(channel=arrival.channel, key=f"模拟{arrival.no}"), world.now)
        return filing.file(
            world.office, conversation, arrival.draft, world.now, OPERATOR, decided=arrival.advice
        ).number

    def _left_at_intake(self, number: str, arrival: Arrival) -> Iterator[datetime]:
        """One of the other routes of 国办函〔2025〕66号, a merger or a change of mind; True when no department gets it."""
        world, at_random = self.world, self.world.random.random()
        for share, act, words, data in _ROUTES:
            at_random -= getattr(self.scenario, share)
            if at_random < 0:
                world.do(number, act, OPERATOR, words, **data)
                if act is Act.ANSWER:
                    yield from self._judge(number, Fate())
                return True
        if world.happens(self.scenario.withdrawn):
            world.do(number, Act.WITHDRAW, CITIZEN, "问题已经解决，不用办了")
            return True
        return (yield from self._merged(number)) if arrival.repeats else False

    def _merged(self, number: str) -> Iterator[datetime]:
        main = self.mains.get(self._matter(number))
        if main is None or self.world.ticket(main).status not in (Status.TO_SIGN, Status.IN_PROGRESS):
            return False
        merge(self.world.office, number, main, DISPATCHER, self.world.now)
        while self.world.ticket(number).status is Status.MERGED:
            yield self.world.after_hours(12, 24)
        yield from self._judge(number, Fate())
        return True

    def _matter(self, number: str) -> tuple[str, str]:
        ticket = self.world.ticket(number)
        return ticket.street, ticket.category

    def _helpers(self, arrival: Arrival) -> tuple[str, ...]:
        others = [short for short in arrival.leaf.co if short not in (LOCAL, arrival.department)]
        return tuple(others[:1]) if self.world.happens(self.scenario.co_handled) else ()

    def _dispatch(self, number: str, department: str, helpers: tuple[str, ...] = ()) -> None:
        why = "按派单目录派单（模拟）"
        self.world.do(number, Act.DISPATCH, DISPATCHER, why, department=department, co=list(helpers))

    def _sign(self, number: str, arrival: Arrival, fate: Fate) -> Life:
        world = self.world
        may_return = fate.ordinary and arrival.advice.urgency is Urgency.ORDINARY
        if may_return and world.happens(self.scenario.returned):
            yield self._to_sign(number, 0.1, 0.6)
            yield from self._returned(number, arrival)
        if world.ticket(number).status is Status.TO_SIGN:
            yield self._to_sign(number, 1, 1) if fate.signs_late else self._to_sign(number, 0.02, 0.8)
            if fate.signs_late:
                yield world.after_work(10, 120)
            world.do(number, Act.SIGN, self._lead(number))
        if world.happens(self.scenario.contacted) and world.ticket(number).run(
            Clock.CONTACT, place=self._place(number)
        ):
            yield world.on_the_way_to(self._deadline(number, Clock.CONTACT, self._place(number)), 0.05, 0.6)
            world.do(number, Act.CONTACT, self._lead(number), "已电话联系诉求人核实情况")

    def _exclusion_refused(self, number: str) -> Life:
        yield self.world.after_work(60, 400)
        lead, why = self._lead(number), "当天系统维护，申请剔除（模拟）"
        self.world.do(number, Act.ASK_EXCLUSION, lead, why, scope="签收")
        yield self.world.after_work(60, 400)
        self.world.do(number, Act.REFUSE_EXCLUSION, SUPERVISOR, "没有系统维护记录，不同意（模拟）", scope="签收")

    def _returned(self, number: str, arrival: Arrival) -> Life:
        world, right = self.world, "城管" if arrival.department != "城管" else "住建"
        basis = "本单位权责清单没有这一项（模拟）"
        lead = self._lead(number)
        world.do(number, Act.RETURN, lead, basis, reason=str(ReturnReason.NOT_OURS), suggested=right)
        yield self._to(number, Clock.RULE, 0.1, 0.8)
        if not world.happens(self.scenario.return_granted):
            world.do(number, Act.REFUSE_RETURN, DISPATCHER, "属于贵单位职责，请办理（模拟裁定）")
            return
        world.do(number, Act.GRANT_RETURN, DISPATCHER, "同意退单（模拟裁定）")
        self._dispatch(number, right)

    def _handle(self, number: str, fate: Fate) -> Life:
        world, scenario = self.world, self.scenario
        for share, act, actor, words in (
            (scenario.supplemented, Act.SUPPLEMENT, CITIZEN, "补充：就在路口往里走五十米的地方"),
            (scenario.urged, Act.URGE, CITIZEN, "请尽快处理"),
            (scenario.noted, Act.NOTE, None, "已到现场查看，正在安排处理"),
            (scenario.instructed, Act.INSTRUCT, SUPERVISOR, "请按群众意见抓紧办理（模拟批示）"),
            (scenario.supervised, Act.SUPERVISE, SUPERVISOR, "请说明办理安排（模拟督办）"),
        ):
            if world.happens(share):
                yield self._to(number, Clock.COMPLETE, 0.01, 0.15)
                if not world.may(number, act, actor or self._lead(number)):
                    continue
                public = {"public": True} if act is Act.NOTE else {}
                world.do(number, act, actor or self._lead(number), words, **public)
                yield from self._orders_answered(number)
        yield from self._changed_course(number, fate)
        yield from self._completed(number, Clock.COMPLETE, late=fate.completes_late)

    def _helped(self, number: str, department: str, place: int) -> Life:
        """A co-handler works at the lead's side, by clocks of its own."""
        world, officer = self.world, self._officer(department)
        yield world.on_the_way_to(self._deadline(number, Clock.SIGN, place), 0.05, 0.7)
        if world.may(number, Act.CO_SIGN, officer):
            world.do(number, Act.CO_SIGN, officer)
            yield world.on_the_way_to(self._deadline(number, Clock.COMPLETE, place), 0.05, 0.3)
        if world.may(number, Act.CO_REPLY, officer):  # not when it was made the lead meanwhile
            world.do(number, Act.CO_REPLY, officer, "现场已会同主办单位处理（模拟协办意见）")

    def _changed_course(self, number: str, fate: Fate) -> Life:
        """Talks, another lead, more time: at most one of them."""
        world, scenario = self.world, self.scenario
        if not fate.ordinary or world.ticket(number).urgency is not Urgency.ORDINARY:
            return
        if world.happens(scenario.suspended):
            world.do(number, Act.SUSPEND, DISPATCHER, "涉及多个单位，召集会商（模拟）")
            yield world.after_work(400, 1500)
            world.do(number, Act.RESUME, DISPATCHER)
        elif world.happens(scenario.reassigned):
            other = "住建" if self.world.ticket(number).holder != "住建" else "城管"
            world.do(number, Act.REASSIGN, DISPATCHER, "现场核实应由该单位主办（模拟）", department=other)
            yield self._to_sign(number, 0.05, 0.6)
            world.do(number, Act.SIGN, self._lead(number))
        elif world.happens(scenario.extended):
            yield from self._extended(number)

    def _extended(self, number: str) -> Life:
        world = self.world
        yield self._to(number, Clock.COMPLETE, 0.1, 0.3)
        if not world.may(number, Act.ASK_EXTENSION, self._lead(number)):
            return
        world.do(number, Act.ASK_EXTENSION, self._lead(number), "配件采购需要时间，按期办不完（模拟）", amount=3)
        yield self._to(number, Clock.RULE, 0.1, 0.6)
        granted = world.happens(self.scenario.extension_granted)
        act, words = (
            (Act.GRANT_EXTENSION, "同意延期（模拟）") if granted else (Act.REFUSE_EXTENSION, "请按期办结（模拟）")
        )
        world.do(number, act, DISPATCHER, words)

    def _completed(self, number: str, clock: Clock, *, late: bool = False) -> Life:
        world, lead = self.world, self._lead(number)
        yield self._to(number, clock, 1, 1) if late else self._to(number, clock, 0.1, 0.7)
        if late:
            yield world.after_work(30, 400)
        while any(helper.replied_at is None for helper in world.ticket(number).helpers):
            yield world.after_work(10, 30)
        world.do(number, Act.REPLY, lead, _DONE)
        world.do(number, Act.COMPLETE, lead)
        yield from self._orders_answered(number)
        if world.ticket(number).status is Status.TO_REVIEW:
            yield from self._reviewed(number, clock, late=late)

    def _reviewed(self, number: str, clock: Clock, *, late: bool) -> Life:
        world = self.world
        yield self._to(number, Clock.REVIEW, 0.05, 0.5)
        due = self._deadline(number, clock).due
        if not late and world.happens(self.scenario.sent_back) and world.after_work(400, 400) < due:
            world.do(number, Act.SEND_BACK, DISPATCHER, "答复没有写明处理结果，请补充（模拟）")
            yield self._to(number, clock, 0.1, 0.4)
            world.do(number, Act.REPLY, self._lead(number), f"{_DONE}处理照片已附档。")
            world.do(number, Act.COMPLETE, self._lead(number))
            yield self._to(number, Clock.REVIEW, 0.05, 0.5)
        world.do(number, Act.APPROVE, DISPATCHER)

    def _orders_answered(self, number: str) -> Life:
        if self.world.ticket(number).open_supervision and self.world.ticket(number).holder:
            yield self.world.after_work(20, 100)
            if self.world.ticket(number).open_supervision:
                answer = "已经按督办要求落实，情况见办理经过（模拟）。"
                self.world.do(number, Act.ANSWER_SUPERVISION, self._lead(number), answer)

    def _judge(self, number: str, fate: Fate) -> Life:
        """Rated on the web, on the telephone or not at all; dissatisfied once is worked on again."""
        world, scenario = self.world, self.scenario
        by_chance = fate.ordinary and world.ticket(number).lead and world.happens(scenario.dissatisfied_first)
        if fate.dissatisfied or by_chance:
            yield world.after_hours(2, 40)
            yield from self._dissatisfied(number, fate)
            return
        if world.happens(scenario.rated_online):
            yield world.after_hours(1, 60)
            self._rated(number, CITIZEN)
            return
        for _ in range(3):
            yield world.after_work(60, 390)
            if world.ticket(number).status is not Status.TO_RATE:
                return
            if world.happens(scenario.reached):
                world.do(number, Act.FOLLOW_UP, OPERATOR, reached=True, contacted=True, solved=True)
                self._rated(number, OPERATOR)
                return
            world.do(number, Act.FOLLOW_UP, OPERATOR, "无人接听", reached=False)

    def _rated(self, number: str, actor: Actor) -> None:
        if self.world.ticket(number).status is Status.TO_RATE:
            self.world.do(number, Act.RATE, actor, level=self.levels.draw(), solved=True)

    def _dissatisfied(self, number: str, fate: Fate) -> Life:
        world = self.world
        world.do(number, Act.RATE, CITIZEN, "问题没有解决", level=2, solved=False)
        yield world.after_work(30, 200)
        world.do(number, Act.REWORK, DISPATCHER, "请再到现场核实处理并答复（模拟）")
        yield from self._completed(number, Clock.REWORK)
        yield world.after_hours(2, 30)
        if not fate.dissatisfied:
            self._rated(number, CITIZEN)
            return
        world.do(number, Act.RATE, CITIZEN, "还是没有解决", level=2, solved=False)
        yield from self._orders_answered(number)
        world.do(number, Act.CLOSE, SUPERVISOR, "已向诉求人说明情况，按现有规定不能再处理（模拟）")

    def _deadline(self, number: str, clock: Clock, place: int = 0):
        return self.world.deadline(self.world.ticket(number), clock, place=place)

    def _to(self, number: str, clock: Clock, least: float, most: float) -> datetime:
        return self.world.on_the_way_to(self._deadline(number, clock), least, most)

    def _to_sign(self, number: str, least: float, most: float) -> datetime:
        return self.world.on_the_way_to(self._deadline(number, Clock.SIGN, self._place(number)), least, most)

    def _place(self, number: str) -> int:
        return self.world.ticket(number).lead.place

    def _lead(self, number: str) -> Actor:
        return self._officer(self.world.ticket(number).holder)

    @staticmethod
    def _officer(department: str) -> Actor:
        return Actor(role=Role.DEPARTMENT, name=f"{department}经办人", department=department)
