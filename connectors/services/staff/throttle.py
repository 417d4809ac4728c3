"""Slows down whoever guesses passwords, without letting a stranger lock staff out.

Failures are counted three ways. By account and network: a few mistakes are free, then each costs
twice the time. By network, over all accounts: against one password tried on many names. By account,
over all networks: against many machines at once; but a network from which the account signed in
of late is not stopped by it, so that staff at their desks get in whatever strangers do.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.errors import HelpdeskError
from knowledge.staff_tables import SignInTries

LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)
"""After so long without a try, failures are forgotten."""
FAMILIAR_FOR = timedelta(days=30)
"""For so long after a success a network is familiar to an account."""


class TooManyTries(HelpdeskError):
    """Too many tries of late.

    Args:
        wait: How long to wait before the next.
    """

    def __init__(self, wait: timedelta) -> None:
        minutes = max(1, -int(-wait.total_seconds() // 60))
        super().__init__(
            f"There were too many tries. Please wait {minutes} minute{'s' * (minutes > 1)} and try again."
        )
        self.seconds = max(1, int(wait.total_seconds()))


@dataclass(frozen=True)
class _Counter:
    key: str
    free: int
    """Failures that cost nothing."""


def begin_try(session: Session, now: datetime, login: str, address: str) -> None:
    """Count a try as failed before the password is looked at; `note_success` takes that back.

    So tries at the same moment can't all slip through. To be committed on its own.

    Raises:
        TooManyTries: If the try comes too early; says how long to wait.
    """
    pair, network, account = _counters(login, address)
    session.execute(
        delete(SignInTries).where(
            SignInTries.tried_at < now - FORGOTTEN_AFTER,
            SignInTries.succeeded_at.is_(None) | (SignInTries.succeeded_at < now - FAMILIAR_FOR),
        )
    )
    known = {row.key: row for row in _rows(session, [pair, network, account])}
    familiar = _is_familiar(known.get(pair.key), now)
    watched = [pair, network] if familiar else [pair, network, account]
    wait = max(_wait(known.get(counter.key), counter.free, now) for counter in watched)
    if wait > timedelta():
        raise TooManyTries(wait)
    for counter in (pair, network, account):
        row = known.get(counter.key)
        if row is None:
            session.add(SignInTries(key=counter.key, failures=1, tried_at=now))
        else:
            row.failures = 1 if now - row.tried_at > FORGOTTEN_AFTER else row.failures + 1
            row.tried_at = now
    session.flush()


def note_success(session: Session, now: datetime, login: str, address: str) -> None:
    """Forget the failures of an account from this network; others lose this try only."""
    pair, network, account = _counters(login, address)
    for row in _rows(session, [pair, network, account]):
        if row.key == pair.key:
            row.failures, row.succeeded_at = 0, now
        else:
            row.failures = max(0, row.failures - 1)


def network_of(address: str, *, ipv4: int = 32) -> str:
    """Return the network of an address.

    Args:
        address: As the server knows it.
        ipv4: Leading bits that count of an IPv4 address; 32 stand for one machine. Of an IPv6
            address the customary 64 count.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        if parsed.ipv4_mapped is None:
            return str(ip_network(f"{parsed}/64", strict=False))
        parsed = parsed.ipv4_mapped
    return str(parsed) if ipv4 == 32 else str(ip_network(f"{parsed}/{ipv4}", strict=False))


def _counters(login: str, address: str) -> tuple[_Counter, _Counter, _Counter]:
    login, network = login.strip().lower()[:320], network_of(address)
    return (
        _Counter(_hash("pair", login, network), free=5),
        _Counter(_hash("network", network), free=30),
        _Counter(_hash("account", login), free=50),
    )


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _rows(session: Session, counters: list[_Counter]) -> Iterator[SignInTries]:
    # In one order, and locked where the database can, so that tries at one moment queue up.
    yield from session.scalars(
        select(SignInTries)
        .where(SignInTries.key.in_([counter.key for counter in counters]))
        .order_by(SignInTries.key)
        .with_for_update()
    )


def _is_familiar(pair: SignInTries | None, now: datetime) -> bool:
    return pair is not None and pair.succeeded_at is not None and now - pair.succeeded_at < FAMILIAR_FOR


def _wait(row: SignInTries | None, free: int, now: datetime) -> timedelta:
    if row is None or row.failures < free or now - row.tried_at > FORGOTTEN_AFTER:
        return timedelta()
    pause = min(LONGEST_WAIT, timedelta(seconds=2.0 ** min(row.failures - free, 20)))
    return max(timedelta(), row.tried_at + pause - now)
