import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.cli.processes import bot_model_folder
from connectors.cli.pythons import describe_python
from connectors.cli.trust import UntrustedModel, trusted_model
from connectors.settings import ROOT, load_settings
from tests.integration.service.service import Service, Visitor, copy_models
from tests.needs import missing


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the starter FAQ and the models that `make setup` trained."""
    settings = load_settings()
    if not describe_python(settings.bot.python):
        missing("the bot's environment: run `make setup`")
    try:
        trusted_model(bot_model_folder(settings))
    except UntrustedModel:
        missing("the trained models: run `make setup`")
    folder = tmp_path_factory.mktemp("service") / "var"
    copy_models(settings.data.folder / "models", folder)
    environ = settings.as_environ() | {"HELPDESK_DATA_FOLDER": str(folder), "HELPDESK_DATA_URL": ""}
    for arguments in (["db", "upgrade"], ["faq", "import"], ["train"]):
        subprocess.run(Service.command(*arguments), cwd=ROOT, env=os.environ | environ, check=True)
    return folder


@pytest.fixture(scope="module")
def service(data_folder: Path) -> Iterator[Service]:
    """The whole service, ready."""
    service = Service(data_folder)
    try:
        service.wait_for("Everything is running")
        yield service
    finally:
        service.end()


@pytest.fixture
def starting_service(data_folder: Path) -> Iterator[Service]:
    """A service that has only just begun to start."""
    service = Service(data_folder)
    try:
        service.wait_for("web is ready")
        yield service
    finally:
        service.end()


@pytest.fixture
def visitor(service: Service) -> Iterator[Visitor]:
    visitor = Visitor(service.address)
    yield visitor
    visitor.leave()
