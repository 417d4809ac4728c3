"""Codes of an authenticator app (RFC 6238), each good for one use."""

from datetime import datetime

import pyotp

from connectors.desk.fields import InvalidField
from connectors.services.staff.sealing import Seal
from knowledge.staff_tables import StaffAccount

ISSUER = "SECAS Helpdesk"


def new_secret() -> str:
    """Return a new secret, to be confirmed by a first code before it counts."""
    return pyotp.random_base32()


def address_of(secret: str, email: str) -> str:
    """Return the address that authenticator apps understand."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def use_code(account: StaffAccount, code: str, now: datetime, seal: Seal) -> bool:
    """Tell whether a code is right just now, and use it up; without a secret any code is right.

    The code before and the one after are taken as well, because clocks differ.
    """
    if account.totp_secret is None:
        return True
    step = matching_step(seal.open(account.totp_secret), code, now)
    if step is None or step <= account.totp_used:
        return False
    account.totp_used = step
    return True


def confirm(secret: str, code: str, now: datetime) -> int:
    """Return the time step of a first code.

    Raises:
        InvalidField: If the code is wrong.
    """
    step = matching_step(secret, code, now)
    if step is None:
        raise InvalidField("code", "That code isn't right. Please enter the one that the app shows now.")
    return step


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step that a code belongs to, or None where it is none of about now."""
    totp = pyotp.TOTP(secret)
    digits = "".join(code.split())
    current = totp.timecode(now)
    for step in (current, current - 1, current + 1):
        if pyotp.utils.strings_equal(digits, totp.generate_otp(step)):
            return step
    return None
