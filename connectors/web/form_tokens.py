"""Tokens in the forms of the page without JavaScript, so that no other site can post them."""

from itsdangerous import BadSignature, URLSafeTimedSerializer

LASTS = 24 * 60 * 60
"""Seconds for which an open page may still be sent."""


class FormTokens:
    """Makes and checks tokens that belong to one conversation.

    Before the first message there is no cookie and therefore no conversation; such a token belongs
    to the empty one, and the browser's word on where the request comes from is checked as well.

    Args:
        secret: The key of the signature.
    """

    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeTimedSerializer(secret, salt="helpdesk-form")

    def make(self, conversation_id: str) -> str:
        """Return a token for a form of this conversation."""
        return self._serializer.dumps(conversation_id)

    def fits(self, token: str, conversation_id: str) -> bool:
        """Tell whether the token was made for this conversation, not too long ago."""
        try:
            return bool(self._serializer.loads(token, max_age=LASTS) == conversation_id)
        except BadSignature:
            return False
