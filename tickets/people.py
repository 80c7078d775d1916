"""Who acts on a ticket, and on whose behalf?"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    CITIZEN = "群众"
    OPERATOR = "话务员"
    DISPATCHER = "派单员"
    DEPARTMENT = "承办单位"
    SUPERVISOR = "督办"
    EDITOR = "知识库管理员"
    ADMINISTRATOR = "管理员"
    SYSTEM = "系统"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person in a role; `department` is the short name, empty for all but department officers."""

    role: Role
    name: str
    department: str = ""


SYSTEM = Actor(role=Role.SYSTEM, name="系统")
CITIZEN = Actor(role=Role.CITIZEN, name="诉求人")
