import json
import logging

import pytest
import structlog
from flask import Flask

from connectors.logs import add_request_ids, configure_logging, request_id
from tests.doubles.logs import log_stream


@pytest.fixture
def stream():
    with log_stream() as stream:
        yield stream


def lines(stream):
    return [json.loads(line) for line in stream.getvalue().splitlines()]


class TestConfigureLogging:
    def test_json_is_one_object_a_line_with_event_level_and_time(self, stream):
        configure_logging("json", "info", stream)

        structlog.get_logger("desk").info("ticket_created", ticket="SECAS-000123")

        (line,) = lines(stream)
        assert line.items() >= {"event": "ticket_created", "ticket": "SECAS-000123", "level": "info"}.items()
        assert line["at"].endswith("Z")

    def test_text_is_for_people(self, stream):
        configure_logging("text", "info", stream)

        structlog.get_logger().info("ticket_created", ticket="SECAS-000123")

        assert "ticket_created" in stream.getvalue()
        assert "ticket=SECAS-000123" in stream.getvalue()
        assert "\x1b" not in stream.getvalue()

    def test_lower_levels_are_left_out(self, stream):
        configure_logging("json", "warning", stream)

        structlog.get_logger().info("quiet")
        structlog.get_logger().warning("loud")
        logging.getLogger("library").info("quiet")

        assert [line["event"] for line in lines(stream)] == ["loud"]

    def test_libraries_write_in_the_same_form(self, stream):
        configure_logging("json", "info", stream)

        logging.getLogger("library").warning("took %s seconds", 3)

        (line,) = lines(stream)
        assert (line["event"], line["logger"], line["level"]) == ("took 3 seconds", "library", "warning")

    def test_talkative_libraries_are_heard_from_warnings_on(self, stream):
        configure_logging("json", "debug", stream)

        logging.getLogger("httpx").info("POST /somewhere")
        logging.getLogger("httpx").warning("slow")

        assert [line["event"] for line in lines(stream)] == ["slow"]

    def test_a_library_that_sets_its_own_level_is_held_back_too(self, stream):
        library = logging.getLogger("library.of.its.own")
        library.setLevel("DEBUG")
        configure_logging("json", "info", stream)

        library.debug("quiet")

        assert lines(stream) == []

    @pytest.mark.parametrize("of_a_library", [True, False])
    @pytest.mark.parametrize("form", ["json", "text"])
    def test_an_exception_is_named_with_its_place_but_not_its_words(self, stream, form, of_a_library):
        configure_logging(form, "info", stream)
        log = logging.getLogger("library") if of_a_library else structlog.get_logger()

        try:
            int("what the customer wrote")
        except ValueError:
            log.exception("request_failed")

        assert "ValueError at test_logs.py:" in stream.getvalue()
        assert "customer" not in stream.getvalue()

    def test_twice_writes_once(self, stream):
        configure_logging("json", "info", stream)
        configure_logging("json", "info", stream)

        structlog.get_logger().info("once")

        assert len(lines(stream)) == 1


class TestRequestId:
    @pytest.mark.parametrize(
        "given", ["12345678", "a" * 64, "0f8fad5b-d9cb-469f-a165-70867728950e", "A.b_c-12"]
    )
    def test_a_safe_one_is_kept(self, given):
        assert request_id(given) == given

    @pytest.mark.parametrize(
        "given",
        [None, "", "1234567", "a" * 65, "with space", "line\nbreak", "12345678\n", "ümlaut-12", "<script>"],
    )
    def test_every_other_is_replaced(self, given):
        made = request_id(given)

        assert made != given
        assert request_id(made) == made

    def test_each_new_one_is_another(self):
        assert request_id(None) != request_id(None)


class TestRequestIdsOfAnApp:
    @pytest.fixture
    def client(self, stream):
        configure_logging("json", "info", stream)
        app = Flask("test")
        add_request_ids(app)

        @app.get("/")
        def index():
            structlog.get_logger().info("seen")
            return "fine"

        return app.test_client()

    def test_the_id_that_came_is_in_the_log_and_in_the_response(self, client, stream):
        response = client.get("/", headers={"X-Request-Id": "from-the-web-1"})

        assert response.headers["X-Request-Id"] == "from-the-web-1"
        assert lines(stream)[0]["request_id"] == "from-the-web-1"

    def test_one_is_made_where_none_came_and_each_request_has_its_own(self, client, stream):
        first, second = client.get("/"), client.get("/")

        assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]
        assert [line["request_id"] for line in lines(stream)] == [
            first.headers["X-Request-Id"],
            second.headers["X-Request-Id"],
        ]

    def test_errors_have_one_too(self, client):
        assert client.get("/nothing").headers["X-Request-Id"]
