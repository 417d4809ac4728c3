"""Asking whoever sits there for their password again, before something that lasts."""

from flask import request

from connectors.console.access import me
from connectors.console.dependencies import ConsoleDependencies
from connectors.desk.fields import InvalidField
from connectors.services.staff.accounts import get_account
from connectors.services.staff.throttle import begin_try, note_success


def check_own_password(parts: ConsoleDependencies, password: str, field: str) -> None:
    """Make sure that whoever sits there knows the password; guesses are slowed down here, too.

    Raises:
        InvalidField: If it is another.
        TooManyTries: If there were too many guesses.
    """
    now, address = parts.clock(), request.remote_addr or ""
    with parts.database.session() as store:
        begin_try(store, now, me().email, address)
    with parts.database.session() as store:
        if not parts.passwords.fits(get_account(store, me().id).password_hash, password):
            raise InvalidField(field, "That isn't your present password.")
        note_success(store, now, me().email, address)
