"""What we say by e-mail. Nothing that a sender chose is repeated to an address that nobody confirmed."""

import re
from collections.abc import Sequence
from datetime import datetime

from connectors.desk.contact import Contact
from connectors.services.post.letter import NAME, Body, Letter, Letterhead, ReplyTo, write_letter
from knowledge.entries import FaqEntry

LONGEST_SUBJECT = 150

ANSWER = "The answer to your question"
RECEIPT = "We have your message"
SOLVED = "Did that solve it?"
CODE = "Your code for the chat"
TRANSCRIPT = "What was said"
AUTOMATIC_SUBJECTS = (ANSWER, RECEIPT, SOLVED, CODE, TRANSCRIPT)
"""Of letters that no person wrote, after the reference."""

_PREFIXES = re.compile(r"^(?:\s*(?:re|fwd?|aw|wg|sv|antw?)\s*:)+\s*", re.IGNORECASE)
_TAG = re.compile(r"\[\s*SECAS-\d+\s*\]", re.IGNORECASE)


class Letters:
    """Writes letters on tickets.

    Args:
        head: What stands on each.
        contact: How else to reach people.
    """

    def __init__(self, head: Letterhead, contact: Contact) -> None:
        self._head = head
        self._contact = contact

    def answer(
        self, to: ReplyTo, ticket_id: int, reference: str, entries: Sequence[FaqEntry], now: datetime
    ) -> Letter:
        """Return an automatic answer in the words of FAQ entries."""
        plain = "\n\n\n".join(_entry_words(entry) for entry in entries)
        text = (
            "This is an automatic answer from the SECAS Helpdesk's assistant, in the words of our FAQ.\n\n"
            f"{plain}\n\n\n"
            f"Didn't that answer it? Just reply to this mail and a person will read it, or ring "
            f"{self._contact.phone}. Your reference is {reference}."
        )
        subject = f"[{reference}] {ANSWER}"
        body = Body.of_markdown(text)
        return write_letter(self._head, to, ticket_id, subject, body, now, automatic="auto-replied")

    def acknowledgement(
        self, to: ReplyTo, ticket_id: int, reference: str, opening: str, now: datetime
    ) -> Letter:
        """Return an automatic receipt with the reference and the opening hours."""
        text = (
            "This is an automatic receipt from the SECAS Helpdesk. Your message is with our people.\n\n"
            f"Your reference is {reference}. {opening}\n\n"
            f"To add something, just reply to this mail. You can also ring {self._contact.phone} "
            "while we are open."
        )
        subject = f"[{reference}] {RECEIPT}"
        body = Body.of_markdown(text)
        return write_letter(self._head, to, ticket_id, subject, body, now, automatic="auto-replied")

    def reply(
        self,
        to: ReplyTo,
        ticket_id: int,
        reference: str,
        *,
        about: str,
        text: str,
        author: str,
        now: datetime,
    ) -> Letter:
        """Return what a member of staff wrote, as a letter of theirs: no machine has a hand in it.

        Args:
            to: Where it goes.
            ticket_id: The ticket.
            reference: The ticket's.
            about: The subject of the customer's mail where their address is confirmed, else empty.
            text: Markdown.
            author: Who wrote it.
            now: Its date.
        """
        foot = (
            f"Your reference is {reference}. To add something, just reply to this mail, or ring "
            f"{self._contact.phone} while we are open."
        )
        subject = subject_of(reference, about)
        # Many sign with their own hand.
        signed = any(author in line for line in text.splitlines()[-2:])
        signature = "" if signed else f"{author}\n{NAME}\n\n"
        body = Body.of_markdown(text, breaks=True) + Body.of_plain(signature + foot)
        return write_letter(self._head, to, ticket_id, subject, body, now, automatic=None)

    def solved_question(self, to: ReplyTo, ticket_id: int, reference: str, now: datetime) -> Letter:
        """Return the automatic question whether a resolved ticket is solved."""
        text = (
            f"The SECAS Helpdesk has marked {reference} as resolved. Did that solve it?\n\n"
            "If it did, there is nothing to do. If it didn't, just reply to this mail and say what is still "
            "missing: that opens it again.\n\n"
            "This mail was sent automatically."
        )
        subject = f"[{reference}] {SOLVED}"
        body = Body.of_plain(text)
        return write_letter(self._head, to, ticket_id, subject, body, now, automatic="auto-generated")

    def code(self, to: ReplyTo, ticket_id: int, reference: str, code: str, now: datetime) -> Letter:
        """Return an automatic letter with a code that shows a ticket's status in the chat."""
        text = (
            f"Somebody has asked in our chat how {reference} is getting on. If that was you, please type "
            "this code there within 15 minutes:\n\n"
            f"{code[:4]} {code[4:]}\n\n"
            "It works once, and only in the chat where it was asked for. If it wasn't you, there is nothing "
            "to do: without the code nobody learns anything. We never ask for it by phone or by mail."
        )
        subject = f"[{reference}] {CODE}"
        body = Body.of_plain(text)
        return write_letter(self._head, to, ticket_id, subject, body, now, automatic="auto-generated")

    def transcript(self, to: ReplyTo, ticket_id: int, reference: str, words: Body, now: datetime) -> Letter:
        """Return what was said on a ticket; only for an address that was confirmed."""
        text = f"Here is what was said on {reference}, as you asked us. Times are London's."
        subject = f"[{reference}] {TRANSCRIPT}"
        foot = f"To add something, just reply to this mail, or ring {self._contact.phone}."
        body = Body.of_plain(text) + words + Body.of_plain(foot)
        return write_letter(self._head, to, ticket_id, subject, body, now, automatic="auto-generated")


def subject_of(reference: str, theirs: str) -> str:
    """Return the subject of a reply of staff: the customer's own with the reference, or one of ours."""
    theirs = _PREFIXES.sub("", _TAG.sub(" ", theirs)).strip()
    theirs = " ".join(theirs.split())[:LONGEST_SUBJECT].strip()
    return f"Re: {theirs} [{reference}]" if theirs else f"[{reference}] Your question to the {NAME}"


def _entry_words(entry: FaqEntry) -> str:
    reviewed = f", last reviewed on {entry.reviewed_on:%-d %B %Y}" if entry.reviewed_on else ""
    return f"**{entry.title}**\n\n{entry.body.strip()}\n\nSource: <{entry.source}>{reviewed}"
