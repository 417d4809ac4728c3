"""What the web process is made of; the wiring chooses the concrete parts."""

from dataclasses import dataclass, field

from connectors.desk.clock import Clock
from connectors.desk.contact import Contact
from connectors.desk.due import DEFAULT_TARGETS, Targets
from connectors.desk.hours import BusinessHours
from connectors.dialogue.dialogue import Answers, Dialogue
from connectors.services.ticket_codes import TicketCodes
from connectors.services.ticket_desk import TicketDesk
from connectors.web.rates import RateLimits
from knowledge.database import Database


@dataclass(frozen=True)
class WebDependencies:
    """The parts that the web process uses.

    Attributes:
        database: Where conversations and tickets are kept.
        clock: Tells the time.
        dialogue: Holds the conversations.
        answers: Is asked directly while the dialogue doesn't speak.
        hours: When the Helpdesk is open.
        contact: How else to reach it.
        codes: Sends the codes that show a ticket's status; None where no mail can be sent.
        limits: How much visitors may ask for.
        desk: Works on tickets, for staff's programs.
        secret: Signs the cookie and the forms of the page without JavaScript; never empty.
        origins: The sites that may embed the widget besides our own, for example
            ``https://www.example.org``.
        targets: How soon tickets are due.
    """

    database: Database
    clock: Clock
    dialogue: Dialogue
    answers: Answers
    hours: BusinessHours
    contact: Contact
    limits: RateLimits
    desk: TicketDesk
    secret: str
    codes: TicketCodes | None = None
    origins: tuple[str, ...] = ()
    targets: Targets = field(default_factory=lambda: DEFAULT_TARGETS)
