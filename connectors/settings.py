"""The settings: this module alone reads the environment.

Every setting is a variable ``HELPDESK_<SECTION>_<NAME>``; a ``.env`` file in the working folder
is read too, and the environment wins. An unknown ``HELPDESK_…`` variable is an error, so that a
misspelt one is never silently ignored.
"""

import os
import re
from collections.abc import Callable, Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo

from knowledge.errors import InvalidInput, InvalidSettings

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "HELPDESK_"
UNKNOWN = "there is no such setting. `helpdesk config` lists them all."
ADDRESS = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\"]+")
ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?")


class Section(BaseModel):
    """A group of settings: unknown names are refused and nothing changes after the start."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DataSettings(Section):
    """Where things are kept."""

    folder: Path = Field(default=ROOT / "var", description="Database, index, models and logs")
    url: str = Field(
        default="", description="SQLAlchemy address of the database; empty: SQLite in the data folder"
    )

    key: SecretStr = Field(
        default=SecretStr(""),
        description="Encrypts the secrets of webhooks and authenticator apps; empty: made at first start",
    )

    @field_validator("folder")
    @classmethod
    def _is_absolute(cls, value: Path) -> Path:
        # The processes start in different folders and must mean the same one.
        return value.absolute()


class WebSettings(Section):
    """The public process: widget, API and pages."""

    host: str = Field(default="127.0.0.1", description="Address to listen on")
    port: int = Field(default=8080, ge=1, le=65535, description="Port to listen on")
    threads: int = Field(default=8, ge=1, le=64, description="Requests answered at the same time")
    secret: SecretStr = Field(
        default=SecretStr(""),
        description="Signs the cookie of the page without JavaScript; empty: made at first start",
    )
    origins: tuple[str, ...] = Field(
        default=(),
        description="Other sites that may embed the widget, separated by commas: https://www.example.org",
    )

    proxies: tuple[str, ...] = Field(
        default=(),
        description="Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, "
        "separated by commas: 10.0.0.1 or 10.0.0.0/8",
    )

    @field_validator("origins", "proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(origin.strip().rstrip("/") for origin in value.split(",") if origin.strip())
        return value

    @field_validator("proxies")
    @classmethod
    def _are_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for proxy in value:
            _check_network(proxy)
        return value

    @field_validator("origins")
    @classmethod
    def _are_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if not ORIGIN.fullmatch(origin):
                raise ValueError(f"{origin!r} is not the address of a site, like https://www.example.org")
        return value


class AnswersSettings(Section):
    """The process that holds the model and the index."""

    port: int = Field(default=8081, ge=1, le=65535, description="Port on 127.0.0.1")
    threads: int = Field(default=4, ge=1, le=64, description="Requests answered at the same time")
    token: SecretStr = Field(
        default=SecretStr(""), description="Shared with the action server; empty: made at first start"
    )
    encoder: str = Field(
        default="", description="A sentence-transformers model or folder; empty: the one that is installed"
    )
    timeout: float = Field(default=5.0, gt=0, description="Seconds to wait for a decision")
    wrong: Literal["0.005", "0.01", "0.02", "0.03", "0.05"] = Field(
        default="0.02",
        description="The share of all chat messages that may be answered wrongly, which the line of an "
        "answer follows from: `0.005`, `0.01`, `0.02`, `0.03` or `0.05`",
    )


class BotSettings(Section):
    """The dialogue server (Rasa) and its action server."""

    port: int = Field(default=8082, ge=1, le=65535, description="Rasa's port on 127.0.0.1")
    actions_port: int = Field(
        default=8083, ge=1, le=65535, description="The action server's port on 127.0.0.1"
    )
    token: SecretStr = Field(
        default=SecretStr(""), description="Shared with Rasa; empty: made at first start"
    )
    timeout: float = Field(
        default=8.0, gt=0, description="Seconds to wait for Rasa before the answers process is asked directly"
    )
    python: Path = Field(
        default=ROOT / "bot" / ".venv" / "bin" / "python", description="The Python that Rasa is installed in"
    )

    @field_validator("python")
    @classmethod
    def _is_absolute(cls, value: Path) -> Path:
        # Not resolved: the link itself is what tells Python its environment.
        return value.absolute()


class DeskSettings(Section):
    """The people behind the assistant."""

    email: str = Field(default="SECAS@gemserv.com", description="The Helpdesk's address")
    phone: str = Field(default="020 7090 7755", description="The Helpdesk's number")
    form: str = Field(
        default="https://smartenergycodecompany.co.uk/faqs/",
        description="Page that leads to the contact form",
    )
    hours: str = Field(
        default="Mon-Fri 9:00-17:00",
        description="Usual opening times in London; several a day: "
        "Mon-Fri 9:00-12:30 13:30-17:00; Sat 10:00-12:00",
    )
    division: Literal["england-and-wales", "scotland", "northern-ireland"] = Field(
        default="england-and-wales",
        description="Whose bank holidays count: `england-and-wales`, `scotland` or `northern-ireland`",
    )
    first_response: str = Field(
        default="urgent 1h, high 4h, normal 8h, low 16h",
        description="Open time to the first reply, for each priority",
    )
    next_response: str = Field(
        default="urgent 1h, high 4h, normal 8h, low 16h",
        description="Open time to the reply to a later message, for each priority",
    )
    resolution: str = Field(
        default="urgent 8h, high 16h, normal 40h, low 80h",
        description="Open time to the resolution, without waiting for the customer, for each priority",
    )

    @field_validator("hours")
    @classmethod
    def _is_a_week(cls, value: str) -> str:
        from connectors.desk.week import read_week

        _readable(read_week, value)
        return value

    @field_validator("first_response", "next_response", "resolution")
    @classmethod
    def _are_durations(cls, value: str) -> str:
        from connectors.desk.targets import read_durations

        _readable(read_durations, value)
        return value


def _readable(read: Callable[[str], object], value: str) -> None:
    """Turn our own error into one that is said with the name of the setting."""
    try:
        read(value)
    except InvalidInput as error:
        raise ValueError(str(error).removesuffix(".")) from error


class ConsoleSettings(Section):
    """The staff console."""

    idle: int = Field(
        default=120, ge=5, le=1440, description="Minutes without use after which one is signed out"
    )
    longest: int = Field(
        default=12, ge=1, le=168, description="Hours after which one is signed out in any case"
    )


class MailSettings(Section):
    """The Helpdesk's mailbox."""

    mode: Literal["off", "draft", "auto"] = Field(
        default="draft",
        description="`off`; `draft`: people approve each answer; `auto`: sure answers are sent",
    )
    topics: str = Field(
        default="",
        description="Entries (by key) and categories with a mode of their own: credit-cover auto, "
        "SEC Change off",
    )
    addresses: tuple[str, ...] = Field(
        default=(),
        description="The mailbox's addresses, separated by commas, the one that we write from first; "
        "empty: the Helpdesk's address",
    )
    servers: tuple[str, ...] = Field(
        default=(),
        description="Names by which our own mail server signs Authentication-Results, separated by commas; "
        "empty: the topmost field counts",
    )
    secret: SecretStr = Field(
        default=SecretStr(""), description="Signs reply addresses; empty: made at first start"
    )
    source: str = Field(
        default="",
        description="Where mails come from: imaps://user@mail.example.org/INBOX, a folder of .eml files or a "
        "Maildir; empty: there is no mailbox",
    )
    password: SecretStr = Field(default=SecretStr(""), description="Password of the IMAP account")
    smtp: str = Field(
        default="",
        description="Where mails are sent: smtp://user@mail.example.org:587; empty: they wait in the outbox",
    )
    smtp_password: SecretStr = Field(default=SecretStr(""), description="Password of the SMTP account")
    interval: float = Field(
        default=60.0, ge=1, description="Seconds between two looks into the mailbox where it can't call us"
    )
    daily: int = Field(default=200, ge=0, description="Automatic replies in 24 hours at most")
    sure: float = Field(
        default=0.95,
        gt=0,
        lt=1,
        description="The least probability of an entry that answers a mail; the chat has its own",
    )

    @field_validator("addresses", "servers", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return _parts(value)

    @field_validator("addresses")
    @classmethod
    def _are_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for address in value:
            if not ADDRESS.fullmatch(address):
                raise ValueError(f"{address!r} is not an e-mail address, like helpdesk@example.org")
        return tuple(address.lower() for address in value)

    @field_validator("topics")
    @classmethod
    def _are_topics(cls, value: str) -> str:
        from connectors.mail.topics import read_topics

        _readable(read_topics, value)
        return value

    @field_validator("source")
    @classmethod
    def _is_absolute(cls, value: str) -> str:
        # The processes start in different folders and must mean the same one.
        return str(Path(value).absolute()) if value and "://" not in value else value

    @field_validator("servers")
    @classmethod
    def _are_lower(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(server.lower() for server in value)


class WebhookSettings(Section):
    """Telling other programs of what happens."""

    private: tuple[str, ...] = Field(
        default=(),
        description="Private networks that webhooks may lead to, separated by commas: 10.1.0.0/16; "
        "empty: public addresses only",
    )
    interval: float = Field(
        default=5.0, ge=0.1, description="Seconds between two looks for what is to be sent"
    )
    timeout: float = Field(default=10.0, gt=0, le=60, description="Seconds that one delivery may take in all")

    @field_validator("private", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return _parts(value)

    @field_validator("private")
    @classmethod
    def _are_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            _check_network(network)
        return value


class LimitSettings(Section):
    """How much visitors and staff's programs may ask for."""

    visitor: str = Field(
        default="30/minute;300/hour", description="Messages, ratings and forms of one conversation"
    )
    network: str = Field(
        default="300/minute;6000/hour",
        description="The same from one network: addresses that share 24 bits of IPv4 or 64 of IPv6",
    )
    everyone: str = Field(
        default="1200/minute", description="The same of all visitors together; and as many new conversations"
    )
    starts: str = Field(default="60/minute;1200/hour", description="New conversations from one network")
    tickets: str = Field(default="20/minute;120/hour", description="Hand-off forms from one network")
    reads: str = Field(
        default="3000/minute",
        description="Looks for news from one network; an open chat looks every two to five seconds",
    )
    token: str = Field(default="120/minute", description="Requests of a program with one token of staff's")

    @field_validator("*")
    @classmethod
    def _are_rates(cls, value: str) -> str:
        from limits import parse_many

        try:
            rates = parse_many(value)
        except ValueError:
            rates = []
        if not rates or any(rate.amount < 1 for rate in rates):
            raise ValueError(f"{value!r} is no rate, like 30/minute or 30/minute;300/hour")
        return value


class LogSettings(Section):
    """Logging."""

    format: Literal["text", "json"] = Field(default="text", description="`json` for production")
    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least level that is written"
    )


class Settings(Section):
    """All settings, by section."""

    data: DataSettings = DataSettings()
    web: WebSettings = WebSettings()
    answers: AnswersSettings = AnswersSettings()
    bot: BotSettings = BotSettings()
    desk: DeskSettings = DeskSettings()
    console: ConsoleSettings = ConsoleSettings()
    mail: MailSettings = MailSettings()
    webhooks: WebhookSettings = WebhookSettings()
    limits: LimitSettings = LimitSettings()
    log: LogSettings = LogSettings()

    @property
    def database_url(self) -> str:
        """The SQLAlchemy address of the database."""
        return self.data.url or f"sqlite:///{self.data.folder / 'helpdesk.db'}"

    @property
    def reads_mail(self) -> bool:
        """Whether there is a mailbox to read."""
        return bool(self.mail.source) and self.mail.mode != "off"

    @property
    def handles_mail(self) -> bool:
        """Whether there is anything for a process to do: a mailbox to read, or a server to send through."""
        return self.reads_mail or bool(self.mail.smtp)

    def as_environ(self) -> dict[str, str]:
        """Return all settings as the variables that `load_settings` reads, secrets in clear."""
        return {variable_of(section, name): as_text(value) for section, name, value, _ in self.items()}

    def items(self) -> Iterator[tuple[str, str, object, FieldInfo]]:
        """Yield section, name, value and field of every setting, in the order of this file."""
        for section in type(self).model_fields:
            group = getattr(self, section)
            for name, field in type(group).model_fields.items():
                yield section, name, getattr(group, name), field


def _parts(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _check_network(text: str) -> None:
    try:
        ip_network(text, strict=False)
    except ValueError as error:
        raise ValueError(f"{text!r} is no address or network, like 10.0.0.1 or 10.0.0.0/8") from error


def variable_of(section: str, name: str) -> str:
    """Return the environment variable of a setting, for example ``HELPDESK_WEB_PORT``."""
    return f"{PREFIX}{section}_{name}".upper()


def as_text(value: object) -> str:
    """Return a setting's value as it is written in the environment; secrets in clear."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, tuple):
        return ",".join(str(part) for part in value)
    return str(value)


def load_settings(environ: dict[str, str] | None = None) -> Settings:
    """Read the settings from the environment (and a ``.env`` file where it is the real one).

    Raises:
        InvalidSettings: If a variable is unknown or its value can't be used; names them all.
    """
    if environ is None:
        from_file = {k: v or "" for k, v in dotenv_values(".env").items()}
        environ = {**from_file, **os.environ}
    sections: dict[str, dict[str, str]] = {}
    problems: list[str] = []
    for variable, value in environ.items():
        if variable.startswith(PREFIX):
            section, _, name = variable.removeprefix(PREFIX).lower().partition("_")
            if section in Settings.model_fields:
                sections.setdefault(section, {})[name] = value
            else:
                problems.append(f"{variable}: {UNKNOWN}")
    try:
        settings = Settings.model_validate(sections)
    except ValidationError as error:
        problems += [_problem(e["loc"], e["msg"]) for e in error.errors()]
        raise InvalidSettings("\n".join(problems)) from error
    if problems:
        raise InvalidSettings("\n".join(problems))
    return settings


def _problem(location: tuple[int | str, ...], message: str) -> str:
    variable = PREFIX + "_".join(str(part) for part in location[:2] if part).upper()
    if message == "Extra inputs are not permitted":
        return f"{variable}: {UNKNOWN}"
    return f"{variable}: {message.removeprefix('Value error, ')}."
