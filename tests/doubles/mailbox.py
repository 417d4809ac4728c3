"""The mailbox behind the console of a test."""

import re
from html import unescape

from sqlalchemy import select

from knowledge.mail_tables import IncomingMail, MailAttachment, OutgoingMail
from tests.doubles.post import Post


class Mailbox(Post):
    """Lays mails in, works them off, and looks at what became of them."""

    def take(self, name, text, headers="", **more):
        """Lay one mail, work it off, and return its id."""
        self.lay(name, text, headers, **more)
        return self.work_off()

    def take_bytes(self, raw):
        """Lay one mail as bytes, work it off, and return its id."""
        (self.folder / f"m{len(list(self.folder.iterdir())):03}.eml").write_bytes(raw)
        return self.work_off()

    def work_off(self):
        """Take in and work off what lies there; return the id of the newest mail."""
        self.intake.take()
        self.worker.work()
        with self.database.session() as session:
            newest = select(IncomingMail.id).order_by(
                IncomingMail.received_at.desc(), IncomingMail.place.desc()
            )
            return session.scalar(newest.limit(1))

    def mail(self, mail_id):
        with self.database.session() as session:
            return session.get_one(IncomingMail, mail_id)

    def letter(self, mail_id):
        with self.database.session() as session:
            return session.scalar(select(OutgoingMail).where(OutgoingMail.incoming_id == mail_id))

    def attachments(self, mail_id):
        with self.database.session() as session:
            query = select(MailAttachment).where(MailAttachment.mail_id == mail_id)
            return list(session.scalars(query.order_by(MailAttachment.position)))


class MailPage:
    """One member of staff at one mail."""

    def __init__(self, browser, mail_id):
        self.browser, self.path = browser, f"/mail/{mail_id}"
        self.open()

    def open(self, query=""):
        self.browser.get(self.path + query)
        found = re.search(r'name="version" value="(\d+)"', self.browser.html)
        self.version = found[1] if found else "1"
        return self

    def approve(self):
        self.browser.post(f"{self.path}/approve", {"version": self.version})
        return self

    def reject(self):
        self.browser.post(f"{self.path}/reject", {"version": self.version})
        return self

    def edit(self, text):
        self.browser.post(f"{self.path}/edit", {"version": self.version, "text": text})
        return self

    def put_back(self):
        self.browser.post(f"{self.path}/back")
        return self

    @property
    def box(self):
        found = re.search(r'<textarea id="text"[^>]*>\n?(.*?)</textarea>', self.browser.html, re.DOTALL)
        return unescape(found[1]) if found else None

    @property
    def text(self):
        return self.browser.text

    @property
    def status(self):
        return self.browser.status
