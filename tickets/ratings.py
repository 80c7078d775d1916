"""How well was it done? The citizen's five levels, and a rate that always shows what it was made of."""

from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    VERY_DISSATISFIED = 1
    DISSATISFIED = 2
    ACCEPTABLE = 3
    SATISFIED = 4
    VERY_SATISFIED = 5

    @property
    def words(self) -> str:
        return ("非常不满意", "不满意", "基本满意", "满意", "非常满意")[self - 1]


SATISFIED_FROM = Level.ACCEPTABLE


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A share of tickets: `hit` of `of`. 0/0 is no rate at all and prints "—", never 100 %."""

    hit: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.hit <= self.of:
            raise ValueError(f"a rate of {self.hit} out of {self.of} cannot be")

    @property
    def share(self) -> float | None:
        return self.hit / self.of if self.of else None

    @property
    def text(self) -> str:
        """Percentage with two decimals; 100 % only when nothing is missing, since 99.999 % is not all."""
        if self.share is None:
            return "—"
        shown = f"{self.share:.2%}"
        return "99.99%" if shown == "100.00%" and self.hit < self.of else shown.replace("100.00%", "100%")
