"""The one place where concrete parts are chosen and put together, by the settings."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from flask import Flask

from connectors.desk.clock import system_clock
from connectors.desk.closing import Rules
from connectors.desk.contact import Contact
from connectors.desk.due import DueTimes
from connectors.desk.live_hours import LiveHours
from connectors.desk.targets import make_targets, read_durations
from connectors.desk.week import read_week
from connectors.dialogue.dialogue import Dialogue
from connectors.dialogue.direct import HttpAnswers
from connectors.dialogue.head_start import HeadStart
from connectors.dialogue.learning import HttpLearning
from connectors.dialogue.rasa import RasaDialogue
from connectors.settings import ROOT, Settings
from knowledge.database import Database
from knowledge.errors import InvalidSettings, Unavailable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from connectors.mail.correspondence import DryRun
    from connectors.mail.mailbox import Mailbox
    from connectors.mail.outbox import Outbox
    from connectors.mail.post_office import PostOffice
    from connectors.mail.rules.rule import Correspondence
    from connectors.mail.rules.rule import Desk as MailDesk
    from connectors.mail.topics import TopicModes
    from connectors.mail.triage import Triage
    from connectors.services.chores import Chores
    from connectors.services.live_faq import LiveFaq, Served
    from connectors.services.modelling import ModelKeeper
    from connectors.services.post.letters import Letters
    from connectors.services.staff.mail_health import MailFinding
    from connectors.services.ticket_codes import TicketCodes
    from connectors.services.ticket_desk import TicketDesk
    from connectors.services.webhooks.outbox import WebhookOutbox
    from knowledge.state import FaqState
    from retrieval.encoder import Encoder
    from retrieval.impressions import Impressions
    from retrieval.mails import MailExample
    from retrieval.store import ModelStore

log = structlog.get_logger()

LOOPBACK = "127.0.0.1"
TRAINING_DATA = ROOT / "training_data"


def database(settings: Settings) -> Database:
    """Return the database, in which every event is written down for the webhooks; nothing is opened yet."""
    from connectors.services.webhooks.events import record_events

    record_events()
    return Database(settings.database_url)


def dialogue(settings: Settings) -> Dialogue:
    """Return the dialogue server."""
    rasa = RasaDialogue(
        f"http://{LOOPBACK}:{settings.bot.port}/webhooks/helpdesk/webhook",
        token=settings.bot.token.get_secret_value(),
        timeout=settings.bot.timeout,
    )
    return HeadStart(rasa, settings.answers.port, token=settings.answers.token.get_secret_value())


def web_app(settings: Settings, store: Database | None = None) -> Flask:
    """Return the public process: widget, API and pages, and the staff console under its own path.

    Args:
        settings: What it is made by.
        store: A database that is open already; without it, the one of the settings.

    Raises:
        Unavailable: If the database can't be read.
    """
    from connectors.console.app import create_console_app, mount_console
    from connectors.console.dependencies import ConsoleDependencies
    from connectors.mail.showing import ParsingReader
    from connectors.services.staff.mail_drafts import MailDrafts
    from connectors.services.staff.passwords import Passwords
    from connectors.services.staff.sealing import Seal, seal_old_secrets
    from connectors.services.webhooks.addresses import Gate
    from connectors.web.app import create_web_app
    from connectors.web.dependencies import WebDependencies
    from connectors.web.proxies import TrustedProxies
    from connectors.web.rates import RateLimits, Rates

    store, seal = store or database(settings), Seal(settings.data.key.get_secret_value())
    hours, rules = desk_hours(settings, store), desk_rules(settings)
    with store.session() as session:
        seal_old_secrets(session, seal)
    internal_api, token = f"http://{LOOPBACK}:{settings.answers.port}", settings.answers.token
    answers = HttpAnswers(internal_api, token=token.get_secret_value(), timeout=settings.answers.timeout)
    desk = ticket_desk(settings, store)
    app = create_web_app(
        WebDependencies(
            database=store,
            clock=system_clock,
            dialogue=dialogue(settings),
            answers=answers,
            hours=hours,
            targets=rules.targets,
            contact=contact(settings),
            codes=ticket_codes(settings),
            desk=desk,
            limits=RateLimits(Rates(**settings.limits.model_dump())),
            secret=settings.web.secret.get_secret_value(),
            origins=settings.web.origins,
        )
    )
    console = create_console_app(
        ConsoleDependencies(
            database=store,
            clock=system_clock,
            hours=hours,
            rules=rules,
            desk=desk,
            answers_ready=answers.ready,
            mails=ParsingReader(),
            drafts=MailDrafts(DueTimes(hours, rules.targets)),
            learning=HttpLearning(internal_api, token=token.get_secret_value()),
            passwords=Passwords(),
            seal=seal,
            gate=Gate(settings.webhooks.private),
            secret=f"console {settings.web.secret.get_secret_value()}",
            idle=timedelta(minutes=settings.console.idle),
            longest=timedelta(hours=settings.console.longest),
        )
    )
    mount_console(app, console)
    app.wsgi_app = TrustedProxies(app.wsgi_app, settings.web.proxies)  # type: ignore[method-assign]
    return app


def webhook_outbox(settings: Settings) -> "WebhookOutbox":
    """Return what tells other programs of events."""
    from connectors.services.staff.sealing import Seal
    from connectors.services.webhooks.addresses import Gate
    from connectors.services.webhooks.outbox import WebhookOutbox
    from connectors.services.webhooks.sending import Sender

    sender = Sender(Gate(settings.webhooks.private), timeout=settings.webhooks.timeout)
    seal = Seal(settings.data.key.get_secret_value())
    return WebhookOutbox(database(settings), sender, seal, system_clock)


def ticket_codes(settings: Settings) -> "TicketCodes | None":
    """Return what sends codes for the chat; None where no mail is sent."""
    from connectors.services.post.code_letters import CodeLetters
    from connectors.services.ticket_codes import TicketCodes

    mail = settings.mail
    if mail.mode == "off" or not (mail.source and mail.smtp):
        return None
    return TicketCodes(CodeLetters(_letters(settings)), settings.web.secret.get_secret_value())


def web_address(settings: Settings) -> str:
    """Return where a browser on this machine finds the public process."""
    host = settings.web.host if settings.web.host not in {"0.0.0.0", "::"} else LOOPBACK  # noqa: S104
    return f"http://{host}:{settings.web.port}"


def console_address(settings: Settings) -> str:
    """Return where a browser on this machine finds the staff console."""
    from connectors.console.app import MOUNT

    return web_address(settings) + MOUNT


def answers_app(settings: Settings) -> Flask:
    """Return the process that decides; loads the model first, and trains it anew where it is stale.

    Raises:
        Unavailable: If the database or the encoder can't be read.
        InvalidTrainingData: If there is no FAQ, or nothing to learn from.
    """
    from connectors.internal.app import create_answers_app
    from connectors.internal.dependencies import AnswersDependencies, Learning
    from connectors.services.answering import AnsweringService
    from connectors.services.grouping import Gaps
    from connectors.services.handing_over import DeskService
    from connectors.services.replaying import Replays
    from knowledge.faq import entry

    store = database(settings)
    hours, reachable = desk_hours(settings, store), contact(settings)
    faq = live_faq(settings, store)
    faq.follow()
    return create_answers_app(
        AnswersDependencies(
            database=store,
            answering=AnsweringService(faq, entry, hours, system_clock, reachable),
            desk=DeskService(hours, system_clock, reachable, desk_rules(settings).targets),
            token=settings.answers.token.get_secret_value(),
            learning=Learning(faq, Gaps(store, faq.encoder), Replays(store, faq), system_clock),
        )
    )


def live_faq(settings: Settings, store: Database) -> "LiveFaq":
    """Return the judge that follows the FAQ, once somebody calls `LiveFaq.follow`; loads the model first.

    Raises:
        Unavailable: If the database or the encoder can't be read.
        InvalidTrainingData: If there is no FAQ, or nothing to learn from.
    """
    from connectors.services.live_faq import LiveFaq

    return LiveFaq(
        store,
        model_keeper(settings),
        lambda model: model.at(float(settings.answers.wrong)),
        lambda step: log.info("model_training", step=step),
    )


def faq_state(settings: Settings) -> "FaqState":
    """Return the FAQ with what staff have added to it.

    Raises:
        Unavailable: If the database can't be read.
    """
    from knowledge.faq_state import read_state

    with database(settings).session() as session:
        return read_state(session)


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

    Where no mailbox is read it only sends, what staff write for example, and needs no model.

    Raises:
        InvalidSettings: If there is neither a mailbox to read nor a server to send through.
        Unavailable: If the database or the encoder can't be read.
        InvalidTrainingData: If there is no FAQ, or nothing to learn from.
    """
    from connectors.mail.acting import Acting, Limits
    from connectors.mail.correspondence import StoredCorrespondence
    from connectors.mail.intake import Intake
    from connectors.mail.post_office import PostOffice
    from connectors.mail.working import Worker
    from knowledge.faq import entry

    mail, store = settings.mail, database(settings)
    outbox = _outbox(settings, store)
    if outbox is not None and not settings.reads_mail:
        store.check()
        return PostOffice(None, None, None, outbox)
    if mail.mode == "off":
        raise InvalidSettings(
            "HELPDESK_MAIL_MODE is off, so no mail is read, and there is no HELPDESK_MAIL_SMTP."
        )
    mailbox, desk = _mailbox(settings), _mail_desk(settings)
    store.check()
    hours = desk_hours(settings, store)
    due = DueTimes(hours, desk_rules(settings).targets)
    with store.session() as session:
        limits = Limits(_topic_modes(settings, session), mail.daily)
    acting = Acting(_letters(settings), entry, hours, due, desk, limits)
    triage = _triage(settings, store, StoredCorrespondence(store.session))
    intake, worker = Intake(store, mailbox, system_clock), Worker(store, triage, acting, system_clock)
    return PostOffice(mailbox, intake, worker, outbox)


def _outbox(settings: Settings, store: Database) -> "Outbox | None":
    """Return what sends, or None where there is no server to send through."""
    from connectors.mail.outbox import Outbox
    from connectors.mail.server import Server
    from connectors.mail.smtp_sender import SmtpSender

    mail = settings.mail
    if not mail.smtp:
        return None
    server, password = Server.parse(mail.smtp), mail.smtp_password.get_secret_value()
    sender = SmtpSender(server, password, _mail_desk(settings).addresses[0])
    return Outbox(store, sender, system_clock, due_times(settings, store))


def mail_findings(settings: Settings) -> "list[MailFinding]":
    """Return how reading, working off and sending mails went last.

    Raises:
        InvalidSettings: If the address of the mailbox can't be read.
        Unavailable: If the database can't be read.
    """
    from connectors.services.staff.mail_health import look_at_mail

    _mailbox(settings)
    with database(settings).session() as session:
        return list(look_at_mail(session, system_clock()))


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
    from connectors.mail.following import FollowingDecider
    from connectors.mail.rules.rule import Surroundings
    from connectors.mail.triage import Triage

    with store.session() as session:
        topics = _topic_modes(settings, session)

    def decider(served: "Served") -> QuestionDecider:
        state, encoder = served.state, served.usable.encoder
        off = topics.off(state.entries)
        return QuestionDecider(served.judge, encoder, state.published, settings.mail.sure, off)

    following = FollowingDecider(_mail_faq(settings, store), decider)
    return Triage(Surroundings(_mail_desk(settings), correspondence), following, mail_impressions())


@cache
def mail_impressions() -> "Impressions":
    """Return what judges mails by their words, fitted once in a process (6 seconds).

    Raises:
        InvalidTrainingData: If there is nothing to learn from.
    """
    from retrieval.mails import read_mails

    return fit_impressions(read_mails(TRAINING_DATA))


def fit_impressions(mails: "Sequence[MailExample]") -> "Impressions":
    """Fit what judges mails by their words on mails, the messages of the chat and the titles of the FAQ.

    Raises:
        InvalidTrainingData: If there is nothing to learn from.
    """
    from knowledge.corpus import read_corpus
    from retrieval.examples import read_examples
    from retrieval.impressions import Impressions

    titles = [entry.title for entry in read_corpus(TRAINING_DATA / "faq")]
    return Impressions.fit(mails, read_examples(TRAINING_DATA), titles)


def _mail_faq(settings: Settings, store: Database) -> "LiveFaq":
    """Return the judge of the mailbox: its encoder remembers, so that a mail is encoded in one go."""
    from connectors.mail.deciding import MOST_REMEMBERED
    from connectors.services.live_faq import LiveFaq
    from retrieval.encoder import RememberingEncoder

    # One core: the texts of a mail are few, and two cores would mostly wait for each other.
    keeper = model_keeper(settings, threads=1)
    remembering = replace(keeper, encoder=lambda: RememberingEncoder(keeper.encoder(), MOST_REMEMBERED))
    return LiveFaq(store, remembering, tell=lambda step: log.info("model_training", step=step))


def _topic_modes(settings: Settings, session: "Session") -> "TopicModes":
    """Return what is answered automatically, by topic.

    Raises:
        InvalidSettings: If a topic is named that the FAQ never had.
    """
    from connectors.mail.topics import TopicModes, read_topics
    from knowledge.faq import known_names

    named = read_topics(settings.mail.topics)
    known = {name.lower(): name for name in known_names(session)}
    if unknown := sorted(named.keys() - known.keys()):
        raise InvalidSettings(
            f"HELPDESK_MAIL_TOPICS names {', '.join(map(repr, unknown))}. It can name the keys and the "
            f"categories of entries: {', '.join(sorted(known.values(), key=str.lower))}."
        )
    return TopicModes(settings.mail.mode, named)


def _letters(settings: Settings) -> "Letters":
    from connectors.services.post.letter import Letterhead
    from connectors.services.post.letters import Letters

    head = Letterhead(_mail_desk(settings).addresses[0], settings.mail.secret.get_secret_value())
    return Letters(head, contact(settings))


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


def desk_rules(settings: Settings) -> Rules:
    """Return what opening hours and due times follow from."""
    desk = settings.desk
    durations = (read_durations(text) for text in (desk.first_response, desk.next_response, desk.resolution))
    return Rules(read_week(desk.hours), desk.division, make_targets(*durations))


def desk_hours(settings: Settings, store: Database) -> LiveHours:
    """Return the opening hours; they follow the closures that staff enter.

    Raises:
        Unavailable: If the database can't be read.
    """
    rules = desk_rules(settings)
    return LiveHours(store, system_clock, week=rules.week, division=rules.division)


def due_times(settings: Settings, store: Database) -> DueTimes:
    """Return how due times are set, by the hours of the moment."""
    return DueTimes(desk_hours(settings, store), desk_rules(settings).targets)


def ticket_desk(settings: Settings, store: Database) -> "TicketDesk":
    """Return the desk as staff see it.

    Raises:
        Unavailable: If the database can't be read.
    """
    from connectors.services.post.outgoing import Caps
    from connectors.services.post.ticket_post import TicketPost
    from connectors.services.ticket_desk import TicketDesk

    post = TicketPost(_letters(settings), Caps(settings.mail.daily), sends=bool(settings.mail.smtp))
    return TicketDesk(system_clock, due_times(settings, store), post)


def chores(settings: Settings) -> "Chores":
    """Return what is done by itself from time to time; the public process runs it.

    Raises:
        Unavailable: If the database can't be read.
    """
    from connectors.services.chores import Chores, desk_jobs

    store = database(settings)
    return Chores(store, system_clock, desk_jobs(due_times(settings, store)))


def contact(settings: Settings) -> Contact:
    """Return how to reach the Helpdesk without the assistant."""
    return Contact(settings.desk.email, settings.desk.phone, settings.desk.form)


def _encoder(settings: Settings, *, threads: int | None = None) -> "Callable[[], Encoder]":
    def load() -> "Encoder":
        from retrieval.encoder import INSTALLED, SentenceTransformerEncoder, installed_model
        from retrieval.onnx_export import kept

        chosen = settings.answers.encoder
        model = Path(chosen) if chosen else installed_model()
        if model.is_dir():
            try:
                folder = settings.data.folder / "models" / "encoder"
                return kept(model, chosen or INSTALLED, folder, threads=threads or 2)
            except Unavailable as error:
                # Not every model can be exported; the slower way serves them all.
                log.warning("encoder_not_exported", reason=str(error))
        return SentenceTransformerEncoder(chosen, threads=threads)

    return load
