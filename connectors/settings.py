"""The settings: this module alone reads the environment.

Every setting is a variable ``HELPDESK_<SECTION>_<NAME>``; a ``.env`` file in the working folder
is read too, and the environment wins. An unknown ``HELPDESK_…`` variable is an error, so that a
misspelt one is never silently ignored.
"""

import os
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from knowledge.errors import InvalidSettings

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "HELPDESK_"


class Section(BaseModel):
    """A group of settings: unknown names are refused and nothing changes after the start."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DataSettings(Section):
    """Where things are kept."""

    folder: Path = Field(ROOT / "var", description="Database, index, models and logs")
    url: str = Field("", description="SQLAlchemy address of the database; empty: SQLite in the data folder")


class WebSettings(Section):
    """The public process: widget, API and pages."""

    host: str = Field("127.0.0.1", description="Address to listen on")
    port: int = Field(8080, ge=1, le=65535, description="Port to listen on")
    threads: int = Field(8, ge=1, le=64, description="Requests answered at the same time")
    secret: SecretStr = Field(SecretStr(""), description="Signs the cookie of the page without JavaScript; empty: made at first start")


class AnswersSettings(Section):
    """The process that holds the model and the index."""

    port: int = Field(8081, ge=1, le=65535, description="Port on 127.0.0.1")
    threads: int = Field(4, ge=1, le=64, description="Requests answered at the same time")
    token: SecretStr = Field(SecretStr(""), description="Shared with the bot; empty: made at first start")
    encoder: str = Field("", description="A sentence-transformers model or folder; empty: the one that is installed")
    timeout: float = Field(5.0, gt=0, description="Seconds to wait for a decision")


class BotSettings(Section):
    """The dialogue server (Rasa) and its action server."""

    port: int = Field(8082, ge=1, le=65535, description="Rasa's port on 127.0.0.1")
    actions_port: int = Field(8083, ge=1, le=65535, description="The action server's port on 127.0.0.1")
    timeout: float = Field(8.0, gt=0, description="Seconds to wait for Rasa before asking the answers process directly")


class DeskSettings(Section):
    """The people behind the assistant."""

    email: str = Field("SECAS@gemserv.com", description="The Helpdesk's address")
    phone: str = Field("020 7090 7755", description="The Helpdesk's number")
    form: str = Field("https://smartenergycodecompany.co.uk/faqs/", description="Page that leads to the contact form")


class LogSettings(Section):
    """Logging."""

    format: Literal["text", "json"] = Field("text", description="`json` for production")
    level: Literal["debug", "info", "warning", "error"] = Field("info", description="The least level that is written")


class Settings(Section):
    """All settings, by section."""

    data: DataSettings = DataSettings()
    web: WebSettings = WebSettings()
    answers: AnswersSettings = AnswersSettings()
    bot: BotSettings = BotSettings()
    desk: DeskSettings = DeskSettings()
    log: LogSettings = LogSettings()

    @property
    def database_url(self) -> str:
        """The SQLAlchemy address of the database."""
        return self.data.url or f"sqlite:///{self.data.folder / 'helpdesk.db'}"


def load_settings(environ: dict[str, str] | None = None) -> Settings:
    """Read the settings from the environment (and a ``.env`` file where it is the real one).

    Raises:
        InvalidSettings: If a variable is unknown or its value can't be used; names them all.
    """
    if environ is None:
        from_file = {k: v or "" for k, v in dotenv_values(".env").items()}
        environ = {**from_file, **os.environ}
    sections: dict[str, dict[str, str]] = {}
    for variable, value in environ.items():
        if variable.startswith(PREFIX):
            section, _, name = variable.removeprefix(PREFIX).lower().partition("_")
            sections.setdefault(section, {})[name] = value
    try:
        return Settings.model_validate(sections)
    except ValidationError as error:
        raise InvalidSettings("\n".join(_problem(e["loc"], e["msg"]) for e in error.errors())) from error


def _problem(location: tuple[int | str, ...], message: str) -> str:
    variable = PREFIX + "_".join(str(part) for part in location).upper()
    if message == "Extra inputs are not permitted":
        return f"{variable}: there is no such setting. `helpdesk config` lists them all."
    return f"{variable}: {message}."
