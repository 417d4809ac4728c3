"""Links that let somebody set a password once: random, kept as a hash, and over after a day."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from connectors.services.staff.accounts import create_account, get_account, has_admin, set_password
from connectors.services.staff.audit import note
from connectors.services.staff.passwords import Passwords
from connectors.services.staff.tokens import new_token, token_hash
from knowledge.errors import NotFound
from knowledge.staff_tables import OneTimeLink, StaffAccount

LASTS = timedelta(hours=24)


class LinkOver(NotFound):
    """This link was used already, or is too old. Please ask an admin for a new one."""


def make_link(session: Session, now: datetime, person_id: int, *, actor_id: int | None) -> str:
    """Return the token of a new link with which a member of staff sets a password; older ones end."""
    session.execute(delete(OneTimeLink).where(OneTimeLink.person_id == person_id))
    note(session, now, "link_made", actor_id=actor_id, person=person_id)
    return _keep(session, now, person_id)


def make_first_link(session: Session, now: datetime) -> str | None:
    """Return the token of a link that makes the first admin, or None where there is an admin."""
    session.execute(delete(OneTimeLink).where(OneTimeLink.person_id.is_(None)))
    return None if has_admin(session) else _keep(session, now, None)


def look_at(session: Session, now: datetime, token: str) -> StaffAccount | None:
    """Return whose link this is; None stands for the first admin, who has no account yet.

    Raises:
        LinkOver: If there is no such link, or it has run out.
    """
    link = _find(session, now, token)
    return None if link.person_id is None else get_account(session, link.person_id)


def use_link(
    session: Session,
    now: datetime,
    token: str,
    *,
    name: str,
    email: str,
    password: str,
    passwords: Passwords,
) -> StaffAccount:
    """Set a password by a link, which is over with that; the first admin's account is made here.

    Args:
        session: Of the whole change.
        now: The moment.
        token: Of the link.
        name: Of the first admin; not looked at for anybody else.
        email: The same.
        password: The new one.
        passwords: Keeps it.

    Raises:
        LinkOver: If there is no such link, it has run out, or somebody else is using it.
        InvalidField: If a field can't be used; the link stays good.
    """
    link = _find(session, now, token)
    person_id = link.person_id
    gone = session.execute(delete(OneTimeLink).where(OneTimeLink.token_hash == link.token_hash))
    if gone.rowcount != 1:  # type: ignore[attr-defined]  # a delete's result has one
        raise LinkOver
    if person_id is None:
        account = create_account(session, now, name=name, email=email, role="admin", actor_id=None)
    else:
        account = get_account(session, person_id)
    set_password(session, now, account, password, passwords=passwords, actor_id=account.person_id)
    return account


def _keep(session: Session, now: datetime, person_id: int | None) -> str:
    token = new_token()
    session.add(
        OneTimeLink(token_hash=token_hash(token), person_id=person_id, created_at=now, expires_at=now + LASTS)
    )
    session.flush()
    return token


def _find(session: Session, now: datetime, token: str) -> OneTimeLink:
    kept = token_hash(token)
    link = session.get(OneTimeLink, kept) if kept else None
    if link is None or link.expires_at <= now:
        raise LinkOver
    if link.person_id is None and has_admin(session):
        raise LinkOver
    if link.person_id is not None and not get_account(session, link.person_id).active:
        raise LinkOver
    return link
