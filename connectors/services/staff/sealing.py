"""Secrets that we have to read again are kept encrypted, so that the database alone gives none away."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.errors import Unavailable
from knowledge.staff_tables import StaffAccount

MARK = "sealed:"
"""What every sealed secret begins with; no secret of ours does in clear."""


class Seal:
    """Seals and opens secrets, by AES and HMAC (Fernet).

    Args:
        key: From the folder of secrets; never empty.

    Raises:
        ValueError: If the key is empty.
    """

    def __init__(self, key: str) -> None:
        if not key:
            raise ValueError("Secrets need a key to be sealed with; it is empty.")
        self._fernet = Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))

    def close(self, secret: str) -> str:
        """Return what may be kept of a secret."""
        return MARK + self._fernet.encrypt(secret.encode()).decode()

    def open(self, kept: str) -> str:
        """Return a secret again. One from before secrets were sealed is returned as it is.

        Raises:
            Unavailable: If it was sealed with another key.
        """
        if not kept.startswith(MARK):
            return kept
        try:
            return self._fernet.decrypt(kept.removeprefix(MARK).encode()).decode()
        except InvalidToken as error:
            raise Unavailable(
                "A secret was sealed with another key: is HELPDESK_DATA_KEY the one of old?"
            ) from error


def seal_old_secrets(session: Session, seal: Seal) -> int:
    """Seal the secrets of authenticator apps that still lie there in clear; return how many."""
    in_clear = session.scalars(
        select(StaffAccount).where(
            StaffAccount.totp_secret.is_not(None), StaffAccount.totp_secret.not_like(f"{MARK}%")
        )
    ).all()
    for account in in_clear:
        account.totp_secret = seal.close(account.totp_secret or "")
    return len(in_clear)
