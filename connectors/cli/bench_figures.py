"""The arithmetic of the comparison: from single times to the figures, and what they have to reach."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any

SLOWEST_RATIO = 2.0
"""Our median may be this many times the plain bot's."""

MOST_MEMORY = 2_200_000_000
"""Bytes that all our processes may hold together."""


SLOWEST_DECISION = 10.0
SLOWEST_RARE_DECISION = 20.0
"""Milliseconds within which half of the decisions, and 95% of them, are made for a single caller."""


@dataclass(frozen=True)
class Latency:
    """How long messages took.

    Attributes:
        count: How many there were.
        p50: Milliseconds within which half of them were answered.
        p95: Milliseconds within which 95 of 100 were answered.
    """

    count: int
    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Latency":
        """Sum up single times; between two of them a percentile is interpolated.

        Raises:
            ValueError: If there is none.
        """
        if not seconds:
            raise ValueError("There is no time to sum up.")
        # Of a single value there are no quantiles: it is all of them.
        p95 = quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
        return cls(len(seconds), 1000 * median(seconds), 1000 * p95)


@dataclass(frozen=True)
class Memory:
    """What one process holds.

    Attributes:
        name: The process.
        rss: Bytes in memory, what it shares with others included.
        pss: The same, but each shared byte divided among those who share it; 0 where the system
            doesn't tell.
        uss: Bytes that it shares with nobody.
    """

    name: str
    rss: int
    pss: int
    uss: int


def total(parts: Sequence[Memory]) -> Memory:
    """Return the sum over processes."""
    return Memory(
        "together",
        sum(part.rss for part in parts),
        sum(part.pss for part in parts),
        sum(part.uss for part in parts),
    )


@dataclass(frozen=True)
class Figures:
    """All that a comparison found.

    Attributes:
        ours: Our whole path, from the request to the web process to its response.
        plain: The plain bot, from the request to its REST channel to its response.
        answers: The answers process alone, asked directly.
        decision: Encode, search and decide, called in this process.
        encoder: The sentence encoder alone, called in this process.
        our_memory: Our processes after the last message.
        plain_memory: The plain bot after the last message.
        replies: How often our path gave each kind of reply.
        plain_training: What the plain bot was trained with: epochs, messages, seconds.
    """

    ours: Latency
    plain: Latency
    answers: Latency
    decision: Latency
    encoder: Latency
    our_memory: tuple[Memory, ...]
    plain_memory: tuple[Memory, ...]
    replies: dict[str, int]
    plain_training: dict[str, Any]

    @property
    def ratios(self) -> dict[str, float]:
        """Ours divided by the plain bot's."""
        return {
            "p50": self.ours.p50 / self.plain.p50,
            "p95": self.ours.p95 / self.plain.p95,
            "memory": total(self.our_memory).rss / total(self.plain_memory).rss,
        }

    def missed(self) -> list[str]:
        """Return a sentence for each bound that isn't kept."""
        problems = []
        ratio = self.ratios["p50"]
        if ratio > SLOWEST_RATIO:
            problems.append(
                f"Half of the messages take us up to {self.ours.p50:.1f} ms, which is {ratio:.2f} times "
                f"the {self.plain.p50:.1f} ms of plain Rasa; at most {SLOWEST_RATIO:g} times is allowed."
            )
        if self.decision.p50 > SLOWEST_DECISION or self.decision.p95 > SLOWEST_RARE_DECISION:
            problems.append(
                f"Half of the decisions take up to {self.decision.p50:.1f} ms and 95% up to "
                f"{self.decision.p95:.1f} ms; at most {SLOWEST_DECISION:g} and {SLOWEST_RARE_DECISION:g} ms "
                "are allowed."
            )
        held = total(self.our_memory).rss
        if held > MOST_MEMORY:
            problems.append(
                f"Our processes hold {held / 1e9:.2f} GB together; "
                f"at most {MOST_MEMORY / 1e9:g} GB is allowed."
            )
        return problems

    def as_dict(self) -> dict[str, Any]:
        """Return everything as values that JSON can hold."""
        return asdict(self) | {
            "ratios": self.ratios,
            "our_memory_together": asdict(total(self.our_memory)),
            "plain_memory_together": asdict(total(self.plain_memory)),
            "bounds": {
                "p50_ratio": SLOWEST_RATIO,
                "memory_bytes": MOST_MEMORY,
                "decision_p50": SLOWEST_DECISION,
                "decision_p95": SLOWEST_RARE_DECISION,
            },
            "missed": self.missed(),
        }
