import pytest
from sqlalchemy import select

from knowledge.staff_tables import StaffAccount
from tests.doubles.console_parts import PASSWORD, staff
from tests.integration.console.conftest import Browser


class TestPeople:
    def test_the_only_admin_stays_one(self, admin, ada):
        admin.post(f"/people/{ada}/role", {"role": "agent"})
        assert admin.status == 409
        assert "make somebody else an admin first" in admin.text

        assert admin.post(f"/people/{ada}/active", {"active": "no"}).status == 409
        assert admin.signed_in

    def test_an_admin_leaves_where_there_is_another(self, admin, ada, store, clock):
        staff(store, clock, "Bo Ek", "admin")

        admin.post(f"/people/{ada}/role", {"role": "agent"})

        assert not admin.signed_in

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"name": ""}, "Please give your name."),
            ({"email": "x"}, "e-mail address such as"),
            (
                {"email": "ADA@helpdesk.example.org"},
                "There is an account for ADA@helpdesk.example.org already.",
            ),
            ({"role": "owner"}, "the roles are agent, editor, admin"),
        ],
    )
    def test_what_cannot_be_used_is_said(self, admin, store, changes, said):
        admin.post("/people", {"name": "Lee", "email": "lee@example.org", "role": "agent"} | changes)

        assert admin.status == 422
        assert said in admin.text
        with store.session() as session:
            assert len(session.scalars(select(StaffAccount)).all()) == 1

    def test_what_was_changed_stands_in_the_log(self, admin, sam, ada):
        admin.post(f"/people/{sam}/role", {"role": "editor"})

        admin.get("/log")
        assert "Ada Byrne role changed person: Sam Okoro; before: agent; after: editor" in admin.text

    def test_a_visitor_with_a_colleagues_address_stays_a_visitor(self, app, admin, make_ticket):
        make_ticket(email="ada@helpdesk.example.org")

        assert Browser(app).sign_in("ada@helpdesk.example.org").signed_in


class TestOwnPassword:
    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"current": "wrong"}, "isn't your present password"),
            ({"again": "different"}, "The two passwords differ."),
            ({"password": "short", "again": "short"}, "at least 12"),
        ],
    )
    def test_that_cannot_be_changed_stays(self, app, agent, changes, said):
        form = {"current": PASSWORD, "password": "five other words do", "again": "five other words do"}
        agent.post("/account/password", form | changes)

        assert agent.status == 422
        assert said in agent.text
        assert Browser(app).sign_in().signed_in

    def test_guesses_at_it_are_slowed_down(self, agent):
        form = {"current": "wrong", "password": "five other words do", "again": "five other words do"}
        statuses = [agent.post("/account/password", form).status for _ in range(7)]

        assert statuses == [422] * 5 + [429] * 2
