"""The demo's mails go the way of real ones, by the real model, and none leaves the machine."""

from collections import Counter

import pytest
from sqlalchemy import select

from connectors import wiring
from connectors.cli.demo.command import copy_models, prepare
from connectors.cli.demo.mailing import take_mails
from connectors.cli.loading import change_settings, with_secrets
from connectors.services.staff.mail_listing import VIEWS, count_mails
from connectors.settings import load_settings
from knowledge.mail_tables import IncomingMail, OutgoingMail


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    real = load_settings({})
    folder = tmp_path_factory.mktemp("demo")
    settings = change_settings(
        real, data={"folder": folder, "url": ""}, mail={"mode": "off", "source": "", "smtp": ""}
    )
    settings = with_secrets(settings, folder / "secrets.json")
    copy_models(real, settings)
    prepare(settings)
    take_mails(settings)
    return settings


@pytest.fixture
def session(demo):
    with wiring.database(demo).session() as session:
        yield session


class TestMails:
    @pytest.mark.parametrize("view", VIEWS)
    def test_there_is_one_in_every_list(self, session, view):
        assert count_mails(session, view, 99)

    def test_of_each_kind_there_is_one(self, session):
        actions = Counter(session.scalars(select(IncomingMail.action)))

        assert actions == {"answer": 2, "handoff": 4, "ignore": 1, "quarantine": 1, "duplicate": 1}

    def test_one_letter_was_given_up_and_can_be_tried_again(self, session):
        states = Counter(session.scalars(select(OutgoingMail.state)))

        assert states == {"draft": 2, "sent": 1, "given_up": 1}

    def test_come_in_once(self, demo, session):
        before = len(session.scalars(select(IncomingMail.id)).all())

        take_mails(demo)

        assert len(session.scalars(select(IncomingMail.id)).all()) == before
