"""Passwords: what makes one usable, and how it is kept."""

import unicodedata
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from connectors.desk.fields import InvalidField

SHORTEST = 12
LONGEST = 200


@dataclass(frozen=True)
class Passwords:
    """Keeps passwords by argon2id (RFC 9106).

    Attributes:
        hasher: With the library's own, present-day costs, unless a test chooses cheaper ones.
    """

    hasher: PasswordHasher = field(default_factory=PasswordHasher)
    _nobodys: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_nobodys", self.hasher.hash("the password of nobody"))

    def hash(self, password: str) -> str:
        """Return what is kept of a password that was checked."""
        return self.hasher.hash(_same_form(password))

    def fits(self, kept: str | None, password: str) -> bool:
        """Tell whether a password is the kept one; where none is kept, take as long to say no."""
        try:
            self.hasher.verify(kept or self._nobodys, _same_form(password)[: LONGEST * 4])
        except (VerificationError, InvalidHashError):
            return False
        return bool(kept)

    def is_dated(self, kept: str) -> bool:
        """Tell whether a kept password should be hashed anew, because the costs have been raised."""
        return self.hasher.check_needs_rehash(kept)


def check_password(password: str, *, email: str, name: str) -> str:
    """Return a password that may be used.

    Length is what counts; no rules on the kinds of characters (NIST SP 800-63B).

    Raises:
        InvalidField: If it is too short, too long, or easily guessed from the person.
    """
    form = _same_form(password)
    if len(form) < SHORTEST:
        raise InvalidField(
            "password", f"A password needs at least {SHORTEST} characters; three or four words do well."
        )
    if len(form) > LONGEST:
        raise InvalidField("password", f"A password can have up to {LONGEST} characters.")
    plain = form.casefold()
    if plain in {email.casefold(), name.casefold()} or len(set(plain)) < 5:
        raise InvalidField("password", "That password is too easy to guess. Three or four words do well.")
    return password


def _same_form(password: str) -> str:
    # The same letters typed on two keyboards may be composed differently.
    return unicodedata.normalize("NFKC", password)
