"""The mails in the pictures."""

from connectors.mail.rules.rule import Outcome
from knowledge.faq import entry
from knowledge.mail_tables import IncomingMail
from tests.doubles.mailbox import Mailbox

MAILS = (
    (
        "Win a voucher <win@prizes.example>",
        "You have won",
        "X-Spam-Flag: YES\n",
        "Press here to get your voucher.",
    ),
    (
        "Tom Field <tom.field@northern.example>",
        "Automatic reply: Panel papers",
        "Auto-Submitted: auto-replied\n",
        "I am away until Monday.",
    ),
    (
        "Jane Cole <jane.cole@coleco.example>",
        "Credit cover",
        "",
        """Dear Helpdesk,

who approved the last increase of the credit cover, and where can I read the decision?

Kind regards
Jane""",
    ),
    (
        "Mia Stone <mia.stone@delta.example>",
        "Newsletter",
        "",
        "Good morning,\n\nhow can I subscribe to the newsletter?\n\nMia Stone\nDelta Energy",
    ),
)
"""Sender, subject, further header lines, words."""


class Decider:
    """Answers what speaks of the newsletter, and hands over the rest."""

    def decide(self, mail):
        if "newsletter" not in mail.text:
            return Outcome("handoff", "No answer of the FAQ is sure enough. People answer it.", "decided")
        return Outcome(
            "answer",
            "It asks what the FAQ answers.",
            "decided",
            ("newsletter",),
            questions=("How can I subscribe to the newsletter?",),
            confidence=0.96,
            scores=(0.96,),
        )


class PicturedMailbox(Mailbox):
    """A mailbox with one mail of each kind."""

    decider = Decider()
    entry = staticmethod(entry)

    def fill(self) -> dict:
        """Take all mails in; return the names that stand in addresses."""
        ids = []
        for number, (sender, subject, headers, text) in enumerate(MAILS):
            head = f"From: {sender}\nTo: secas@gemserv.com\nSubject: {subject}\n{headers}"
            head += f"Message-ID: <{number}@example.org>\nDate: Tue, 24 Nov 2026 09:{number}0:00 +0000\n"
            self.clock.move(minutes=6)
            ids.append(self.take_bytes(f"{head}\n{text}\n".encode()))
        with self.database.session() as session:
            asked = session.get_one(IncomingMail, ids[2]).ticket_id
        return {"spam": ids[0], "mailed": str(asked), "draft": ids[3]}
