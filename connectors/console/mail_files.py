"""What strangers sent, as it is handed to a browser: sanitised in a sandbox, or as a download."""

from flask import Blueprint, Response, make_response

from connectors.console.dependencies import ConsoleDependencies
from connectors.console.downloads import download
from connectors.console.forms import read_query
from connectors.console.mail import LARGEST_SHOWN, TOO_LARGE
from connectors.console.mail_html import safe_page
from connectors.services.staff.mail_listing import find_attachment, find_mail, size_of
from knowledge.errors import InvalidInput, NotFound


def create_mail_files(parts: ConsoleDependencies) -> Blueprint:
    """Return the addresses of mails' contents."""
    pages = Blueprint("mail_files", __name__, url_prefix="/mail")
    files = MailFiles(parts)
    pages.get("/<mail_id>/html")(files.html)
    pages.get("/<mail_id>/raw")(files.raw)
    pages.get("/attachments/<attachment_id>")(files.attachment)
    return pages


class MailFiles:
    """Hands out what mails hold.

    Args:
        parts: What the console uses.
    """

    def __init__(self, parts: ConsoleDependencies) -> None:
        self._parts = parts

    def html(self, mail_id: str) -> Response:
        """Return the HTML form of a mail, sanitised, for the frame in its page."""
        read_query()
        return make_response(safe_page(self._parts.mails.read(self._bytes_of(mail_id)).html))

    def raw(self, mail_id: str) -> Response:
        """Return a mail as it came."""
        read_query()
        return download(self._bytes_of(mail_id), f"mail-{mail_id[:8]}.eml")

    def attachment(self, attachment_id: str) -> Response:
        """Return one attachment."""
        read_query()
        with self._parts.database.session() as store:
            known = find_attachment(store, attachment_id)
        found = self._parts.mails.attachment(self._bytes_of(known.mail_id), known.position)
        # Where the mail is read differently by now, nothing else is handed out in its place.
        if found is None or found.name != known.name:
            raise NotFound(
                "This attachment can't be taken out of its mail any more; the mail itself holds it."
            )
        return download(found.data, known.name)

    def _bytes_of(self, mail_id: str) -> bytes:
        with self._parts.database.session() as store:
            if size_of(store, mail_id) > LARGEST_SHOWN:
                raise InvalidInput(TOO_LARGE.problems[0])
            return find_mail(store, mail_id).raw
