"""The demo's mails: read, decided and answered by the very path of real ones; nothing leaves the machine."""

from pathlib import Path

from sqlalchemy import select

from connectors import wiring
from connectors.cli.loading import change_settings
from connectors.desk.clock import system_clock
from connectors.mail.outbox import Outbox, Refused
from connectors.settings import Settings
from knowledge.mail_tables import IncomingMail

MAILS = Path(__file__).with_name("mails")
REFUSED = "@gone.example.org"


class NowhereSender:
    """Takes every letter and sends none; refuses one organisation, so that a letter isn't sent."""

    def send(self, recipient: str, raw: bytes) -> None:  # noqa: ARG002 - the protocol's
        if recipient.endswith(REFUSED):
            raise Refused("The mail server said: 554 5.7.1 This server takes no mail from you")


def take_mails(settings: Settings) -> None:
    """Let the demo's mailbox come in, once.

    Raises:
        Unavailable: If the database or the model can't be read.
    """
    database = wiring.database(settings)
    with database.session() as session:
        if session.scalar(select(IncomingMail.id).limit(1)) is not None:
            return
    wiring.post_office(change_settings(settings, mail={"mode": "draft", "source": str(MAILS)})).round()
    Outbox(database, NowhereSender(), system_clock, wiring.due_times(settings, database)).send()
