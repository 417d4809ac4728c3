"""A letter of ours that came back: told by our own message id in what a mail system returns."""

from connectors.mail.message import Mail
from connectors.mail.rules.rule import Outcome, Surroundings


class Bounce:
    """A report on a letter of ours.

    The id holds 128 random bits, so only who got the letter can name it; and naming it does no more
    than bring the ticket back to people.
    """

    name = "bounce"

    def look(self, mail: Mail, around: Surroundings) -> Outcome | None:
        if mail.returned is None:
            return None
        known = around.correspondence
        ours = next((name for name in mail.returned.ids if known.is_ours(name)), None)
        if ours is None:
            return None
        why = (
            "it says that a letter of ours could not be delivered"
            if mail.returned.failed
            else "a mail system tells of a letter of ours that is on its way"
        )
        return Outcome("ignore", f"No reply sent: {why}.", ticket=known.ticket_of_message(ours) or "")
