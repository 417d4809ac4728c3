"""Random tokens: shown once, kept as a hash, and empty ones fit nothing."""

import hashlib
import secrets


def new_token() -> str:
    """Return 256 random bits that can stand in an address or a cookie."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str | None:
    """Return what is kept of a token, or None for what can't be one of ours."""
    if not 40 <= len(token) <= 60 or not token.isascii():
        return None
    return hashlib.sha256(token.encode()).hexdigest()
