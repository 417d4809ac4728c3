"""A post that keeps the codes which it is given."""

from connectors.services.ticket_codes import TicketCodes


class MemoryCodePost:
    def __init__(self) -> None:
        self.sent: list[tuple[int, str, str]] = []
        self.copies: list[int] = []

    def send_code(self, session, ticket, code, now) -> bool:
        if not ticket.person.email:
            return False
        self.sent.append((ticket.id, ticket.person.email, code))
        return True

    def send_copy(self, session, ticket_id, now) -> bool:
        self.copies.append(ticket_id)
        return len(self.copies) <= 3

    @property
    def last(self) -> str:
        return self.sent[-1][2]


def codes_for(post: MemoryCodePost, **limits) -> TicketCodes:
    from connectors.services.ticket_codes import CodeLimits

    return TicketCodes(post, "a secret for tests only", CodeLimits(**limits))
