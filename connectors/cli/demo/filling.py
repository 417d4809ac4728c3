"""Filling the demo's database: all of it in one transaction, and only where there is nothing yet."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.cli.demo.chatting import Chats
from connectors.cli.demo.past import Past
from connectors.cli.demo.people import Member, add_team
from connectors.cli.demo.storytelling import Storyteller
from connectors.desk.actors import Actor
from connectors.desk.closing import Rules
from connectors.desk.contact import Contact
from connectors.desk.due import DueTimes
from connectors.services.staff.canned import save_reply
from connectors.services.ticket_desk import TicketDesk
from knowledge.faq import published_entries
from knowledge.sources import import_path
from knowledge.staff_tables import StaffAccount

REPLIES = Path(__file__).with_name("replies.toml")


def fill_demo(
    session: Session, now: datetime, *, rules: Rules, contact: Contact, faq: Path
) -> Mapping[Member, str] | None:
    """Fill an empty database with the FAQ, three people, canned replies, conversations and tickets.

    Returns:
        Each of the people with their new password; None where the demo was filled before, and
        nothing was changed.
    """
    if session.scalar(select(StaffAccount.person_id).limit(1)) is not None:
        return None
    hours = rules.hours(())
    past = Past(now, hours)
    import_path(session, faq, now=now, address=None)
    entries = {entry.key: entry for entry in published_entries(session)}
    team, passwords = add_team(session, now)
    _add_replies(session, now, team["tom"])
    chats = Chats(past, hours, contact, entries)
    chats.a_fortnight(session)
    due = DueTimes(hours, rules.targets)
    desk = TicketDesk(past, due)
    Storyteller(past, desk, due, chats, lambda: hours.sentence(past()), team).tell_all(session)
    return passwords


def _add_replies(session: Session, now: datetime, editor: Actor) -> None:
    for reply in tomllib.loads(REPLIES.read_text(encoding="utf-8"))["reply"]:
        save_reply(session, now, reply_id=None, version=None, **reply, actor_id=editor.person_id)
