"""How to reach the people of the Helpdesk without the assistant."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Contact:
    """The Helpdesk's own doors.

    Attributes:
        email: Their address.
        phone: Their number, as people write it.
        form: The page that leads to the contact form.
    """

    email: str
    phone: str
    form: str
