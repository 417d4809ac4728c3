"""Signed reply addresses: ``helpdesk+t123.0f3a…@example.org`` names a ticket, and nobody can make one up."""

import hashlib
import hmac
import re

_SIGNED = re.compile(r"t(\d{1,9})\.([0-9a-f]{32})")
SIGNATURE = 32
"""Hexadecimal digits of a signature: 128 bits."""


def reply_address(secret: str, mailbox: str, ticket_id: int) -> str:
    """Return the address to which replies on a ticket go.

    Raises:
        ValueError: If the secret is empty.
    """
    local_part, _, domain = mailbox.rpartition("@")
    return f"{local_part}+t{ticket_id}.{_signature(secret, ticket_id)}@{domain}"


def ticket_id_of(secret: str, address: str) -> int | None:
    """Return the ticket that an address names, or None where it isn't one that we gave out."""
    _, plus, tag = address.rpartition("@")[0].partition("+")
    found = _SIGNED.fullmatch(tag.lower()) if plus else None
    if not secret or found is None:
        return None
    ticket_id = int(found[1])
    return ticket_id if hmac.compare_digest(found[2], _signature(secret, ticket_id)) else None


def base_address(email: str) -> str:
    """Return an address without what follows a plus sign before the at sign, in lower case."""
    local_part, _, domain = email.lower().rpartition("@")
    return f"{local_part.partition('+')[0]}@{domain}"


def is_reply_address(email: str, ours: tuple[str, ...]) -> bool:
    """Tell whether an address is one of ours with something after a plus sign."""
    return "+" in email and base_address(email) in ours


def _signature(secret: str, ticket_id: int) -> str:
    if not secret:
        raise ValueError("A reply address needs a secret to be signed with; it is empty.")
    text = f"helpdesk-reply:{ticket_id}".encode()
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()[:SIGNATURE]
