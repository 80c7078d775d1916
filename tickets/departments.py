"""Who can be given a ticket? The departments 承办单位, by the short names that rules and articles use."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tickets.errors import UnknownDepartment


@dataclass(frozen=True, kw_only=True)
class Department:
    """One department, town or public utility."""

    short: str  # 城管; never changes
    name: str  # the official name shown to people
    level: str  # 区属 | 垂管 | 市属 | 企事业 | 镇街 | 托管
    confirmed: bool  # False until 区政数局 has confirmed the official name
    area: tuple[str, ...] = ()  # statistical codes of the streets and towns it governs


@dataclass(frozen=True, kw_only=True)
class Directory:
    """Every department there is."""

    departments: tuple[Department, ...]

    @cached_property
    def _by_short(self) -> dict[str, Department]:
        return {department.short: department for department in self.departments}

    def __iter__(self) -> Iterator[Department]:
        return iter(self.departments)

    def __contains__(self, short: str) -> bool:
        return short in self._by_short

    def named(self, short: str) -> Department:
        """The department of that short name; raises UnknownDepartment."""
        if short not in self._by_short:
            raise UnknownDepartment(f"单位名录里没有“{short}”，请核对简称或先在名录中登记。")
        return self._by_short[short]
