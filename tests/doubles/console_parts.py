"""The console, mounted as the public process has it, with doubles for what isn't under test."""

from argon2 import PasswordHasher
from flask import Flask

from connectors.console.app import create_console_app, mount_console
from connectors.console.dependencies import ConsoleDependencies
from connectors.desk.closing import Rules
from connectors.desk.due import DEFAULT_TARGETS
from connectors.desk.week import NINE_TO_FIVE
from connectors.mail.showing import ParsingReader
from connectors.services.staff.accounts import create_account, set_password
from connectors.services.staff.mail_drafts import MailDrafts
from connectors.services.staff.passwords import Passwords
from connectors.services.staff.sealing import Seal
from connectors.services.ticket_desk import TicketDesk
from connectors.services.webhooks.addresses import Gate
from connectors.web.app import create_web_app
from tests.doubles.desk_parts import DUE, ticket_post
from tests.doubles.scripted_learning import ScriptedLearning
from tests.doubles.web_parts import FixedHours, web_parts

CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
"""Passwords that are hashed fast; for tests only."""

SEAL = Seal("a key for tests only")
PUBLIC = "93.184.215.14"
"""The address that every name has in tests."""

PASSWORD = "four words do well"


def console_parts(database, clock, **changes) -> ConsoleDependencies:
    parts = {
        "database": database,
        "clock": clock,
        "hours": FixedHours(),
        "rules": Rules(NINE_TO_FIVE, "england-and-wales", DEFAULT_TARGETS),
        "desk": TicketDesk(clock, DUE, ticket_post()),
        "answers_ready": lambda: True,
        "mails": ParsingReader(),
        "drafts": MailDrafts(DUE),
        "learning": ScriptedLearning(),
        "passwords": CHEAP,
        "seal": SEAL,
        "gate": Gate(resolve=lambda name, port: [PUBLIC]),
        "secret": "another secret for tests only",
    }
    return ConsoleDependencies(**(parts | changes))


def whole_app(database, clock, *, web=None, console=None) -> Flask:
    """Return the public process with the console in its place."""
    app = create_web_app(web_parts(database, clock=clock, **(web or {})))
    mount_console(app, create_console_app(console_parts(database, clock, **(console or {}))))
    return app


def staff(database, clock, name="Sam Okoro", role="agent", email=None) -> int:
    """Make an account with `PASSWORD`; return the person's id."""
    email = email or f"{name.split()[0].lower()}@helpdesk.example.org"
    with database.session() as session:
        account = create_account(session, clock(), name=name, email=email, role=role, actor_id=None)
        set_password(session, clock(), account, PASSWORD, passwords=CHEAP, actor_id=None)
        return account.person_id
