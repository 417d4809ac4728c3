"""Gives each attachment of a mail an id of its own, so that nobody can guess the address of another."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.mail.message import Mail
from knowledge.mail_tables import MailAttachment

MOST_ATTACHMENTS = 100
"""Attachments of a mail that are listed; the mail itself holds them all."""


def keep_attachments(session: Session, mail_id: str, mail: Mail) -> None:
    """List the attachments of a mail; one that was worked off before has its list already."""
    listed = select(MailAttachment.id).where(MailAttachment.mail_id == mail_id).limit(1)
    if session.scalar(listed) is not None:
        return
    session.add_all(
        MailAttachment(
            mail_id=mail_id, position=number, name=found.name, size=found.size, inline=found.inline
        )
        for number, found in enumerate(mail.attachments[:MOST_ATTACHMENTS])
    )
