import threading

import pytest
from sqlalchemy import func, select

from connectors.dialogue.dialogue import DialogueUnavailable
from connectors.services.conversations import CLAIM_LASTS, GREETING
from knowledge.tables import Message, Ticket


def kinds(response):
    return [reply["reply"]["kind"] for reply in response.json["replies"]]


class TestStart:
    def test_gives_an_id_a_token_and_a_greeting(self, visitor):
        assert len(visitor.id) == 32
        assert len(visitor.token) > 30
        assert visitor.greeting["text"] == GREETING.text

    def test_sets_no_cookie(self, client):
        response = client.post("/api/v1/conversations", json={})

        assert response.status_code == 201
        assert "Set-Cookie" not in response.headers

    def test_needs_no_body(self, client):
        assert client.post("/api/v1/conversations").status_code == 201


class TestSend:
    def test_returns_the_answer_with_its_source_as_html(self, visitor):
        response = visitor.send()

        answer = response.json["replies"][0]["reply"]["answer"]
        assert response.status_code == 201
        assert response.json["message"]["state"] == "answered"
        assert answer["source"] == "https://www.example.org/faq/joining/"
        assert answer["reviewed_on"] == "2026-11-23"
        assert "<strong>membership form</strong>" in answer["html"]

    def test_is_stored_before_anybody_is_asked(self, visitor, dialogue, store):
        seen = []

        def look():
            with store.session() as session:
                seen.append(session.scalars(select(Message.state).where(Message.author == "visitor")).all())

        dialogue.before = look
        visitor.send()

        assert seen == [["answering"]]

    def test_answers_once_for_the_same_key(self, visitor, dialogue):
        first = visitor.send(key="same")
        second = visitor.send(key="same")

        assert second.status_code == 201
        assert second.json == first.json
        assert len(dialogue.asked) == 1

    def test_answers_once_for_the_same_key_at_the_same_moment(self, app, visitor, dialogue):
        meeting = threading.Barrier(4)
        responses = []

        def press():
            meeting.wait()
            headers = visitor.headers | {"Idempotency-Key": "same"}
            responses.append(
                app.test_client().post(f"{visitor.base}/messages", json={"text": "Hi"}, headers=headers)
            )

        threads = [threading.Thread(target=press) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert [response.status_code for response in responses] == [201] * 4
        assert len(dialogue.asked) == 1
        assert len(visitor.since().json["messages"]) == 3

    def test_refuses_another_message_under_the_same_key(self, visitor):
        visitor.send("one", key="same")

        assert visitor.send("two", key="same").status_code == 409

    def test_passes_an_offered_button_on(self, visitor, dialogue):
        visitor.send("fees")

        assert visitor.send("None of these", "/none_of_these").status_code == 201
        assert dialogue.asked[-1] == (visitor.id, "None of these", "/none_of_these")

    @pytest.mark.parametrize("payload", ["/affirm", "/restart", '/choose_entry{"entry":"x"}', "restart"])
    def test_refuses_a_button_that_was_not_offered(self, visitor, dialogue, payload):
        visitor.send("fees")

        response = visitor.send("Press", payload)

        assert response.status_code == 422
        assert len(dialogue.asked) == 1

    def test_passes_typed_commands_on_as_words(self, visitor, dialogue):
        visitor.send("/restart")

        assert dialogue.asked[-1] == (visitor.id, "/restart", None)

    @pytest.mark.parametrize(
        "text", ["🎉🎉🎉", "<script>alert(1)</script>", "¿Cómo me uno?", "a\x00b\x07", "x" * 4000]
    )
    def test_takes_odd_but_harmless_words(self, visitor, text):
        assert visitor.send(text).status_code == 201


class TestTrouble:
    def test_asks_answers_when_the_dialogue_is_down(self, visitor, dialogue, answers):
        dialogue.script["How do we join?"] = DialogueUnavailable()

        response = visitor.send()

        assert kinds(response) == ["answer"]
        assert answers.asked[0][1] == "How do we join?"

    def test_shows_the_form_when_both_are_down(self, visitor, dialogue, answers):
        dialogue.script["How do we join?"] = DialogueUnavailable()
        answers.up = False

        assert kinds(visitor.send()) == ["form"]

    def test_shows_the_form_when_something_breaks(self, visitor, dialogue):
        dialogue.script["How do we join?"] = RuntimeError("a defect")

        assert kinds(visitor.send()) == ["form"]

    def test_finishes_on_retry_what_a_killed_worker_left(self, visitor, dialogue, clock, store):
        killed = KeyboardInterrupt()
        dialogue.script["How do we join?"] = killed
        with pytest.raises(KeyboardInterrupt):
            visitor.send(key="same")
        del dialogue.script["How do we join?"]

        early = visitor.send(key="same")
        clock.forward(seconds=CLAIM_LASTS.total_seconds() + 1)
        late = visitor.send(key="same")

        assert (early.json["message"]["state"], early.json["replies"]) == ("answering", [])
        assert kinds(late) == ["answer"]

    def test_finishes_on_fetch_what_was_only_stored(self, visitor, store, clock):
        with store.session() as session:
            session.add(
                Message(
                    conversation_id=visitor.id,
                    author="visitor",
                    text="How do we join?",
                    idempotency_key="k",
                    state="received",
                    created_at=clock(),
                )
            )

        messages = visitor.since().json["messages"]

        assert [message["state"] for message in messages] == ["sent", "answered", "sent"]

    def test_of_the_database_is_said_plainly(self, visitor, store):
        store.engine.dispose()
        with store.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE message")

        response = visitor.send()

        assert response.status_code == 503
        assert response.json["detail"].startswith("We can't store messages just now.")
        assert response.headers["Retry-After"] == "5"


class TestSince:
    def test_returns_only_what_is_new(self, visitor):
        last = visitor.send().json["replies"][-1]["id"]
        visitor.send("hello")

        texts = [message["text"] for message in visitor.since(last).json["messages"]]

        assert texts == ["hello", "Hello there!"]

    def test_tells_the_last_question(self, visitor):
        visitor.send("How do we join?")
        visitor.send("hello")

        assert visitor.since().json["question"] == "How do we join?"

    @pytest.mark.parametrize("since", ["x", "-1", "1.5", "9" * 30, "", "١"])
    def test_refuses_what_is_no_id(self, client, visitor, since):
        response = client.get(
            f"{visitor.base}/messages", query_string={"since": since}, headers=visitor.headers
        )

        assert response.status_code == 422

    def test_refuses_unknown_parameters(self, client, visitor):
        assert client.get(f"{visitor.base}/messages?until=1", headers=visitor.headers).status_code == 422


class TestRating:
    def test_is_stored_and_shown(self, visitor):
        answer = visitor.send().json["replies"][0]

        response = visitor.rate(answer["id"], helpful=True)

        assert response.json["message"]["rating"] == "yes"
        assert visitor.since().json["messages"][-1]["rating"] == "yes"

    def test_of_no_offers_a_person_by_a_button_that_works(self, visitor, dialogue):
        answer = visitor.send().json["replies"][0]

        button = visitor.rate(answer["id"], helpful=False).json["replies"][0]["reply"]["buttons"][0]

        assert kinds(visitor.send(button["title"], button["payload"])) == ["form"]

    def test_of_no_takes_a_typed_yes_for_the_button(self, visitor, dialogue):
        visitor.rate(visitor.send().json["replies"][0]["id"], helpful=False)

        visitor.send("yes please")

        assert dialogue.asked[-1] == (visitor.id, "yes please", "/ask_human")

    def test_of_another_visitors_answer_is_not_found(self, visitor, another_visitor):
        answer = another_visitor.send().json["replies"][0]

        assert visitor.rate(answer["id"], helpful=True).status_code == 404

    def test_of_a_huge_id_is_not_found(self, visitor):
        assert visitor.rate(10**40, helpful=True).status_code == 404

    def test_of_what_is_no_answer_is_refused(self, visitor):
        assert visitor.rate(visitor.greeting["id"], helpful=True).status_code == 422


class TestTicket:
    def test_gives_a_reference_and_a_promise(self, visitor):
        response = visitor.hand_over()

        assert response.status_code == 201
        assert response.json["reference"].startswith("SECAS-")
        assert "opens again on Tuesday 5 May" in response.json["message"]["text"]
        assert response.json["message"]["reply"]["ticket"] == response.json["reference"]

    def test_is_one_for_the_same_key(self, visitor, store):
        first = visitor.hand_over(key="same")
        second = visitor.hand_over(key="same")

        assert second.json == first.json
        with store.session() as session:
            assert session.scalar(select(func.count()).select_from(Ticket)) == 1

    def test_knows_what_the_assistant_would_have_answered(self, visitor, store):
        visitor.send("odd")
        visitor.hand_over()

        with store.session() as session:
            ticket = session.scalars(select(Ticket)).one()
        assert ticket.candidates == [{"key": "joining", "score": 0.2}]
        assert ticket.conversation_id == visitor.id

    def test_says_what_is_wrong_field_by_field(self, visitor, store):
        response = visitor.hand_over(name=" ", email="nobody")

        assert response.status_code == 422
        assert list(response.json["errors"]) == ["name", "email"]
        with store.session() as session:
            assert session.scalar(select(func.count()).select_from(Ticket)) == 0


class TestHealth:
    def test_is_up(self, client):
        assert client.get("/healthz").json == {"status": "ok"}

    def test_is_ready(self, client):
        response = client.get("/readyz")

        assert (response.status_code, response.json["status"]) == (200, "ok")

    def test_says_that_answers_is_missing(self, client, answers):
        answers.up = False

        response = client.get("/readyz")

        assert response.status_code == 503
        assert response.json == {"status": "not ready", "database": "ok", "answers": "not reachable"}

    def test_says_that_the_database_is_missing(self, client, store, tmp_path):
        store.engine.dispose()
        (tmp_path / "helpdesk.db").unlink()

        response = client.get("/readyz")

        assert response.status_code == 503
        assert response.json["database"] == "not reachable"
