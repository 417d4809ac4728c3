"""Secrets that we have to read again, at rest."""

import pyotp
import pytest
from sqlalchemy import select, text

from connectors.services.staff.sealing import Seal, seal_old_secrets
from connectors.services.staff.second_factor import use_code
from knowledge.errors import Unavailable
from knowledge.staff_tables import StaffAccount
from tests.doubles.console_parts import SEAL, staff
from tests.doubles.web_parts import FixedClock


class TestSeal:
    def test_gives_back_what_it_closed(self):
        assert SEAL.open(SEAL.close("a secret")) == "a secret"

    def test_closes_the_same_secret_differently_each_time(self):
        assert SEAL.close("a secret") != SEAL.close("a secret")

    def test_opens_nothing_of_another_key(self):
        with pytest.raises(Unavailable, match="HELPDESK_DATA_KEY"):
            Seal("another").open(SEAL.close("a secret"))

    def test_notices_a_change(self):
        sealed = SEAL.close("a secret")
        # Not at the end, where the last letter may stand for bits that nobody reads.
        changed = sealed[:-20] + ("A" if sealed[-20] != "A" else "B") + sealed[-19:]

        with pytest.raises(Unavailable):
            SEAL.open(changed)

    def test_needs_a_key(self):
        with pytest.raises(ValueError, match="it is empty"):
            Seal("")


class TestOldSecrets:
    def test_are_sealed_once_and_go_on_working(self, database):
        clock = FixedClock()
        secret = pyotp.random_base32()
        staff(database, clock)
        with database.session() as session:
            session.scalars(select(StaffAccount)).one().totp_secret = secret

        for count in (1, 0):
            with database.session() as session:
                assert seal_old_secrets(session, SEAL) == count

        with database.session() as session:
            kept = session.scalar(text("SELECT totp_secret FROM staff_account"))
            account = session.scalars(select(StaffAccount)).one()
            assert secret not in kept
            assert use_code(account, pyotp.TOTP(secret).at(clock()), clock(), SEAL)

    def test_going_back_to_the_version_before_leaves_no_broken_ones(self, database):
        clock = FixedClock()
        staff(database, clock)
        with database.session() as session:
            session.scalars(select(StaffAccount)).one().totp_secret = SEAL.close(pyotp.random_base32())

        database.downgrade("0004")

        with database.engine.connect() as connection:
            assert connection.execute(text("SELECT totp_secret FROM staff_account")).scalar_one() is None
