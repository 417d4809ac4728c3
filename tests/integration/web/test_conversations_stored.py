"""The same promises on every database that the service may run on."""

import threading

import pytest

from connectors.services.conversations import CLAIM_LASTS, ConversationService
from connectors.web.app import create_web_app
from tests.doubles.scripted_dialogue import ANSWER, OFFER, ScriptedDialogue
from tests.doubles.web_parts import FixedClock, web_parts
from tests.integration.web.conftest import Visitor

WORKERS = 4


@pytest.fixture
def clock():
    return FixedClock()


@pytest.fixture
def service(clock):
    return ConversationService(clock)


@pytest.fixture
def message_id(service, database):
    with database.session() as session:
        conversation, _ = service.start(session)
        return service.receive(session, conversation, text="Hi", payload=None, key="k").id


def at_once(work):
    """Do the work in several threads at the same moment and return the results."""
    meeting, results = threading.Barrier(WORKERS), []

    def run():
        meeting.wait()
        results.append(work())

    threads = [threading.Thread(target=run) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


class TestClaim:
    def test_goes_to_one_of_many_workers(self, service, database, message_id):
        def claim():
            with database.session() as session:
                return service.claim(session, message_id)

        claims = at_once(claim)

        assert len(claims) == WORKERS
        assert sum(claim is not None for claim in claims) == 1

    def test_that_was_taken_over_stores_nothing(self, service, database, message_id, clock):
        with database.session() as session:
            slow = service.claim(session, message_id)
        clock.forward(seconds=CLAIM_LASTS.total_seconds() + 1)
        with database.session() as session:
            quick = service.claim(session, message_id)
        with database.session() as session:
            stored = [service.record_replies(session, claim, ANSWER) for claim in (quick, slow)]
            replies = service.with_replies(session, message_id)[1:]

        assert [len(messages) for messages in stored] == [2, 0]
        assert replies == stored[0][1:]


class TestWholeConversation:
    def test_is_kept(self, database):
        dialogue = ScriptedDialogue({"odd": OFFER})
        visitor = Visitor(create_web_app(web_parts(database, dialogue=dialogue)).test_client())
        answer = visitor.send().json["replies"][0]
        visitor.rate(answer["id"], helpful=False)
        visitor.send("odd")
        reference = visitor.hand_over().json["reference"]

        messages = visitor.since().json["messages"]
        assert [message["reply"] and message["reply"]["kind"] for message in messages] == [
            "text",
            None,
            "answer",
            "handoff",
            None,
            "handoff",
            "ticket",
        ]
        assert messages[-1]["reply"]["ticket"] == reference

    def test_answers_once_for_the_same_key_at_the_same_moment(self, database):
        dialogue = ScriptedDialogue()
        app = create_web_app(web_parts(database, dialogue=dialogue))
        visitor = Visitor(app.test_client())
        headers = visitor.headers | {"Idempotency-Key": "same"}

        responses = at_once(
            lambda: app.test_client().post(f"{visitor.base}/messages", json={"text": "Hi"}, headers=headers)
        )

        assert [response.status_code for response in responses] == [201] * WORKERS
        assert len(dialogue.asked) == 1
