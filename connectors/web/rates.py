"""How much one visitor, one network and all together may ask for, so that a flood leaves room for others.

What is refused is counted nowhere: one network that floods us takes nothing from the others' share.
The counts live in this process's memory, which is the only one that listens to the outside.
"""

import hashlib
import math
import time
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from connectors.services.staff.throttle import network_of
from knowledge.errors import HelpdeskError

IPV4_NETWORK = 24
"""Leading bits that addresses of one network have in common; of IPv6 they are 64."""


class TooFast(HelpdeskError):
    """More was asked for than is allowed.

    Args:
        seconds: How long to wait before the next try.
    """

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"That was a little too much at once, sorry. It works again in {_duration(seconds)}."
        )
        self.seconds = seconds


@dataclass(frozen=True)
class Rates:
    """What is allowed, each as in ``30/minute;300/hour``.

    Attributes:
        visitor: Messages, ratings and forms of one conversation.
        network: The same from one network.
        everyone: The same of all visitors; and as many new conversations.
        starts: New conversations from one network.
        tickets: Hand-off forms from one network.
        reads: Looks for news from one network.
        token: Requests of staff's programs with one token.
    """

    visitor: str = "30/minute;300/hour"
    network: str = "300/minute;6000/hour"
    everyone: str = "1200/minute"
    starts: str = "60/minute;1200/hour"
    tickets: str = "20/minute;120/hour"
    reads: str = "3000/minute"
    token: str = "120/minute"  # noqa: S105 - a rate, not a token


class RateLimits:
    """Counts and refuses.

    Args:
        rates: What is allowed.

    Raises:
        ValueError: If one of them can't be read.
    """

    def __init__(self, rates: Rates) -> None:
        self._rates = {name: parse_many(rate) for name, rate in vars(rates).items()}
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._lock = Lock()

    def start(self, address: str) -> None:
        """Count a new conversation.

        Raises:
            TooFast: If there were too many from this network, or in all.
        """
        self._take(("starts", "start", network_of_visitor(address)), ("everyone", "start", ""))

    def change(self, address: str, token: str) -> None:
        """Count a message, a rating or a form.

        Args:
            address: Where it came from.
            token: Of the conversation. What opens none has a count of its own, so that whoever
                knows only the id can't use up a visitor's share.

        Raises:
            TooFast: If there were too many of this visitor, from this network, or in all.
        """
        self._take(*self._of_a_change(address, token))

    def hand_over(self, address: str, token: str) -> None:
        """Count a form for the Helpdesk.

        Raises:
            TooFast: As for `change`, or if there were too many forms from this network.
        """
        self._take(*self._of_a_change(address, token), ("tickets", "ticket", network_of_visitor(address)))

    def read(self, address: str) -> None:
        """Count a look for news.

        Raises:
            TooFast: If there were too many from this network.
        """
        self._take(("reads", "read", network_of_visitor(address)))

    def use_token(self, address: str, token: str) -> None:
        """Count a request of a program of staff's.

        Raises:
            TooFast: If there were too many with this token, or from this network.
        """
        self._take(("token", "token", _digest(token)), ("reads", "program", network_of_visitor(address)))

    def _of_a_change(self, address: str, token: str) -> list[tuple[str, str, str]]:
        return [
            ("visitor", "change", _digest(token)),
            ("network", "change", network_of_visitor(address)),
            ("everyone", "change", ""),
        ]

    def _take(self, *counts: tuple[str, str, str]) -> None:
        """Count once in each, or in none where one of them is full."""
        items = [(item, what, who) for rate, what, who in counts for item in self._rates[rate]]
        with self._lock:
            full = [one for one in items if not self._limiter.test(*one)]
            if full:
                raise TooFast(self._wait(full))
            for one in items:
                self._limiter.hit(*one)

    def _wait(self, full: Iterable[tuple[RateLimitItem, str, str]]) -> int:
        last = max(self._limiter.get_window_stats(*one).reset_time for one in full)
        return max(1, math.ceil(last - time.time()))


def network_of_visitor(address: str) -> str:
    """Return the network that an address counts to."""
    return network_of(address, ipv4=IPV4_NETWORK)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _duration(seconds: int) -> str:
    if seconds < 90:
        return f"{seconds} second{'s' * (seconds != 1)}"
    return f"{math.ceil(seconds / 60)} minutes"
