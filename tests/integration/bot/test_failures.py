import time

import httpx
import psutil
import pytest

from connectors.dialogue.dialogue import DialogueUnavailable
from tests.integration.bot.servers import TOKEN

NEAR_MISS = "who approved the last increase of the credit cover"


class TestAnswersDown:
    @pytest.mark.parametrize("state", ["down", "slow"])
    def test_a_question_leads_to_the_channels_form(self, state, talk, fake_answers):
        fake_answers.state = state
        talk.type("how big a deposit does section j3 want from us")

        assert talk.kinds == ["form"]

    def test_a_finished_handoff_leads_to_the_channels_form(self, talk, fake_answers):
        talk.type(NEAR_MISS, "yes", "Asha Patel", "asha@example.org", "skip", "yes")
        fake_answers.state = "down"
        talk.type("yes")

        assert talk.kinds == ["form"]

    def test_the_handoff_can_be_filled_in_meanwhile(self, talk, fake_answers):
        talk.type(NEAR_MISS)
        fake_answers.state = "down"
        talk.type("yes", "Asha Patel", "asha@example.org", "skip", "yes")
        fake_answers.state = "up"
        talk.type("yes")

        assert talk.kinds == ["ticket"]


class TestKilled:
    def test_actions_die_and_come_back_with_the_form_where_it_was(self, talk, servers):
        talk.type(NEAR_MISS, "yes", "Asha Patel")
        servers.actions.kill()
        servers.actions.wait()
        with pytest.raises(DialogueUnavailable):
            talk.type("asha@example.org")
        servers.start_actions()
        talk.type("asha@example.org")

        assert "Which organisation" in talk.said

    @pytest.mark.slow
    def test_rasa_dies_and_remembers_the_form(self, talk, servers, fake_answers):
        talk.type(NEAR_MISS, "yes", "Asha Patel")
        servers.rasa.kill()
        servers.rasa.wait()
        began = time.monotonic()
        servers.start_rasa()
        assert time.monotonic() - began < 60
        talk.type("asha@example.org", "skip", "yes", "yes")

        assert talk.kinds == ["ticket"]
        assert next(iter(fake_answers.tickets.values()))["name"] == "Asha Patel"


class TestDoors:
    def post(self, servers, body, token=TOKEN):
        return httpx.post(servers.url, headers={"X-Helpdesk-Token": token}, trust_env=False, **body)

    def test_the_channel_wants_the_shared_secret(self, servers):
        assert (
            self.post(servers, {"json": {"sender": "a", "message": "hi"}}, token="wrong").status_code == 401
        )

    @pytest.mark.parametrize(
        "body",
        [
            {"json": {"sender": "a"}},
            {"json": {"message": "hi"}},
            {"json": {"sender": "a", "message": "  "}},
            {"json": {"sender": "../a", "message": "hi"}},
            {"json": {"sender": 1, "message": "hi"}},
            {"json": {"sender": "a", "message": "x" * 4001}},
            {"json": []},
            {"content": b"\xff\xfe"},
            {"content": b"{"},
            {"json": {"sender": "a", "message": "//"}},
        ],
    )
    def test_bad_requests_are_refused(self, body, servers):
        assert self.post(servers, body).status_code == 400

    @pytest.mark.parametrize(
        "path", ["/model", "/conversations/x/tracker", "/webhooks/rest/webhook", "/model/parse", "/status"]
    )
    def test_there_is_no_http_api(self, path, servers):
        address = f"http://127.0.0.1:{servers.rasa_port}{path}"

        assert httpx.get(address, trust_env=False).status_code == 404

    def test_the_action_server_wants_the_shared_secret(self, servers):
        address = f"http://127.0.0.1:{servers.actions_port}/webhook"

        assert httpx.post(address, json={"next_action": "action_yes"}, trust_env=False).status_code == 401

    def test_both_listen_on_the_loopback_address_only(self, servers):
        for process in (servers.rasa, servers.actions):
            listening = [c for c in psutil.Process(process.pid).net_connections() if c.status == "LISTEN"]
            assert {c.laddr.ip for c in listening} == {"127.0.0.1"}

    def test_no_word_of_a_visitor_reaches_the_log(self, talk, servers, fake_answers):
        talk.type("rhubarb and custard", NEAR_MISS, "yes", "Zebedee Quux", "zebedee@example.org")
        fake_answers.state = "down"
        talk.type("cancel", "rhubarb again")

        log = servers.log.read_text()
        assert "rhubarb" not in log
        assert "ebedee" not in log
