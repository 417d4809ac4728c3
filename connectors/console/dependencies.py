"""What the console is made of; the wiring chooses the concrete parts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from connectors.desk.clock import Clock
from connectors.desk.closing import Rules
from connectors.desk.hours import BusinessHours
from connectors.dialogue.learning import Learning
from connectors.services.staff.mail_drafts import MailDrafts
from connectors.services.staff.mail_reading import MailReader
from connectors.services.staff.passwords import Passwords
from connectors.services.staff.sealing import Seal
from connectors.services.ticket_desk import TicketDesk
from connectors.services.webhooks.addresses import Gate
from knowledge.database import Database


@dataclass(frozen=True)
class ConsoleDependencies:
    """The parts that the console uses.

    Attributes:
        database: Where all is kept.
        clock: Tells the time.
        hours: When the Helpdesk is open.
        rules: What the hours follow from, beside the closures.
        desk: Works on tickets.
        answers_ready: Tells whether the process that decides can be reached.
        mails: Reads the bytes of mails.
        drafts: Decides on drafts of answers.
        learning: Asks that process about its index.
        passwords: Keeps and compares passwords.
        seal: Seals the secrets that have to be read again.
        gate: Decides where webhooks may lead.
        secret: Signs the cookie; never empty.
        idle: After so long without use a session ends.
        longest: After so long it ends in any case.
    """

    database: Database
    clock: Clock
    hours: BusinessHours
    rules: Rules
    desk: TicketDesk
    answers_ready: Callable[[], bool]
    mails: MailReader
    drafts: MailDrafts
    learning: Learning
    passwords: Passwords
    seal: Seal
    gate: Gate
    secret: str
    idle: timedelta = timedelta(hours=2)
    longest: timedelta = timedelta(hours=12)
