"""Signing in: one answer for every failure, in the same time, and slower after each."""

from datetime import datetime

from sqlalchemy.orm import Session

from connectors.services.staff.accounts import find_account
from connectors.services.staff.audit import note
from connectors.services.staff.passwords import Passwords
from connectors.services.staff.sealing import Seal
from connectors.services.staff.second_factor import use_code
from connectors.services.staff.throttle import note_success
from knowledge.errors import InvalidInput
from knowledge.staff_tables import StaffAccount


class WrongCredentials(InvalidInput):
    """That e-mail address, password or code isn't right."""


def check_credentials(
    session: Session,
    now: datetime,
    *,
    email: str,
    password: str,
    code: str,
    address: str,
    passwords: Passwords,
    seal: Seal,
) -> StaffAccount:
    """Return the account that these open. `throttle.begin_try` comes first, on its own.

    Args:
        session: Reads the account and notes the success.
        now: The moment.
        email: As typed.
        password: As typed.
        code: Of the authenticator app; not looked at where none is set up.
        address: Where the request came from.
        passwords: Compares them.
        seal: Opens the secret of their authenticator app.

    Raises:
        WrongCredentials: If they open none; never says which part was wrong.
    """
    account = find_account(session, email)
    usable = account is not None and account.active
    kept = account.password_hash if account is not None and usable else None
    # The slow part happens in any case, so that the time tells nothing.
    if not passwords.fits(kept, password) or account is None or not use_code(account, code, now, seal):
        raise WrongCredentials
    if passwords.is_dated(account.password_hash or ""):
        account.password_hash = passwords.hash(password)
    note_success(session, now, email, address)
    note(session, now, "signed_in", actor_id=account.person_id)
    return account
