import re

import pytest


def links(browser):
    return re.findall(r'<span class="chip"><a href="/console/([^"]*)">([^<]*)</a>', browser.get("/").html)


class TestSavedViews:
    def test_are_kept_under_a_name_and_lead_back(self, agent):
        agent.post("/views", {"name": "Urgent fees", "view": "open", "q": "fees", "priority": "urgent"})

        assert "The view is kept." in agent.text
        assert links(agent) == [("?view=open&amp;q=fees&amp;priority=urgent", "Urgent fees")]

    def test_of_the_same_name_are_replaced(self, agent):
        agent.post("/views", {"name": "Mine", "view": "mine"}).post("/views", {"name": "Mine", "view": "all"})

        assert links(agent) == [("?view=all", "Mine")]

    def test_belong_to_one_person(self, agent, editor):
        """Line 7: somebody else's by its number."""
        agent.post("/views", {"name": "Sam's own", "view": "mine"})

        assert links(editor) == []
        assert editor.post("/views/1/delete").status == 404
        assert len(links(agent)) == 1

    def test_are_forgotten(self, agent):
        agent.post("/views", {"name": "Mine", "view": "mine"}).post("/views/1/delete")

        assert links(agent) == []

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"name": ""}, "Please give the view a name."),
            ({"name": "x" * 61}, "up to 60 characters"),
            ({"name": "a\nb"}, "in one line"),
            ({"name": "A", "view": "secret"}, "There is no view “secret”"),
            ({"name": "A", "sort": "person.email"}, "There is no sort key"),
        ],
    )
    def test_that_cannot_be_kept_are_refused_in_words(self, agent, fields, said):
        agent.client.post("/console/views", data=fields | {"csrf": agent.csrf()})

        assert said in agent.get("/").text
        assert links(agent) == []

    def test_are_no_more_than_twenty(self, agent):
        for number in range(21):
            agent.post("/views", {"name": f"View {number}"})

        assert len(links(agent)) == 20
