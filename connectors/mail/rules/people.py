"""What people have to read, whatever the FAQ says: each rule names one reason."""

import re

from connectors.mail.authentication import dmarc_verdict
from connectors.mail.language import is_english
from connectors.mail.message import Mail
from connectors.mail.rules.rule import Outcome, Surroundings
from connectors.mail.rules.wording import to_people


class NotReadable:
    """Mails that could not be read in full, or hold nothing that can be read."""

    name = "not_readable"

    _SEALED = frozenset(
        (
            "multipart/encrypted",
            "application/pgp-encrypted",
            "application/pkcs7-mime",
            "application/x-pkcs7-mime",
        )
    )

    def look(self, mail: Mail, around: Surroundings) -> Outcome | None:  # noqa: ARG002 - the protocol's
        if mail.problems:
            return to_people(" ".join(mail.problems))
        if not self._SEALED.isdisjoint(mail.kinds):
            return to_people("It is encrypted, or sealed with a signature that we don't open.")
        if not (mail.text or mail.passed_on).strip() and not _says_something(mail.subject):
            what = "There are only attachments in it." if mail.attachments else "There is no text in it."
            return to_people(what)
        return None


class UnknownSender:
    """Mails from nobody in particular: there is no address that an answer could go to."""

    name = "unknown_sender"

    def look(self, mail: Mail, around: Surroundings) -> Outcome | None:  # noqa: ARG002 - the protocol's
        if mail.sender is None:
            return to_people("It has no sender that can be read.")
        if mail.senders > 1:
            return to_people("It names several senders.")
        return None


class FailedAuthentication:
    """Senders who may not be who they say: our own border found DMARC failed."""

    name = "dmarc_failed"

    def look(self, mail: Mail, around: Surroundings) -> Outcome | None:
        if dmarc_verdict(mail, around.desk) == "fail":
            return to_people("Its sender could not be confirmed (DMARC failed).")
        return None


class RefersToAttachment:
    """Mails that say it in an attachment, which only people open."""

    name = "refers_to_attachment"

    _SAYS = re.compile(
        r"\b(?:attach(?:ed|ing|ment|ments)?|enclos(?:e|ed|ing|ure)|herewith|see the (?:pdf|document"
        r"|spreadsheet|file|screenshot|scan|photo|picture|image)|screen ?(?:shot|grab|print)s?"
        r"|(?:completed|signed|filled[- ]in|returned) (?:copy|form|forms|agreement|document|template"
        r"|spreadsheet))\b",
        re.IGNORECASE,
    )

    def look(self, mail: Mail, around: Surroundings) -> Outcome | None:  # noqa: ARG002 - the protocol's
        real = [a for a in mail.attachments if not a.inline and not _is_trimming(a.kind, a.name)]
        if self._SAYS.search(mail.text) and (real or (_ENCLOSES.search(mail.text) and not mail.passed_on)):
            return to_people("What it asks refers to an attachment.")
        if real and not mail.passed_on and "?" not in mail.text and "?" not in mail.subject:
            return to_people("It comes with an attachment and asks no question by itself.")
        return None


class ForeignLanguage:
    """Mails that aren't in English."""

    name = "foreign_language"

    def look(self, mail: Mail, around: Surroundings) -> Outcome | None:  # noqa: ARG002 - the protocol's
        if is_english(mail.text or mail.passed_on or mail.subject):
            return None
        return to_people("It isn't in English.")


class ThanksOnly:
    """A mail that only says thank you, and belongs to nothing that we know of."""

    name = "thanks_only"

    def look(self, mail: Mail, around: Surroundings) -> Outcome | None:  # noqa: ARG002 - the protocol's
        from connectors.mail.rules.threads import is_only_thanks

        return to_people("It says thank you, and asks nothing.") if is_only_thanks(mail.text) else None


_ENCLOSES = re.compile(
    r"\b(?:please find|see|i have|i['’]ve|we have|we['’]ve|i am|i['’]m|is|are"
    r"|find) (?:the )?(?:attach(?:ed|ing)|enclos(?:ed|ing))|\b(?:i|we) (?:attach|enclose)\b|attached (?:is"
    r"|are|please|you|find|our|my|the"
    r"|a )",
    re.IGNORECASE,
)


def _is_trimming(kind: str, name: str) -> bool:
    """Tell whether an attachment is part of a signature: a card, a key, a logo."""
    if kind in {
        "text/x-vcard",
        "text/vcard",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-keys",
        "message/rfc822",
        "text/html",
    }:
        return True
    return (
        kind == "application/ms-tnef"
        or bool(re.match(r"(?:image\d{3}|logo\w*|signature\w*|outlook-\w+|smime)\.\w+$", name, re.IGNORECASE))
        or name.lower().endswith((".vcf", ".asc", ".p7s", ".eml"))
    )


def _says_something(subject: str) -> bool:
    plain = re.sub(r"^(?:\s*(?:re|fwd?|aw|wg)\s*:)+", "", subject, flags=re.IGNORECASE)
    return len(plain.split()) >= 3
