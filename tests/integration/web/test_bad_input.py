import json

import pytest

CALLS = [
    ("post", "/messages", {"text": "Hi"}),
    ("put", "/messages/1/rating", {"helpful": True}),
    ("post", "/tickets", {"name": "A", "email": "a@example.org", "question": "Q"}),
]


@pytest.fixture
def call(client, visitor):
    """Post a message with whatever is wrong about it."""

    def post(data=b'{"text": "Hi"}', path=None, **headers):
        names = {"Content-Type": "application/json", "Idempotency-Key": "k"} | visitor.headers
        names |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in names.items() if value is not None}
        return client.post(path or f"{visitor.base}/messages", data=data, headers=sent)

    return post


def assert_problem(response, status):
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    assert response.json["status"] == status
    assert response.json["detail"].endswith((".", "!"))
    return response.json["detail"]


class TestBody:
    @pytest.mark.parametrize("text", ["", "   ", "\x00\x01", "\n"])
    def test_without_words_asks_for_a_question(self, call, text):
        detail = assert_problem(call(json.dumps({"text": text})), 422)

        assert detail == "Please type a question first."

    def test_with_too_many_words_says_the_limit(self, call):
        detail = assert_problem(call(json.dumps({"text": "x" * 10_000})), 422)

        assert "4,000" in detail
        assert "10,000" in detail

    def test_that_is_too_large_is_refused(self, call):
        assert_problem(call(json.dumps({"text": "x" * 20_000})), 413)

    @pytest.mark.parametrize("data", [b'{"text": "\xff\xfe"}', '{"text": "é"}'.encode("latin-1"), b"\x80"])
    def test_that_is_not_utf_8_is_refused(self, call, data):
        assert "UTF-8" in assert_problem(call(data), 400)

    @pytest.mark.parametrize(
        "data", [b"", b"{", b"text=Hi", b'{"text": NaN}', b"[" * 9000, b'{"text": "\\ud800"}']
    )
    def test_that_is_not_json_is_refused(self, call, data):
        assert "JSON" in assert_problem(call(data), 400)

    @pytest.mark.parametrize("data", [b"[]", b'"Hi"', b"1", b"null", b"true"])
    def test_that_is_no_object_is_refused(self, call, data):
        assert "object" in assert_problem(call(data), 422)

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", None])
    def test_of_another_type_is_refused(self, call, kind):
        assert "JSON" in assert_problem(call(Content_Type=kind), 415)

    @pytest.mark.parametrize("value", [1, None, True, ["Hi"], {"a": 1}])
    def test_with_a_text_that_is_none_is_refused(self, call, value):
        assert "text" in assert_problem(call(json.dumps({"text": value})), 422)

    def test_without_a_field_names_it(self, call):
        response = call(b"{}")

        assert_problem(response, 422)
        assert response.json["errors"] == {"text": "“text” is missing."}

    @pytest.mark.parametrize(
        "extra", ["author", "state", "reply", "conversation_id", "rating", "id", "__proto__"]
    )
    def test_with_an_unknown_field_is_refused(self, call, visitor, extra):
        detail = assert_problem(call(json.dumps({"text": "Hi", extra: "x"})), 422)

        assert extra in detail
        assert len(visitor.since().json["messages"]) == 1

    def test_with_a_payload_that_is_too_long_is_refused(self, call):
        assert_problem(call(json.dumps({"text": "Hi", "payload": "/" * 401})), 422)

    @pytest.mark.parametrize(("method", "path", "body"), CALLS[1:])
    def test_with_unknown_fields_is_refused_everywhere(self, client, visitor, method, path, body):
        headers = visitor.headers | {"Idempotency-Key": "k"}

        response = getattr(client, method)(
            visitor.base + path, json=body | {"status": "closed"}, headers=headers
        )

        assert_problem(response, 422)

    def test_of_a_start_with_fields_is_refused(self, client):
        assert_problem(client.post("/api/v1/conversations", json={"channel": "mail"}), 422)


class TestHeaders:
    @pytest.mark.parametrize("value", [None, "", "k" * 81, "k\u00e9"])
    def test_need_an_idempotency_key(self, call, value):
        assert "Idempotency-Key" in assert_problem(call(Idempotency_Key=value), 422)

    @pytest.mark.parametrize("value", [None, "", "Bearer", "Bearer ", "Basic YTpi"])
    def test_need_a_token(self, call, value):
        response = call(Authorization=value)

        assert_problem(response, 401)
        assert response.headers["WWW-Authenticate"] == "Bearer"


class TestForeignConversation:
    @pytest.mark.parametrize(("method", "path", "body"), CALLS)
    def test_looks_like_an_unknown_one(self, client, visitor, another_visitor, method, path, body):
        headers = visitor.headers | {"Idempotency-Key": "k"}
        foreign = getattr(client, method)(another_visitor.base + path, json=body, headers=headers)
        unknown = getattr(client, method)(
            f"/api/v1/conversations/{'0' * 32}{path}", json=body, headers=headers
        )

        assert_problem(foreign, 404)
        assert foreign.data == unknown.data
        assert len(another_visitor.since().json["messages"]) == 1

    def test_can_not_be_read(self, client, visitor, another_visitor):
        response = client.get(f"{another_visitor.base}/messages", headers=visitor.headers)

        assert_problem(response, 404)

    @pytest.mark.parametrize("strange", ["%00", "x", "..%2f", "%ff", "1%20OR%201=1"])
    def test_with_a_strange_id_is_not_found(self, client, visitor, strange):
        assert_problem(client.get(f"/api/v1/conversations/{strange}/messages", headers=visitor.headers), 404)


class TestAddress:
    def test_that_is_unknown_is_said_so(self, client):
        assert_problem(client.get("/api/v1/nothing"), 404)

    def test_with_the_wrong_method_is_said_so(self, client):
        response = client.delete("/api/v1/conversations")

        assert_problem(response, 405)
        assert "POST" in response.headers["Allow"]

    @pytest.mark.parametrize("name", ["..%2fapp.py", "%2e%2e/app.py", "none.js", "..\\app.py", "%00"])
    def test_of_a_widget_file_that_is_none_is_not_found(self, client, name):
        assert client.get(f"/widget/{name}").status_code == 404
