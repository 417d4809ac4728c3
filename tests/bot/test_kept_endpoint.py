"""The way to the action server, beside a small one on the loopback."""

import asyncio
import importlib.util

import pytest

if importlib.util.find_spec("rasa") is None:
    pytest.skip("Rasa is installed in the bot's own environment", allow_module_level=True)

from aiohttp import ClientError, web
from components.kept_endpoint import KeptEndpoint
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

DOMAIN = {"intents": ["greet"]}
TRACKER = {"slots": {"topic": None}, "events": [{"event": "action"}]}


class ActionServer:
    """Remembers what it was sent and over how many connections."""

    def __init__(self, status=200):
        self.status, self.calls, self.connections, self.secrets = status, [], set(), []

    async def answer(self, request):
        self.calls.append(await request.json())
        self.connections.add(request.transport.get_extra_info("peername"))
        self.secrets.append(request.headers.get("X-Helpdesk-Token"))
        return web.json_response({"events": []}, status=self.status)


def call(server, *names):
    """Send action calls over one endpoint and return the replies."""

    async def run():
        app = web.Application()
        app.router.add_post("/webhook", server.answer)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]
        configured = EndpointConfig(
            f"http://127.0.0.1:{port}/webhook", headers={"X-Helpdesk-Token": "secret"}
        )
        endpoint = KeptEndpoint.like(configured)
        try:
            return [
                await endpoint.request(
                    json={"next_action": name, "domain": DOMAIN, "tracker": TRACKER}, method="post"
                )
                for name in names
            ]
        finally:
            await endpoint.close()
            await runner.cleanup()

    return asyncio.run(run())


class TestKeptEndpoint:
    def test_uses_one_connection_for_all_calls(self):
        server = ActionServer()

        assert call(server, "action_one", "action_two", "action_one") == [{"events": []}] * 3
        assert len(server.connections) == 1

    def test_carries_the_shared_secret(self):
        server = ActionServer()
        call(server, "action_one")

        assert server.secrets == ["secret"]

    def test_sends_the_domain_only_to_the_check_of_a_form(self):
        server = ActionServer()
        call(server, "action_one", "validate_handoff_form")

        assert [sent["domain"] for sent in server.calls] == [{}, DOMAIN]

    def test_sends_what_was_said_so_far_only_there_too(self):
        server = ActionServer()
        call(server, "action_one", "validate_handoff_form")

        assert [sent["tracker"] for sent in server.calls] == [TRACKER | {"events": []}, TRACKER]

    def test_tells_of_an_error(self):
        with pytest.raises(ClientResponseError):
            call(ActionServer(status=500), "action_one")

    def test_tells_that_nobody_answers(self):
        async def run():
            endpoint = KeptEndpoint("http://127.0.0.1:9/webhook")
            try:
                await endpoint.request(json={"next_action": "action_one", "tracker": TRACKER})
            finally:
                await endpoint.close()

        with pytest.raises(ClientError):
            asyncio.run(run())
