"""Puts a mail back that was set aside or held as spam: it is decided again, as if a person wrote it.

Nothing goes out by itself afterwards, since a rule may have been right after all: a sure answer
waits as a draft, all else is a ticket without a receipt.
"""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from connectors.services.staff.audit import note
from connectors.services.staff.mail_listing import check_id, find_mail
from knowledge.errors import Conflict
from knowledge.mail_tables import IncomingMail

BY_HAND = ("ignore", "quarantine")
"""What was done with mails that can be put back."""


def put_back(session: Session, now: datetime, mail_id: str, *, actor_id: int) -> None:
    """Have a mail decided on again; who did it and when stays on the mail and in the audit log.

    Raises:
        NotFound: If there is no such mail.
        Conflict: If it was put back already, or was never set aside.
    """
    # One statement looks and changes: of two who press the button together one comes too late.
    action = session.scalar(
        update(IncomingMail)
        .where(
            IncomingMail.id == check_id(mail_id),
            IncomingMail.state == "done",
            IncomingMail.action.in_(BY_HAND),
            IncomingMail.put_back_at.is_(None),
        )
        .values(state="received", claim=None, claimed_at=None, put_back_at=now, put_back_by_id=actor_id)
        .returning(IncomingMail.action)
        .execution_options(synchronize_session=False)
    )
    if action is None:
        mail = find_mail(session, mail_id)
        if mail.put_back_by is not None:
            raise Conflict(f"{mail.put_back_by.name} has put this mail back already.")
        raise Conflict("This mail isn't set aside.")
    kind = "mail_released" if action == "quarantine" else "mail_put_back"
    note(session, now, kind, actor_id=actor_id, mail=mail_id)
