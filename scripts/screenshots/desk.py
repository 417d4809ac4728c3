"""The desk in the pictures: the demo's tickets, with mails, programs and an editor's work beside them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import insert, select, update

from connectors import wiring
from connectors.cli.demo.filling import fill_demo
from connectors.cli.faq import STARTER
from connectors.desk.actors import Actor
from connectors.desk.due import DueTimes
from connectors.dialogue.learning import Gap
from connectors.services.composing import Desk
from connectors.services.staff.api_tokens import make_token
from connectors.services.staff.faq_editing import save_draft
from connectors.services.staff.new_entries import set_owner
from connectors.services.staff.one_time_links import make_link
from connectors.services.staff.passwords import Passwords
from connectors.services.staff.phrasings import add_phrasing
from connectors.services.ticket_desk import TicketDesk
from connectors.services.webhooks.events import EVENTS, delivery_values
from connectors.settings import load_settings
from knowledge.api_tables import Webhook, WebhookDelivery
from knowledge.database import Database
from knowledge.faq import entry, published_entries
from knowledge.mail_tables import OutgoingMail
from knowledge.tables import Closure, Message, Person, Ticket
from scripts.screenshots.dialogue import FixedDialogue
from scripts.screenshots.mails import PicturedMailbox
from tests.doubles.code_post import MemoryCodePost, codes_for
from tests.doubles.console_parts import whole_app
from tests.doubles.desk_parts import ticket_post
from tests.doubles.scripted_learning import ScriptedLearning
from tests.doubles.web_parts import FixedClock

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""A Tuesday at ten, so that the pictures differ only where the pages do."""


@dataclass
class Pictured:
    """What the pictures are taken of.

    Attributes:
        app: The public process.
        password: Of the admin.
        names: What stands in the addresses of single pages.
        codes: The codes that were sent.
        desk: Works on tickets.
        database: Holds it all.
    """

    app: object
    password: str
    names: dict
    codes: MemoryCodePost
    desk: TicketDesk
    database: Database


def build(folder) -> Pictured:
    """Fill a database in a folder and return the process that serves it."""
    database, clock, learning, codes = (
        Database(f"sqlite:///{folder / 'helpdesk.db'}"),
        FixedClock(NOW),
        ScriptedLearning(),
        MemoryCodePost(),
    )
    database.upgrade()
    settings = load_settings({})
    rules, contact = wiring.desk_rules(settings), wiring.contact(settings)
    with database.session() as session:
        passwords = fill_demo(session, NOW, rules=rules, contact=contact, faq=STARTER)
        names = fill(session, learning)
    mailbox = PicturedMailbox(database, folder, mode="draft")
    mailbox.clock.now = NOW - timedelta(minutes=30)
    names |= mailbox.fill()
    hours = rules.hours(())
    desk = TicketDesk(clock, DueTimes(hours, rules.targets), ticket_post())
    letter_that_came_back(database, desk, names)
    said = Desk(hours.is_open(NOW), hours.sentence(NOW), contact)
    web = {
        "dialogue": FixedDialogue(database, said),
        "codes": codes_for(codes),
        "hours": hours,
        "contact": contact,
        "desk": desk,
    }
    console = {
        "learning": learning,
        "hours": hours,
        "rules": rules,
        "desk": desk,
        "passwords": Passwords(),
    }
    app = whole_app(database, clock, web=web, console=console)
    admin = next(made for member, made in passwords.items() if member.role == "admin")
    return Pictured(app, admin, names, codes, desk, database)


def fill(session, learning) -> dict:
    """Add what the demo has none of; return the names that stand in addresses."""
    nadia, tom = (
        session.scalars(select(Person.id).where(Person.name == name)).one()
        for name in ("Nadia Rahman", "Tom Ellery")
    )
    day = date(2026, 12, 11)
    session.add(
        Closure(first_day=day, last_day=day, from_time=time(13), reason="Staff training", created_at=NOW)
    )
    add_programs(session, nadia)
    add_editing(session, tom)
    add_gaps(session, learning)
    story = select(Ticket.id).where(Ticket.question.startswith("Our registered office has moved"))
    return {
        "link": make_link(session, NOW, tom, actor_id=nadia),
        "ticket": str(session.scalars(story).one()),
        "asked": ",".join(learning.groups[0].ids),
    }


def add_programs(session, person):
    """Add a token of the admin's, and a webhook with deliveries."""
    scopes = ["tickets:read", "entries:read"]
    make_token(session, NOW, person, name="weekly figures", scopes=scopes, days=90)
    hook = Webhook(
        address="https://intranet.example.org/helpdesk-news",
        events=list(EVENTS)[:4],
        secret="-",  # noqa: S106 - nothing is signed here
        author_id=person,
        created_at=NOW,
    )
    session.add(hook)
    session.flush()
    for event in list(EVENTS)[:3]:
        session.execute(insert(WebhookDelivery), [delivery_values(hook.id, event, NOW)])
    session.execute(update(WebhookDelivery).values(state="delivered", attempts=1, answer="It answered 204."))


def add_editing(session, editor):
    """Leave an entry with a draft, an owner and phrasings."""
    words = entry(session, "credit-cover")
    draft = {
        "category": words.category,
        "title": words.title,
        "body": f"{words.body}\n\nThe **Panel** sets the amount once a year.",
        "audience": words.audience,
        "source": words.source,
        "reviewed": "2026-11-20",
    }
    save_draft(session, NOW, "credit-cover", draft, seen=1, remark="Who sets it", actor_id=editor)
    set_owner(session, NOW, "credit-cover", editor, actor_id=editor)
    add_phrasing(session, NOW, "credit-cover", "what must we set aside for the DCC", actor_id=editor)
    add_phrasing(session, NOW, "credit-cover", "who sets our cover?", actor_id=editor, proposed=True)


def add_gaps(session, learning):
    """Say what the process with the index would: gaps, and what a change would do."""
    asked = select(Message).where(Message.author == "visitor").order_by(Message.created_at)
    open_ones = [one for one in session.scalars(asked) if (one.decision or {}).get("action") == "handoff"]
    groups = [open_ones[:3], open_ones[3:5], open_ones[5:6]]
    learning.groups = [
        Gap(len(group), tuple(f"m{one.id}" for one in group), group[0].created_at, group[-1].created_at)
        for group in groups
    ]
    learning.say(waiting=frozenset({"credit-cover"}))
    titles = {one.key: one.title for one in published_entries(session)}
    learning.say_replay(
        (open_ones[0].text, "gained", ("handoff", []), ("answer", ["credit-cover"])),
        (titles["dcc-reports"], "changed", ("clarify", ["dcc-reports"]), ("answer", ["dcc-reports"])),
        asked=64,
        wanted=64,
        same_entry=5,
    )


def letter_that_came_back(database, desk, names):
    """Answer the mail twice; the second letter comes back."""
    with database.session() as session:
        nadia = session.scalars(select(Person).where(Person.name == "Nadia Rahman")).one()
        who, ticket = Actor(nadia.id, "admin"), int(names["mailed"])
        desk.reply(session, ticket, who, None, text="Dear Jane,\n\nthe **Panel** approved it in March.")
        _, last = desk.reply(session, ticket, who, None, text="The papers are on our site.")
        problem = "550 5.1.1 Recipient address rejected: User unknown"
        letters = update(OutgoingMail).where(OutgoingMail.kind == "reply")
        session.execute(letters.values(state="sent"))
        came_back = letters.where(OutgoingMail.reply_id == last.id)
        session.execute(came_back.values(state="bounced", problem=problem))
