"""Accounts of staff: made, found, changed and closed; every change stands in the audit log."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload

from connectors.desk.fields import InvalidField, check_email, check_name
from connectors.services.staff.audit import note
from connectors.services.staff.passwords import Passwords, check_password
from connectors.services.staff.roles import Role
from knowledge.api_tables import ApiToken
from knowledge.errors import Conflict, NotFound
from knowledge.locking import lock_table
from knowledge.staff_tables import OneTimeLink, StaffAccount, StaffSession
from knowledge.tables import Person


def create_account(
    session: Session, now: datetime, *, name: str, email: str, role: Role, actor_id: int | None
) -> StaffAccount:
    """Make an account without a password; a one-time link or `set_password` gives it one.

    Raises:
        InvalidField: If name or e-mail can't be used, or there is an account of this address.
    """
    name, email = check_name(name), check_email(email)
    if find_account(session, email) is not None:
        raise InvalidField("email", f"There is an account for {email} already.")
    person = Person(role=role, name=name, email=email, created_at=now)
    session.add(person)
    session.flush()
    account = StaffAccount(person_id=person.id, login=email.lower(), person=person, created_at=now)
    session.add(account)
    session.flush()
    note(session, now, "account_created", actor_id=actor_id, person=person.id, role=role)
    return account


def find_account(session: Session, email: str) -> StaffAccount | None:
    """Return the account that an address signs in to, or None."""
    # PostgreSQL can't be asked for a NUL, which no address holds.
    login = email.replace("\x00", " ").strip().lower()
    return session.scalar(select(StaffAccount).where(StaffAccount.login == login))


def get_account(session: Session, person_id: int) -> StaffAccount:
    """Return a member of staff's account.

    Raises:
        NotFound: If there is none.
    """
    account = session.get(StaffAccount, person_id)
    if account is None:
        raise NotFound("There is no such member of staff.")
    return account


def all_accounts(session: Session) -> Sequence[StaffAccount]:
    """Return every account, by name; closed ones at the end."""
    return session.scalars(
        select(StaffAccount)
        .join(StaffAccount.person)
        .options(joinedload(StaffAccount.person))
        .order_by(StaffAccount.active.desc(), func.lower(Person.name), Person.id)
    ).all()


def has_admin(session: Session) -> bool:
    """Tell whether somebody can sign in as an admin."""
    return _admins(session) > 0


def set_password(
    session: Session,
    now: datetime,
    account: StaffAccount,
    password: str,
    *,
    passwords: Passwords,
    actor_id: int | None,
) -> None:
    """Give an account a password; every session and every open link of it ends.

    Raises:
        InvalidField: If the password can't be used.
    """
    checked = check_password(password, email=account.person.email, name=account.person.name)
    account.password_hash = passwords.hash(checked)
    account.password_changed_at = now
    _end_sessions(session, account.person_id)
    session.execute(delete(OneTimeLink).where(OneTimeLink.person_id == account.person_id))
    note(session, now, "password_changed", actor_id=actor_id, person=account.person_id)


def change_role(session: Session, now: datetime, account: StaffAccount, role: Role, *, actor_id: int) -> None:
    """Give a member of staff another role; they sign in anew.

    Raises:
        Conflict: If nobody would be left to look after the accounts.
    """
    lock_table(session, StaffAccount)
    session.refresh(account.person)
    before = account.person.role
    if before == role:
        return
    account.person.role = role
    session.flush()
    _keep_an_admin(session)
    _end_sessions(session, account.person_id)
    note(session, now, "role_changed", actor_id=actor_id, person=account.person_id, before=before, after=role)


def set_active(
    session: Session, now: datetime, account: StaffAccount, *, active: bool, actor_id: int
) -> None:
    """Close an account, or open it again; closing ends its sessions, links and tokens at once.

    Raises:
        Conflict: If nobody would be left to look after the accounts.
    """
    lock_table(session, StaffAccount)
    session.refresh(account)
    if account.active == active:
        return
    account.active = active
    session.flush()
    _keep_an_admin(session)
    _end_sessions(session, account.person_id)
    session.execute(delete(OneTimeLink).where(OneTimeLink.person_id == account.person_id))
    session.execute(delete(ApiToken).where(ApiToken.person_id == account.person_id))
    kind = "account_opened" if active else "account_closed"
    note(session, now, kind, actor_id=actor_id, person=account.person_id)


def _admins(session: Session) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(StaffAccount)
            .join(StaffAccount.person)
            .where(Person.role == "admin", StaffAccount.active, StaffAccount.password_hash.is_not(None))
        )
        or 0
    )


def _keep_an_admin(session: Session) -> None:
    if not _admins(session):
        raise Conflict("This is the only admin. Please make somebody else an admin first.")


def _end_sessions(session: Session, person_id: int) -> None:
    session.execute(delete(StaffSession).where(StaffSession.person_id == person_id))
