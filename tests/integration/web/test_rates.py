"""Line 31: a flood from one visitor, one network, many visitors. Others are still served."""

import re
import time

import pytest
from sqlalchemy import func, select

from connectors.web.app import create_web_app
from connectors.web.proxies import TrustedProxies
from connectors.web.rates import RateLimits, Rates
from knowledge.tables import Conversation, Message, Ticket
from tests.doubles.web_parts import web_parts
from tests.integration.web.conftest import Visitor
from tests.integration.web.test_openapi import conforms

FREE = "1000000/second"
MESSAGES = "/api/v1/conversations/{conversation_id}/messages"


@pytest.fixture
def limited(store, clock, dialogue):
    """Make the web process with some limits; all others are out of reach."""

    def make(**rates):
        limits = RateLimits(Rates(**(dict.fromkeys(vars(Rates()), FREE) | rates)))
        return create_web_app(web_parts(store, clock=clock, dialogue=dialogue, limits=limits))

    return make


class From:
    """A client at an address."""

    def __init__(self, app, address):
        self._client, self._environ = app.test_client(), {"REMOTE_ADDR": address}

    def get(self, path, **options):
        return self._client.get(path, environ_overrides=self._environ, **options)

    def post(self, path, **options):
        return self._client.post(path, environ_overrides=self._environ, **options)

    def put(self, path, **options):
        return self._client.put(path, environ_overrides=self._environ, **options)


def visitor_at(app, address="192.0.2.1"):
    return Visitor(From(app, address))


def stored(store, table):
    with store.session() as session:
        return session.scalar(select(func.count()).select_from(table))


class TestOneVisitor:
    def test_is_asked_to_wait_and_told_how_long(self, limited):
        visitor = visitor_at(limited(visitor="2/minute"))
        visitor.send(), visitor.send()

        refused = visitor.send()

        assert refused.status_code == 429
        assert refused.mimetype == "application/problem+json"
        assert 55 <= int(refused.headers["Retry-After"]) <= 60
        assert refused.json["retry_after"] == int(refused.headers["Retry-After"])
        assert "a little too much at once, sorry" in refused.json["detail"]
        conforms(refused, "post", MESSAGES)

    def test_leaves_the_others_of_their_network_alone(self, limited):
        app = limited(visitor="1/minute")
        flood, other = visitor_at(app), visitor_at(app)
        for _ in range(10):
            flood.send()

        assert flood.send().status_code == 429
        assert other.send().status_code == 201

    def test_loses_nothing_and_stores_nothing_that_was_refused(self, limited, store, dialogue):
        visitor = visitor_at(limited(visitor="1/second"))
        visitor.send("one")
        before = stored(store, Message)

        assert visitor.send("two", key="same").status_code == 429
        assert stored(store, Message) == before
        time.sleep(1.1)
        assert visitor.send("two", key="same").status_code == 201
        assert [text for _, text, _ in dialogue.asked] == ["one", "two"]

    def test_does_not_wait_longer_for_trying_meanwhile(self, limited):
        visitor = visitor_at(limited(visitor="1/second"))
        visitor.send()
        for _ in range(20):
            visitor.send()
        time.sleep(1.1)

        assert visitor.send().status_code == 201

    def test_counts_ratings_and_forms_as_well(self, limited, store):
        visitor = visitor_at(limited(visitor="2/minute"))
        answer = visitor.send().json["replies"][0]
        visitor.rate(answer["id"], True)

        assert visitor.rate(answer["id"], False).status_code == 429
        assert visitor.hand_over().status_code == 429
        assert stored(store, Ticket) == 0

    def test_is_not_kept_out_by_who_knows_only_the_id(self, limited):
        visitor = visitor_at(limited(visitor="2/minute"))
        path = f"/api/v1/conversations/{visitor.id}/messages"
        for token in ("wrong", "wrong", "wrong", "other"):
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k"}
            visitor.client.post(path, json={"text": "x"}, headers=headers)

        assert visitor.send().status_code == 201


class TestOneNetwork:
    @pytest.mark.parametrize(
        ("one", "neighbour", "stranger"),
        [
            ("192.0.2.1", "192.0.2.254", "192.0.3.1"),
            ("2001:db8:1:1::1", "2001:db8:1:1:ffff::9", "2001:db8:1:2::1"),
            ("::ffff:192.0.2.1", "192.0.2.9", "192.0.3.1"),
        ],
    )
    def test_shares_a_limit_and_others_do_not(self, limited, one, neighbour, stranger):
        app = limited(network="3/minute")
        for _ in range(3):
            visitor_at(app, one).send()

        assert visitor_at(app, neighbour).send().status_code == 429
        assert visitor_at(app, stranger).send().status_code == 201

    def test_takes_nothing_of_what_all_may_ask_for_by_what_was_refused(self, limited):
        app = limited(network="3/minute", everyone="50/minute")
        flood = visitor_at(app)
        for _ in range(100):
            flood.send()

        assert visitor_at(app, "198.51.100.1").send().status_code == 201

    def test_begins_no_end_of_conversations(self, limited, store):
        client = From(limited(starts="2/minute"), "192.0.2.1")
        answers = [client.post("/api/v1/conversations", json={}) for _ in range(4)]

        assert [answer.status_code for answer in answers] == [201, 201, 429, 429]
        assert stored(store, Conversation) == 2
        conforms(answers[-1], "post", "/api/v1/conversations")

    def test_makes_no_end_of_tickets_by_new_conversations(self, limited, store):
        app = limited(tickets="2/minute")
        answers = [visitor_at(app).hand_over() for _ in range(4)]

        assert [answer.status_code for answer in answers] == [201, 201, 429, 429]
        assert stored(store, Ticket) == 2

    def test_looks_for_no_end_of_news(self, limited):
        visitor = visitor_at(limited(reads="2/minute"))

        assert [visitor.since().status_code for _ in range(3)] == [200, 200, 429]
        assert visitor.send().status_code == 201

    def test_cannot_choose_its_address_by_a_header(self, limited):
        visitor = visitor_at(limited(network="1/minute"))
        visitor.send()
        visitor.headers["X-Forwarded-For"] = "198.51.100.7"

        assert visitor.send().status_code == 429


class TestBehindAProxy:
    """Line 22: the address that counts is the one that a named proxy gives, and nobody else."""

    @pytest.fixture
    def proxied(self, limited):
        app = limited(network="1/minute")
        app.wsgi_app = TrustedProxies(app.wsgi_app, ["10.0.0.1"])
        return app

    def flooded_by(self, app, peer, forwarded):
        visitor = visitor_at(app, peer)
        visitor.headers["X-Forwarded-For"] = forwarded
        return visitor.send().status_code == 429

    def test_visitors_of_a_named_proxy_have_limits_of_their_own(self, proxied):
        assert not self.flooded_by(proxied, "10.0.0.1", "198.51.100.1")
        assert not self.flooded_by(proxied, "10.0.0.1", "203.0.113.1")
        assert self.flooded_by(proxied, "10.0.0.1", "198.51.100.9")

    def test_what_they_add_on_the_left_changes_nothing(self, proxied):
        assert not self.flooded_by(proxied, "10.0.0.1", "192.0.2.1, 198.51.100.1")
        assert self.flooded_by(proxied, "10.0.0.1", "192.0.2.200, 198.51.100.1")

    def test_nobody_else_is_believed(self, proxied):
        assert not self.flooded_by(proxied, "192.0.2.1", "198.51.100.1")
        assert self.flooded_by(proxied, "192.0.2.1", "203.0.113.1")


class TestManyVisitors:
    def test_are_limited_in_all(self, limited):
        app = limited(everyone="5/minute")
        visitors = [visitor_at(app, f"10.0.{number}.1") for number in range(5)]
        for visitor in visitors:
            assert visitor.send().status_code == 201

        assert visitors[0].send().status_code == 429
        assert visitors[0].since().status_code == 200

    def test_who_begin_too_many_conversations_stop_nobody_who_is_talking(self, limited):
        app = limited(everyone="5/minute")
        talking = visitor_at(app)
        for number in range(10):
            From(app, f"10.0.{number}.1").post("/api/v1/conversations", json={})

        assert From(app, "10.1.1.1").post("/api/v1/conversations", json={}).status_code == 429
        assert talking.send().status_code == 201


class TestThePageWithoutJavaScript:
    def ask(self, client, text="How do we join?"):
        page = client.get("/ask").text
        csrf = re.search(r'name="csrf" value="([^"]*)"', page)[1]
        key = re.search(r'name="key" value="([^"]*)"', page)[1]
        return client.post("/ask", data={"csrf": csrf, "key": key, "text": text, "payload": ""})

    def test_keeps_what_was_typed_and_says_how_long_to_wait(self, limited, store):
        client = From(limited(visitor="1/minute", network="1/minute"), "192.0.2.1")
        self.ask(client)
        before = stored(store, Message)

        refused = self.ask(client, "What does it cost to join the club?")

        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) >= 55
        assert "a little too much at once, sorry" in refused.text
        assert "What does it cost to join the club?" in refused.text
        assert stored(store, Message) == before

    def test_begins_no_end_of_conversations(self, limited, store):
        app = limited(starts="2/minute")
        answers = [self.ask(From(app, "192.0.2.1")).status_code for _ in range(3)]

        assert answers == [303, 303, 429]
        assert stored(store, Conversation) == 2
