"""Which customers can be written to by e-mail."""

from connectors.desk.fields import InvalidField, check_email

NOBODY = "unknown.sender@mail.invalid"
"""Stands for a sender without an address that can be written to; nothing is ever sent there."""


def address_of(email: str) -> str | None:
    """Return an address that a letter can go to, or None."""
    if email == NOBODY or not email.isascii():
        return None
    try:
        return check_email(email)
    except InvalidField:
        return None
