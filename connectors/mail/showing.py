"""Reads stored mails for the people who look at them, by the same parser that reads them for the rules."""

from email.message import Message

import structlog

from connectors.logs import place_of
from connectors.mail.message import Address
from connectors.mail.parsing import parse
from connectors.mail.parts import children_of, read_parts
from connectors.mail.reading import read_with_parts
from connectors.mail.transfer import payload_bytes
from connectors.services.staff.mail_reading import AttachedFile, ReadableMail

log = structlog.get_logger()

NOT_READ = ReadableMail(problems=("This mail can't be read.",))


class ParsingReader:
    """Reads mails with the mailbox's own parser."""

    def read(self, raw: bytes, cut_from: int | None = None) -> ReadableMail:
        """Return what a mail says."""
        try:
            mail, contents = read_with_parts(raw, cut_from)
        except Exception as error:  # noqa: BLE001 - a mail that can't be read is still shown, with its bytes
            log.warning("mail_not_shown", error=place_of(error))
            return NOT_READ
        return ReadableMail(
            sender=_words(mail.sender) if mail.sender else "",
            recipients=[_words(address) for address in mail.recipients],
            reply_to=[_words(address) for address in mail.reply_to],
            subject=mail.subject,
            sent_at=mail.sent_at,
            text=mail.body,
            html="\n<hr>\n".join(contents.htmls),
            problems=mail.problems,
        )

    def attachment(self, raw: bytes, position: int) -> AttachedFile | None:
        """Return one attachment."""
        try:
            contents = read_parts(parse(raw)[0])
            if not 0 <= position < len(contents.parts):
                return None
            return AttachedFile(contents.attachments[position].name, _bytes_of(contents.parts[position]))
        except Exception as error:  # noqa: BLE001 - what can't be taken out is still in the mail itself
            log.warning("attachment_not_read", error=place_of(error))
            return None


def _bytes_of(part: "Message[str, str]") -> bytes:
    if not part.is_multipart():
        return payload_bytes(part)
    # An attached message, or a report of several parts.
    return b"\n".join(child.as_bytes() for child in children_of(part))


def _words(address: Address) -> str:
    return f"{address.name} <{address.email}>" if address.name else address.email
