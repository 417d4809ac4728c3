"""A desk with one of everything, and awkward words in all of it."""

from sqlalchemy import insert, select, update

from connectors.desk.addresses import NOBODY
from connectors.dialogue.learning import Gap
from connectors.services.conversations import ConversationService
from connectors.services.staff.api_tokens import make_token
from connectors.services.staff.canned import save_reply
from connectors.services.staff.faq_editing import save_draft
from connectors.services.staff.new_entries import create_entry, set_owner
from connectors.services.staff.one_time_links import make_link
from connectors.services.staff.phrasings import add_phrasing
from connectors.services.staff.settling import settle
from connectors.services.ticket_desk import TicketDesk
from connectors.services.webhooks.events import EVENTS, delivery_values
from connectors.services.webhooks.outbox import stop
from knowledge.api_tables import Webhook, WebhookDelivery
from knowledge.importer import import_entries
from knowledge.mail_tables import OutgoingMail
from knowledge.tables import Message
from tests.doubles.answers_parts import ENTRIES
from tests.doubles.console_parts import staff
from tests.doubles.desk_parts import DUE, add_staff, add_ticket, ticket_post
from tests.doubles.mailbox import Mailbox

LONG = "verylongword" * 12
QUESTIONS = (
    "Who approved the last increase of the credit cover?",
    "who has approved the credit cover increase",
    f"Which committee raised it, {LONG}?",
)
CANDIDATES = [{"key": "credit-cover", "score": 0.41}]
MAILED = "How do I get the newsletter?"
HOSTILE = (
    "From: <script>top.document.title='run'</script> <eve@black.example>\n"
    "Subject: <svg onload=alert(1)>\n"
    'Content-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: text/html\n\n'
    "<p>Hello there</p><script>document.title='run'; top.document.title='run'</script>"
    "<img src=x onerror=\"top.document.title='run'\"><svg onload=\"top.document.title='run'\"></svg>"
    "<a id=go href=\"javascript:top.document.title='run'\">press me</a>"
    "<iframe srcdoc=\"<script>top.document.title='run'</script>\"></iframe>"
    "<form action=https://evil.example><button>Send</button></form>"
    "<a href='https://example.org/" + "verylong" * 30 + "'>our page</a>"
    "\n--m\nContent-Type: text/html\nContent-Disposition: attachment; filename=page.html\n\n"
    "<script>document.title='run'</script>\n--m--\n"
).encode()
"""A mail that tries to run something in every way that it can."""
ENTRY = {
    "category": "Parties",
    "title": "How do we leave the SEC?",
    "body": "Write to the **Helpdesk**.",
    "audience": "everyone",
    "source": "https://example.org/leave",
    "reviewed": "",
}


def fill(database, clock, learning, folder):
    """Fill a desk whose admin is Ada Byrne; return the names that stand in addresses."""
    ada = staff(database, clock, "Ada Byrne", "admin")
    with database.session() as session:
        import_entries(session, list(ENTRIES.values()), now=clock(), complete=True)
        add_awkward_tickets(session, clock)
        add_letter_that_came_back(session, clock)
        add_programs(session, clock, ada)
        words = f"Dear {{name}}, {LONG}"
        save_reply(session, clock(), reply_id=None, version=None, title=LONG[:120], text=words, actor_id=ada)
        link = make_link(session, clock(), ada, actor_id=ada)
    priya = staff(database, clock, "Priya Nair", "editor")
    taught = fill_learning(database, clock, learning, priya)
    return {"link": link, **taught, **fill_mailbox(database, folder)}


def add_awkward_tickets(session, clock):
    conversation, _ = ConversationService(clock).start(session)
    add_ticket(
        session,
        "awkward",
        conversation=conversation.id,
        now=clock(),
        email="asha.patel.of.the.long.address@northern-metering.example.org",
        organisation="Northern Metering and Very Long Names Incorporated",
        question="Who approved the last increase of the credit cover? " + "Verylongword" * 12,
        candidates=CANDIDATES,
    )
    add_ticket(session, "nobody", now=clock(), channel="mail", email=NOBODY)


def add_letter_that_came_back(session, clock):
    """A ticket by mail, with a reply that could not be delivered."""
    ticket = add_ticket(session, "bounced", now=clock(), channel="mail").id
    sam = add_staff(session, "Sam Okoro")
    TicketDesk(clock, DUE, ticket_post()).reply(session, ticket, sam, None, text="Hello.")
    session.execute(update(OutgoingMail).values(state="bounced", problem="550 5.1.1 " + "x" * 200))


def add_programs(session, clock, person):
    """Add a token, a webhook that fails with a delivery that was given up, and one that is off."""
    make_token(session, clock(), person, name="nightly report", scopes=["tickets:read"], days=30)
    for address in ("https://hooks.example.org/" + "verylongpath" * 9, "https://www.example.org/hook"):
        webhook = Webhook(
            address=address, events=list(EVENTS), secret="-", author_id=person, created_at=clock()
        )
        session.add(webhook)
        session.flush()
        session.execute(insert(WebhookDelivery), [delivery_values(webhook.id, "test", clock())])
    session.get_one(Webhook, 1).failing_since = clock()
    session.execute(update(WebhookDelivery).values(state="given_up", attempts=7, answer="It answered 500."))
    stop(session, webhook, clock(), "It took nothing for three days. Last: It answered 404.")


def fill_learning(database, clock, learning, priya):
    """Add what the FAQ may learn from people; return the names of what it is."""
    with database.session() as session:
        import_entries(session, list(ENTRIES.values()), now=clock(), complete=True)
        asked = [_ask(session, clock, text, number, priya) for number, text in enumerate(QUESTIONS)]
        create_entry(session, clock(), ENTRY, actor_id=priya)
        title = ENTRIES["credit-cover"].title
        draft = ENTRY | {"title": title, "body": "Other **words**, [linked](https://x.org)."}
        save_draft(session, clock(), "credit-cover", draft, seen=1, remark="Shorter", actor_id=priya)
        set_owner(session, clock(), "credit-cover", priya, actor_id=priya)
        add_phrasing(session, clock(), "credit-cover", "what must we set aside", actor_id=priya)
        long = f"how much {LONG}"
        add_phrasing(session, clock(), "credit-cover", long, actor_id=priya, proposed=True, ticket_id=1)
        settle(session, clock(), ["where is the nearest bus stop"], "not_for_us", actor_id=priya)
        visitors = session.scalars(select(Message.id).where(Message.author == "visitor")).all()
    ids = tuple(f"m{number}" for number in visitors)
    learning.groups = [Gap(14, ids[:2], clock(), clock()), Gap(1, ids[2:], clock(), clock())]
    learning.say(waiting=frozenset({"credit-cover", "dcc-reports"}), new=frozenset({"dcc-reports"}))
    learning.say_replay(
        (QUESTIONS[0], "lost", ("answer", ["credit-cover"]), ("handoff", [])),
        (QUESTIONS[2], "changed", ("clarify", ["dcc-reports"]), ("clarify", ["credit-cover"])),
        (QUESTIONS[1], "gained", ("handoff", []), ("answer", ["how-do-we-leave-the-sec"])),
        asked=120,
        wanted=200,
        same_entry=7,
    )
    return {"taught": str(asked[0]), "questions": ",".join(ids[:2])}


def fill_mailbox(database, folder):
    """Add a draft of an answer, a mail that was taken for spam, and a hostile one."""
    mailbox = Mailbox(database, folder, mode="draft")
    return {
        "draft": mailbox.take("a", MAILED),
        "spam": mailbox.take("b", "Cheap watches.", "X-Spam-Flag: YES\n"),
        "hostile": mailbox.take_bytes(HOSTILE),
    }


def _ask(session, clock, question, number, priya):
    conversation, _ = ConversationService(clock).start(session)
    common = {"conversation_id": conversation.id, "created_at": clock()}
    decision = {"action": "handoff", "reason": "near_miss"}
    session.add(Message(author="visitor", text=question, decision=decision, state="answered", **common))
    session.flush()
    asked = {"question": question, "email": "asha@example.org", "candidates": CANDIDATES}
    ticket = add_ticket(session, f"key {number}", conversation=conversation.id, now=clock(), **asked)
    said = "Dear Asha, the **Panel** did."
    session.add(Message(author="staff", text=said, person_id=priya, state="sent", **common))
    session.flush()
    return ticket.id
