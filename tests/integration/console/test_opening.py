import pytest
from sqlalchemy import select

from knowledge.tables import Closure, Ticket


def closure(**changes):
    form = {"first_day": "2026-05-06", "from_time": "", "last_day": "", "until_time": "", "reason": "move"}
    return form | changes


class TestOpeningHours:
    def test_are_read_by_all(self, agent):
        agent.get("/hours")

        assert "The Helpdesk opens again on Tuesday 5 May at 9:00." in agent.text
        assert "25 May 2026 the spring bank holiday" in agent.text
        assert "Enter a closure" not in agent.text

    def test_warn_before_the_list_of_bank_holidays_ends(self, app, admin, clock):
        clock.forward(days=365 * 80)

        assert "list of bank holidays ended" in admin.sign_in("ada@helpdesk.example.org").get("/hours").text


class TestAClosure:
    def test_is_entered_with_its_reason_and_removed(self, admin, store):
        admin.post("/hours", closure(last_day="2026-05-08", reason="office move"))
        assert "office move 6 May 2026 to 8 May 2026" in admin.text

        admin.post("/hours/1/remove")

        with store.session() as session:
            assert session.scalars(select(Closure)).all() == []
        assert "closure removed period: 6 May 2026 to 8 May 2026 (office move)" in admin.get("/log").text

    def test_of_part_of_a_day_says_so(self, admin):
        admin.post("/hours", closure(from_time="13:00"))

        assert "6 May 2026 from 13:00" in admin.text

    def test_moves_what_is_due_behind_it(self, admin, store, make_ticket):
        make_ticket()
        admin.post("/hours", closure(first_day="2026-05-05"))

        with store.session() as session:
            ticket = session.scalars(select(Ticket)).one()
        assert ticket.queue_at.isoformat() == "2026-05-06T16:00:00+00:00"

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"first_day": ""}, "Please give the first day"),
            ({"first_day": "soon"}, "“soon” is none"),
            ({"last_day": "2026-05-01"}, "can't end before it begins"),
            (
                {"from_time": "15:00", "until_time": "14:00"},
                "can't end before it begins: on 6 May 2026 it is to begin at 15:00 and to end at 14:00.",
            ),
            ({"until_time": "00:00"}, "it is to begin at 00:00 and to end at 00:00."),
            ({"first_day": "0206-05-06"}, "please check the year 206."),
            ({"last_day": "9999-12-31"}, "please check the year 9999."),
            ({"from_time": "noon"}, "“noon” is no time of day"),
            ({"reason": " "}, "needs a reason"),
            ({"reason": "a\nb"}, "in one line"),
            ({"last_day": "2029-01-01"}, "more than a year"),
        ],
    )
    def test_that_cannot_be_is_refused_in_words_and_kept(self, admin, store, changes, said):
        admin.post("/hours", closure(**changes))

        assert admin.status == 422
        assert said in admin.text
        with store.session() as session:
            assert session.scalars(select(Closure)).all() == []

    def test_that_overlaps_another_is_refused(self, admin):
        admin.post("/hours", closure()).post("/hours", closure(reason="again"))

        assert admin.status == 409
        assert "This closure overlaps another one: 6 May 2026 (move)." in admin.text


class TestHealth:
    def test_says_what_is_well_and_what_is_not(self, agent, faq):
        agent.get("/health")

        assert "Answers It decides on questions. good" in agent.text
        assert "FAQ Last published Sat 2 May 2026, 11:00." in agent.text
