"""The one place where concrete parts are chosen and put together, by the settings."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from flask import Flask

from connectors.desk.clock import system_clock
from connectors.desk.closures import read_closures
from connectors.desk.contact import Contact
from connectors.desk.hours import BusinessHours
from connectors.dialogue.dialogue import Dialogue
from connectors.dialogue.direct import HttpAnswers
from connectors.dialogue.rasa import RasaDialogue
from connectors.settings import ROOT, Settings
from knowledge.database import Database
from knowledge.errors import InvalidSettings

if TYPE_CHECKING:
    from connectors.mail.correspondence import DryRun
    from connectors.mail.mailbox import Mailbox
    from connectors.mail.post_office import PostOffice
    from connectors.mail.rules.rule import Correspondence
    from connectors.mail.rules.rule import Desk as MailDesk
    from connectors.mail.triage import Triage
    from connectors.services.modelling import ModelKeeper
    from retrieval.encoder import Encoder
    from retrieval.store import ModelStore

log = structlog.get_logger()

LOOPBACK = "127.0.0.1"
TRAINING_DATA = ROOT / "training_data"


def database(settings: Settings) -> Database:
    """Return the database; nothing is opened yet."""
    return Database(settings.database_url)


def dialogue(settings: Settings) -> Dialogue:
    """Return the dialogue server."""
    return RasaDialogue(
        f"http://{LOOPBACK}:{settings.bot.port}/webhooks/helpdesk/webhook",
        token=settings.bot.token.get_secret_value(),
        timeout=settings.bot.timeout,
    )


def web_app(settings: Settings) -> Flask:
    """Return the public process: widget, API and pages.

    Raises:
        Unavailable: If the database can't be read.
    """
    from connectors.web.app import create_web_app
    from connectors.web.dependencies import WebDependencies

    store = database(settings)
    return create_web_app(
        WebDependencies(
            database=store,
            clock=system_clock,
            dialogue=dialogue(settings),
            answers=HttpAnswers(
                f"http://{LOOPBACK}:{settings.answers.port}",
                token=settings.answers.token.get_secret_value(),
                timeout=settings.answers.timeout,
            ),
            hours=_hours(store),
            contact=_contact(settings),
            secret=settings.web.secret.get_secret_value(),
            origins=settings.web.origins,
        )
    )


def answers_app(settings: Settings) -> Flask:
    """Return the process that decides; loads the model first, and trains it anew where it is stale.

    Raises:
        Unavailable: If the database or the encoder can't be read.
        InvalidTrainingData: If there is no FAQ, or nothing to learn from.
    """
    from connectors.internal.app import create_answers_app
    from connectors.internal.dependencies import AnswersDependencies
    from connectors.services.answering import AnsweringService
    from connectors.services.handing_over import DeskService
    from knowledge.faq import entry, published_entries
    from retrieval.judge import FusionJudge

    store = database(settings)
    with store.session() as session:
        entries = published_entries(session)
    encoder, model = model_keeper(settings).current(
        entries, lambda step: log.info("model_training", step=step)
    )
    hours, contact = _hours(store), _contact(settings)
    return create_answers_app(
        AnswersDependencies(
            database=store,
            answering=AnsweringService(FusionJudge(encoder, model), entry, hours, system_clock, contact),
            desk=DeskService(hours, system_clock, contact),
            token=settings.answers.token.get_secret_value(),
        )
    )


def mail_dry_run(settings: Settings) -> "tuple[Triage, DryRun]":
    """Return what decides on mails without acting, and its memory; loads the model first.

    Raises:
        Unavailable: If the database or the encoder can't be read.
        InvalidTrainingData: If there is no FAQ, or nothing to learn from.
    """
    from connectors.mail.correspondence import DryRun, StoredCorrespondence

    store = database(settings)
    store.check()
    memory = DryRun(StoredCorrespondence(store.session))
    return _triage(settings, store, memory), memory


def post_office(settings: Settings) -> "PostOffice":
    """Return what reads, works off and answers the mailbox; loads the model first.

    Raises:
        InvalidSettings: If there is no mailbox, or the mail is off.
        Unavailable: If the database or the encoder can't be read.
        InvalidTrainingData: If there is no FAQ, or nothing to learn from.
    """
    from connectors.mail.acting import Acting, Limits
    from connectors.mail.correspondence import StoredCorrespondence
    from connectors.mail.intake import Intake
    from connectors.mail.letters import Letters
    from connectors.mail.outbox import Outbox
    from connectors.mail.post_office import PostOffice
    from connectors.mail.server import Server
    from connectors.mail.smtp_sender import SmtpSender
    from connectors.mail.working import Worker
    from knowledge.faq import entry

    mail = settings.mail
    if mail.mode == "off":
        raise InvalidSettings("HELPDESK_MAIL_MODE is off, so no mail is read.")
    mailbox = _mailbox(settings)
    store, desk = database(settings), _mail_desk(settings)
    store.check()
    acting = Acting(
        Letters(desk, _contact(settings)), entry, _hours(store), desk, Limits(mail.mode, mail.daily)
    )
    sender = None
    if mail.smtp:
        server = Server.parse(mail.smtp)
        sender = SmtpSender(server, mail.smtp_password.get_secret_value(), desk.addresses[0])
    triage = _triage(settings, store, StoredCorrespondence(store.session))
    return PostOffice(
        mailbox,
        Intake(store, mailbox, system_clock),
        Worker(store, triage, acting, system_clock),
        Outbox(store, sender, system_clock) if sender else None,
    )


def mailbox_state(settings: Settings) -> str:
    """Say when the mailbox was last read well, and how many mails wait or were given up.

    Raises:
        Unavailable: If the last look went wrong; says why. Also if the database can't be read.
    """
    from connectors.mail.post_office import state_of

    with database(settings).session() as session:
        return state_of(session, _mailbox(settings).name)


def _mailbox(settings: Settings) -> "Mailbox":
    from connectors.mail.folder_mailbox import FolderMailbox
    from connectors.mail.imap_mailbox import ImapMailbox
    from connectors.mail.server import Server

    source = settings.mail.source
    if not source:
        raise InvalidSettings(
            "There is no mailbox. HELPDESK_MAIL_SOURCE names one, such as imaps://user@example.org/INBOX "
            "or a folder of .eml files."
        )
    if "://" not in source:
        return FolderMailbox(Path(source).absolute())
    server = Server.parse(source)
    if not server.scheme.startswith("imap"):
        raise InvalidSettings(f"HELPDESK_MAIL_SOURCE is read by IMAP; {source!r} is not the address of that.")
    return ImapMailbox(server, settings.mail.password.get_secret_value(), system_clock)


def _triage(settings: Settings, store: Database, correspondence: "Correspondence") -> "Triage":
    from connectors.mail.deciding import QuestionDecider
    from connectors.mail.priming import PrimedEncoder
    from connectors.mail.rules.rule import Surroundings
    from connectors.mail.triage import Triage
    from knowledge.faq import published_entries
    from retrieval.judge import FusionJudge

    with store.session() as session:
        entries = published_entries(session)
    # One core: the texts of a mail are few, and two cores would mostly wait for each other.
    encoder, model = model_keeper(settings, threads=1).current(
        entries, lambda step: log.info("model_training", step=step)
    )
    primed = PrimedEncoder(encoder)
    decider = QuestionDecider(
        FusionJudge(primed, model), primed, frozenset(entry.key for entry in entries), settings.mail.sure
    )
    return Triage(Surroundings(_mail_desk(settings), correspondence), decider)


def _mail_desk(settings: Settings) -> "MailDesk":
    from connectors.mail.rules.rule import Desk as MailDesk

    addresses = settings.mail.addresses or (settings.desk.email.lower(),)
    return MailDesk(addresses, settings.mail.servers, settings.mail.secret.get_secret_value())


def model_keeper(settings: Settings, *, threads: int | None = None) -> "ModelKeeper":
    """Return what trains and loads the judge's model; ``threads`` are the cores that one text may use."""
    from connectors.services.modelling import ModelKeeper

    return ModelKeeper(
        store=model_store(settings),
        encoder=_encoder(settings, threads=threads),
        training_data=TRAINING_DATA,
        rankings=rankings_file(settings),
    )


def model_store(settings: Settings) -> "ModelStore":
    """Return where the judge's models are kept."""
    from retrieval.store import ModelStore

    return ModelStore(settings.data.folder / "models" / "judge")


def rankings_file(settings: Settings) -> Path:
    """Return the file of the dialogue server's held-out rankings, which the judge is fitted with."""
    return settings.data.folder / "models" / "bot" / "rankings.jsonl"


def _hours(store: Database) -> BusinessHours:
    with store.session() as session:
        return BusinessHours(read_closures(session))


def _contact(settings: Settings) -> Contact:
    return Contact(settings.desk.email, settings.desk.phone, settings.desk.form)


def _encoder(settings: Settings, *, threads: int | None = None) -> "Callable[[], Encoder]":
    def load() -> "Encoder":
        from transformers.utils import logging

        from retrieval.encoder import SentenceTransformerEncoder

        # A bar for a second's work only clutters console and logs.
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # not annotated there
        return SentenceTransformerEncoder(settings.answers.encoder, threads=threads)

    return load
