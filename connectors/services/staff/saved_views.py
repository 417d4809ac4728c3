"""Views of the queue that somebody keeps under a name, each person their own."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from connectors.desk.fields import one_line
from knowledge.errors import InvalidInput, NotFound
from knowledge.staff_tables import SavedView

LONGEST_NAME = 60
MOST = 20
"""How many views one person may keep."""


def views_of(session: Session, person_id: int) -> Sequence[SavedView]:
    """Return a person's views by name."""
    return session.scalars(
        select(SavedView).where(SavedView.person_id == person_id).order_by(func.lower(SavedView.name))
    ).all()


def keep(
    session: Session, now: datetime, person_id: int, *, name: str, query: Mapping[str, str]
) -> SavedView:
    """Keep a view; one of the same name is replaced.

    Raises:
        InvalidInput: If the name can't be used, or there are too many.
    """
    name = one_line("name", name, LONGEST_NAME)
    if not name:
        raise InvalidInput("Please give the view a name.")
    views = views_of(session, person_id)
    found = next((view for view in views if view.name == name), None)
    if found is not None:
        found.query = dict(query)
        return found
    if len(views) >= MOST:
        raise InvalidInput(f"You can keep up to {MOST} views. Please forget one first.")
    view = SavedView(person_id=person_id, name=name, query=dict(query), created_at=now)
    session.add(view)
    session.flush()
    return view


def drop(session: Session, person_id: int, view_id: int) -> None:
    """Forget a view.

    Raises:
        NotFound: If there is none, or it is somebody else's: nobody learns which.
    """
    view = session.get(SavedView, view_id)
    if view is None or view.person_id != person_id:
        raise NotFound("There is no such view.")
    session.delete(view)
