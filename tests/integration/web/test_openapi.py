import re

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from connectors.web.openapi import openapi_document

DOCUMENT = openapi_document()


def conforms(response, method, path):
    """Assert that a real response is one that the description announces."""
    announced = DOCUMENT["paths"][path][method]["responses"][str(response.status_code)]
    schema = announced["content"][response.mimetype]["schema"]
    Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(response.json)


class TestDocument:
    def test_is_valid(self):
        validate(DOCUMENT)

    def test_is_served(self, client):
        assert client.get("/api/v1/openapi.json").json == DOCUMENT

    def test_describes_every_route_and_nothing_else(self, app):
        routes = {
            (re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
            for rule in app.url_map.iter_rules()
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        }
        described = {(path, method) for path, item in DOCUMENT["paths"].items() for method in item}

        assert {(path.replace("path:", ""), method) for path, method in routes} == described

    def test_refuses_unknown_fields_in_every_request(self):
        for item in DOCUMENT["paths"].values():
            for operation in item.values():
                if "requestBody" in operation:
                    name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].split(
                        "/"
                    )[-1]
                    assert DOCUMENT["components"]["schemas"][name]["additionalProperties"] is False


class TestResponses:
    CONVERSATION = "/api/v1/conversations/{conversation_id}"

    def test_to_messages_conform(self, visitor):
        path = f"{self.CONVERSATION}/messages"

        for response in (
            visitor.send(),
            visitor.send("fees"),
            visitor.send("odd"),
            visitor.send("Yes", "/affirm"),
        ):
            conforms(response, "post", path)
        conforms(visitor.since(), "get", path)

    @pytest.mark.parametrize("text", ["", "x" * 5000, "x" * 20_000])
    def test_to_bad_messages_conform(self, visitor, text):
        conforms(visitor.send(text), "post", f"{self.CONVERSATION}/messages")

    def test_to_a_key_that_was_used_conform(self, visitor):
        visitor.send("one", key="same")

        conforms(visitor.send("two", key="same"), "post", f"{self.CONVERSATION}/messages")

    def test_to_the_rest_conform(self, client, visitor):
        answer = visitor.send().json["replies"][0]

        conforms(client.post("/api/v1/conversations"), "post", "/api/v1/conversations")
        conforms(
            visitor.rate(answer["id"], False), "put", f"{self.CONVERSATION}/messages/{{message_id}}/rating"
        )
        conforms(visitor.hand_over(), "post", f"{self.CONVERSATION}/tickets")
        conforms(visitor.hand_over(email=""), "post", f"{self.CONVERSATION}/tickets")
        conforms(client.get("/healthz"), "get", "/healthz")
        conforms(client.get("/readyz"), "get", "/readyz")
