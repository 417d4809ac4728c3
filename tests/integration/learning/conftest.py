import shutil

import pytest

from connectors.services.staff.accounts import create_account
from knowledge.database import Database
from tests.doubles.small_faq import fill, small_faq
from tests.doubles.web_parts import FixedClock


@pytest.fixture
def clock():
    return FixedClock()


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """A folder with the judge of the small FAQ, to copy from."""
    folder = tmp_path_factory.mktemp("small")
    database = Database("sqlite://")
    database.upgrade()
    fill(database, FixedClock())
    small_faq(database, folder)
    database.close()
    return folder


@pytest.fixture
def folder(trained, tmp_path):
    return shutil.copytree(trained, tmp_path / "small", symlinks=True)


@pytest.fixture
def live(database, clock, folder):
    """The judge that follows a small FAQ; on SQLite and PostgreSQL."""
    fill(database, clock)
    return small_faq(database, folder)


@pytest.fixture
def priya(database, clock):
    """An editor."""
    with database.session() as session:
        account = create_account(
            session, clock(), name="Priya Nair", email="priya@example.org", role="editor", actor_id=None
        )
        return account.person_id
