"""Replies join their ticket if whoever wrote them is on it; a stranger's becomes a ticket of its own."""

import re

from connectors.mail.authentication import dmarc_verdict
from connectors.mail.message import Mail
from connectors.mail.questions import asks_something
from connectors.mail.rules.rule import Outcome, Surroundings
from connectors.services.post.reply_address import ticket_id_of

REFERENCE = re.compile(r"\bSECAS-0*(\d{1,9})\b", re.IGNORECASE)

_THANKS = re.compile(
    r"\W*(?:(?:hi|hello|dear|ah|oh|ok(?:ay)?|yes|no|great|perfect|brilliant|lovely|excellent|wonderful"
    r"|super|cool|that is|that['’]?s|this is|all|many|a (?:big|huge)|much|just to say|just wanted to say"
    r"|and)\b[ ,!.–-]*(?:\w+[ ,!.–-]+)?)*?"
    r"(?:thank(?:s| ?you)|cheers|ta\b|perfect|great|brilliant|excellent|wonderful|lovely|super"
    r"|much appreciated|appreciate|(?:that|this|it|which)(?: has| is|['’]s)?(?: all| now| really"
    r"| completely)* (?:solve[sd]?|answer\w*|help\w*|work\w*|clear\w*|sort\w*|resolve\w*|fix\w*|exactly"
    r"|what (?:i|we) needed|great|perfect|fine|all)"
    r"|(?:all|now) (?:good|done|clear|sorted|working|fine|resolved)|solved|sorted|resolved|got it"
    r"|understood|noted|ok(?:ay)?\b|no (?:further|more) (?:questions|help)|nothing (?:else|more)"
    r"|(?:you )?(?:can|may|please) close|close (?:the|this|my) (?:ticket|case)|have a (?:good|great|nice"
    r"|lovely)|very helpful|will do|received)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\b(?:but|however|although|still|yet|not (?!need)|n['’]t (?!need)|another|one more|also|except"
    r"|unfortunately|wrong|instead|follow[- ]up|(?<!no )further|would like|issue|(?<!no )problem"
    r"|please (?!close))\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!])\s+|\n+")
MOST_WORDS_OF_THANKS = 40
MOST_WORDS_A_SENTENCE = 16


class Thread:
    """Joins a reply to its ticket, by our message id, a signed reply address, or the tag in the subject.

    The tag is for people: it counts only for a sender who is on that ticket, and with a DMARC
    verdict that is not a failure.
    """

    name = "thread"

    def look(self, mail: Mail, around: Surroundings) -> Outcome | None:
        ticket = _by_id(mail, around) or _by_address(mail, around)
        tagged = None if ticket else _tag(mail)
        failed = dmarc_verdict(mail, around.desk) == "fail"
        if ticket is None and tagged is None:
            return None
        named = ticket or tagged or ""
        people = around.correspondence.people_on(named)
        if people is None:
            # There is no such ticket: what it says is all that there is to go by.
            return _held(named, "it names a ticket that we don't have") if tagged else None
        known = mail.sender is not None and mail.sender.email in people
        if not known:
            return _held(named, "its sender isn't on the ticket that it names")
        if failed:
            return _held(named, "its sender could not be confirmed (DMARC failed)")
        if is_only_thanks(mail.text):
            return Outcome(
                "thread", "A reply that asks nothing more; the ticket stays as it is.", ticket=named
            )
        return Outcome("thread", "A reply on its ticket.", ticket=named, reopens=True)


def is_only_thanks(text: str) -> bool:
    """Tell whether a reply says thank you and nothing that somebody would have to answer."""
    words = text.split()
    if not words or len(words) > MOST_WORDS_OF_THANKS or "?" in text or _GOES_ON.search(text):
        return False
    sentences = [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]
    short = all(len(sentence.split()) <= MOST_WORDS_A_SENTENCE for sentence in sentences)
    return short and all(_THANKS.match(sentence) for sentence in sentences) and not asks_something(text)


def _by_id(mail: Mail, around: Surroundings) -> str | None:
    for message_id in mail.references:
        ticket = around.correspondence.ticket_of_message(message_id)
        if ticket:
            return ticket
    return None


def _by_address(mail: Mail, around: Surroundings) -> str | None:
    addresses = [address.email for address in mail.recipients]
    for name in ("delivered-to", "x-original-to", "envelope-to"):
        addresses += [value.strip(" <>").lower() for value in mail.headers.all(name)]
    for address in addresses:
        number = ticket_id_of(around.desk.secret, address)
        if number is not None:
            return reference_of(number)
    return None


def _tag(mail: Mail) -> str | None:
    found = REFERENCE.search(mail.subject)
    return reference_of(int(found[1])) if found else None


def reference_of(number: int) -> str:
    """Return the name of a ticket by its number."""
    return f"SECAS-{number:06d}"


def _held(ticket: str, why: str) -> Outcome:
    return Outcome("handoff", f"Held as a new ticket beside the old one: {why}.", ticket=ticket)
