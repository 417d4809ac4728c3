import json

import pytest
from sqlalchemy import text

from connectors.internal.app import create_answers_app
from connectors.internal.schemas import MOST_INTENTS
from knowledge.tables import Message, Ticket
from retrieval.decision import Context, Decision, NluIntent
from tests.doubles.answers_parts import TOKEN, answers_parts

CONVERSATION = "0" * 32
MESSAGE = {
    "conversation": CONVERSATION,
    "text": "credit cover?",
    "channel": "chat",
    "intents": [{"name": "ask_credit_cover", "confidence": 0.9}],
    "context": {"offered": ["book-assessment"], "topic": "dcc-reports"},
}
FORM = {
    "conversation": CONVERSATION,
    "key": "key-1",
    "name": "Asha Patel",
    "email": "asha@example.org",
    "organisation": "",
    "question": "Who approved it?",
    "reason": "near_miss",
    "candidates": [{"key": "credit-cover", "score": 0.24}],
}
CALLS = [("post", "prepare"), ("post", "respond"), ("post", "tickets"), ("post", "ratings"), ("get", "hours")]


def is_problem(response, status):
    body = response.json
    return (
        response.status_code == body["status"] == status
        and response.mimetype == "application/problem+json"
        and body["type"] == "about:blank"
        and bool(body["title"] and body["detail"])
    )


class TestToken:
    @pytest.mark.parametrize(("method", "path"), CALLS)
    @pytest.mark.parametrize("token", [None, "", "wrong", TOKEN + "x", TOKEN[:-1], "ütoken"])
    def test_no_call_works_without_it(self, app, method, path, token):
        headers = {} if token is None else {"X-Helpdesk-Token": token}

        response = getattr(app.test_client(), method)(f"/internal/v1/{path}", headers=headers)

        assert is_problem(response, 401)

    def test_an_app_without_a_token_is_not_built(self, memory):
        from dataclasses import replace

        with pytest.raises(ValueError, match="token"):
            create_answers_app(replace(answers_parts(memory), token=""))

    def test_it_is_not_shown_where_the_parts_are_printed(self, memory):
        assert TOKEN not in repr(answers_parts(memory))


class TestPrepare:
    def test_the_judge_reads_the_message_and_nothing_is_said(self, caller, judge):
        response = caller.post("prepare", {"text": "credit cover?"})

        assert (response.status_code, response.data) == (204, b"")
        assert judge.prepared == ["credit cover?"]
        assert judge.asked == []

    @pytest.mark.parametrize("body", [{}, {"text": 1}, {"text": "a" * 4001}, {"text": "a", "more": "b"}])
    def test_what_is_no_message_is_refused(self, caller, judge, body):
        assert is_problem(caller.post("prepare", body), 422)
        assert judge.prepared == []


class TestRespond:
    def test_the_judge_gets_text_ranking_and_context(self, caller, judge):
        caller.post("respond", MESSAGE)

        assert judge.asked == [
            (
                "credit cover?",
                (NluIntent("ask_credit_cover", 0.9),),
                Context(offered=("book-assessment",), topic="dcc-reports"),
            )
        ]

    def test_a_hair_beyond_one_is_one(self, caller, judge):
        intents = [{"name": "greet", "confidence": 1.0000001}, {"name": "thank", "confidence": 0}]

        assert caller.post("respond", MESSAGE | {"intents": intents}).status_code == 200
        assert [intent.confidence for intent in judge.asked[0][1]] == [1.0, 0.0]

    def test_asked_again_it_says_the_same_and_stores_nothing(self, caller, judge, memory):
        judge.script["credit cover?"] = Decision("answer", ("credit-cover",), 0.9)

        first, again = caller.post("respond", MESSAGE), caller.post("respond", MESSAGE)

        assert first.json == again.json
        with memory.session() as session:
            assert session.query(Message).count() == session.query(Ticket).count() == 0

    def test_letters_are_sent_as_they_are(self, caller, judge):
        judge.script["credit cover?"] = Decision("handoff", ("credit-cover",), 0.2, reason="near_miss")

        assert "The closest entry is “How can I".encode() in caller.post("respond", MESSAGE).data

    def test_a_text_of_4000_characters_is_read_and_one_more_is_too_long(self, caller):
        assert caller.post("respond", MESSAGE | {"text": "é" * 4000}).status_code == 200

        response = caller.post("respond", MESSAGE | {"text": "é" * 4001})
        assert is_problem(response, 422)
        assert response.json["field"] == "text"
        assert response.json["detail"] == "A message can have up to 4,000 characters."

    def test_an_empty_text_is_left_to_the_judge(self, caller, judge):
        judge.script[""] = Decision("decline", reason="empty")

        assert caller.post("respond", MESSAGE | {"text": ""}).json["replies"][0]["kind"] == "text"

    def test_a_judge_that_breaks_is_a_problem_without_the_visitors_words(self, caller, judge, capsys):
        judge.decide = lambda text, *_: int(text)

        response = caller.post("respond", MESSAGE | {"text": "my secret question"})

        assert is_problem(response, 500)
        logged = "".join(capsys.readouterr())
        assert "ValueError at" in logged
        assert "secret" not in response.text + logged


class TestBadRequests:
    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"text": None}, "text"),
            ({"text": 7}, "text"),
            ({"conversation": ""}, "conversation"),
            ({"conversation": "x" * 81}, "conversation"),
            ({"channel": "pigeon"}, "channel"),
            ({"intents": None}, "intents"),
            ({"intents": [{"name": "greet"}]}, "intents.0.confidence"),
            ({"intents": [{"name": "greet", "confidence": 1.5}]}, "intents.0.confidence"),
            ({"intents": [{"name": "greet", "confidence": float("nan")}]}, "intents.0.confidence"),
            ({"intents": [{"name": "greet", "confidence": float("inf")}]}, "intents.0.confidence"),
            ({"conversation": "a\x00b"}, "conversation"),
            ({"conversation": "a b\n"}, "conversation"),
            ({"context": {"topic": "credit\x00cover"}}, "context.topic"),
            ({"intents": [{"name": "greet", "confidence": "0.5"}]}, "intents.0.confidence"),
            ({"intents": [{"name": "greet", "confidence": 0.5, "id": 1}]}, "intents.0.id"),
            ({"intents": [{"name": "a", "confidence": 0.1}] * (MOST_INTENTS + 1)}, "intents"),
            ({"context": {"offered": [1]}}, "context.offered.0"),
            ({"context": {"unknown": 1}}, "context.unknown"),
            ({"unknown": 1}, "unknown"),
        ],
    )
    def test_a_field_that_cannot_be_used_is_named(self, caller, change, field):
        response = caller.post("respond", MESSAGE | change)

        assert is_problem(response, 422)
        assert response.json["field"] == field

    def test_a_missing_field_is_named(self, caller):
        response = caller.post("respond", {key: MESSAGE[key] for key in MESSAGE if key != "context"})

        assert response.json["field"] == "context"
        assert response.json["detail"] == "The field “context” is missing."

    @pytest.mark.parametrize(
        "data",
        [b"", b"{", b"not json", b'{"text": "\xff"}', b'{"text": "\\ud800"}', b"[" * 5000],
    )
    def test_what_is_not_json_in_utf_8_is_said_to_be_so(self, app, data):
        response = app.test_client().post(
            "/internal/v1/respond",
            data=data,
            headers={"X-Helpdesk-Token": TOKEN, "Content-Type": "application/json"},
        )

        assert is_problem(response, 400)

    @pytest.mark.parametrize("data", [b"[]", b"7", b"null", b'"text"'])
    def test_json_that_is_no_object_is_refused(self, app, data):
        response = app.test_client().post(
            "/internal/v1/respond",
            data=data,
            headers={"X-Helpdesk-Token": TOKEN, "Content-Type": "application/json"},
        )

        assert is_problem(response, 422)

    def test_another_media_type_is_refused(self, app):
        response = app.test_client().post(
            "/internal/v1/respond", data=json.dumps(MESSAGE), headers={"X-Helpdesk-Token": TOKEN}
        )

        assert is_problem(response, 415)

    def test_a_body_of_more_than_64_kb_is_refused(self, caller):
        assert is_problem(caller.post("respond", MESSAGE | {"text": "x" * 66_000}), 413)

    def test_unknown_addresses_and_methods_are_problems(self, caller):
        assert is_problem(caller.get("nothing"), 404)
        assert is_problem(caller.get("respond"), 405)


class TestTickets:
    def test_sent_again_it_is_the_same_ticket(self, caller, memory):
        first, again = caller.post("tickets", FORM), caller.post("tickets", FORM)

        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json == again.json
        with memory.session() as session:
            assert session.query(Ticket).count() == 1

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", ""),
            ("name", "x" * 201),
            ("name", "Asha\nPatel"),
            ("email", "asha"),
            ("organisation", "x" * 201),
            ("question", "  "),
            ("question", "x" * 4001),
            ("key", ""),
            ("key", "x" * 81),
            ("reason", "x" * 41),
            ("reason", "near\x00miss"),
            ("candidates", "credit-cover"),
            ("candidates.0", ["credit-cover"]),
            ("candidates.0.score", [{"key": "credit-cover", "score": 2}]),
        ],
    )
    def test_a_bad_value_is_named_and_nothing_is_stored(self, caller, memory, field, value):
        response = caller.post("tickets", FORM | {field.split(".")[0]: value})

        assert is_problem(response, 422)
        assert response.json["field"] == field
        with memory.session() as session:
            assert session.query(Ticket).count() == 0

    def test_its_log_line_has_ids_and_no_words(self, caller, caplog, capsys):
        caller.post("tickets", FORM)

        logged = caplog.text + "".join(capsys.readouterr())
        assert "ticket_handed_over" in logged
        assert not any(word in logged for word in ("Asha", "asha@example.org", "approved"))


class TestRatings:
    @pytest.mark.parametrize("helpful", ["yes", 1, None])
    def test_only_true_and_false_are_ratings(self, caller, helpful):
        response = caller.post("ratings", {"conversation": CONVERSATION, "helpful": helpful})

        assert is_problem(response, 422)

    def test_the_last_answer_is_rated(self, caller, store_answer, memory):
        store_answer(CONVERSATION)

        for _ in range(2):
            caller.post("ratings", {"conversation": CONVERSATION, "helpful": True})

        with memory.session() as session:
            assert session.query(Message).one().rating == "yes"


class TestHealth:
    def test_both_need_no_token(self, app):
        client = app.test_client()

        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").json == {"status": "ok", "database": "ok"}

    def test_without_tables_it_is_up_but_not_ready(self, app, memory):
        with memory.session() as session:
            session.execute(text("UPDATE alembic_version SET version_num = 'old'"))

        client = app.test_client()
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503

    def test_a_database_that_fails_is_unavailable_and_says_nothing_of_itself(self, caller, memory):
        with memory.session() as session:
            session.execute(text("DROP TABLE ticket_event"))

        response = caller.post("tickets", FORM)

        assert is_problem(response, 503)
        assert "ticket_event" not in response.text
