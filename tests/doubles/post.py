"""A post office for tests: files in, a list of sent mails out, and a decider that does as it is told."""

from datetime import UTC, datetime, timedelta

from connectors.desk.contact import Contact
from connectors.desk.due import DEFAULT_TARGETS, DueTimes
from connectors.desk.hours import BusinessHours
from connectors.mail.acting import Acting, Limits
from connectors.mail.correspondence import StoredCorrespondence
from connectors.mail.folder_mailbox import FolderMailbox
from connectors.mail.intake import Intake
from connectors.mail.outbox import Outbox
from connectors.mail.post_office import PostOffice
from connectors.mail.rules.rule import Desk, Outcome, Surroundings
from connectors.mail.topics import TopicModes
from connectors.mail.triage import Triage
from connectors.mail.working import Worker
from connectors.services.post.letter import Letterhead
from connectors.services.post.letters import Letters
from connectors.services.post.outgoing import Caps
from connectors.services.post.ticket_post import TicketPost
from connectors.services.ticket_desk import TicketDesk
from knowledge.entries import FaqEntry
from tests.doubles.mails import OURS, PLAIN, SECRET, FixedImpressions

MONDAY = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
LETTERS = Letters(Letterhead(OURS, SECRET), Contact(OURS, "020 7090 7755", "https://example.org"))
ENTRY = FaqEntry("newsletter", "News", "How do I subscribe?", "Use the *form*.", "https://example.org/faq")


class TickingClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


class AnsweringDecider:
    """Answers every mail that speaks of the newsletter; hands over the rest; breaks where it is asked to."""

    def decide(self, mail):
        if "break" in mail.text:
            raise RuntimeError(mail.text)
        if "newsletter" in mail.text:
            asked = (mail.text.strip(),)
            return Outcome(
                "answer",
                "Sure.",
                "decided",
                ("newsletter",),
                questions=asked,
                confidence=0.93,
                scores=(0.95,),
            )
        return Outcome("handoff", "Unsure.", "decided")


class MemorySender:
    """Keeps what is sent, or fails as it is told."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, bytes]] = []
        self.failure: Exception | None = None

    def send(self, recipient: str, raw: bytes) -> None:
        if self.failure:
            raise self.failure
        self.sent.append((recipient, raw))


class Post:
    """All parts around one folder.

    Args:
        database: With tables.
        folder: Where mails are laid.
        options: As `rebuild` takes them.
    """

    decider = AnsweringDecider()
    entry = staticmethod(lambda _, __: ENTRY)

    def __init__(self, database, folder, **options) -> None:
        self.database, self.folder, self.clock, self.sender = database, folder, TickingClock(), MemorySender()
        self.rebuild(**options)

    def rebuild(self, mode="auto", a_day=200, named=None, servers=()) -> None:
        """Put the parts together, with what a setting may say."""
        mailbox = FolderMailbox(self.folder)
        ours = Desk((OURS,), servers, SECRET)
        triage = Triage(
            Surroundings(ours, StoredCorrespondence(self.database.session)),
            self.decider,
            FixedImpressions(PLAIN),
        )
        hours = BusinessHours()
        due, limits = DueTimes(hours, DEFAULT_TARGETS), Limits(TopicModes(mode, named or {}), a_day)
        acting = Acting(LETTERS, self.entry, hours, due, ours, limits)
        self.desk = TicketDesk(self.clock, due, TicketPost(LETTERS, Caps(a_day), sends=True))
        self.intake = Intake(self.database, mailbox, self.clock)
        self.worker = Worker(self.database, triage, acting, self.clock)
        self.outbox = Outbox(self.database, self.sender, self.clock, due)
        self.office = PostOffice(mailbox, self.intake, self.worker, self.outbox)

    def lay(
        self, name: str, text: str, headers: str = "", sender: str = "Jane Cole <jane.cole@coleco.example>"
    ):
        """Put a mail into the folder."""
        head = (
            f"From: {sender}\nTo: {OURS}\nSubject: My private matter\nMessage-ID: <{name}@coleco.example>\n"
        )
        head += f"Date: Mon, 2 Nov 2026 09:00:00 +0000\n{headers}"
        (self.folder / f"{name}.eml").write_text(f"{head}\n{text}\n", encoding="utf-8")
