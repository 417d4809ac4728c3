"""The action server: rasa_sdk's executor behind one route, with our actions registered by hand.

rasa_sdk's own server listens on every address, allows every origin and sends the request's body
back with an error, so that customers' words could reach a log.
"""

from __future__ import annotations

import hmac
import json
import logging
import zlib

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from actions.answering import ActionAnswerQuestion
from actions.answers import TOKEN_HEADER, Answers
from actions.choosing import ActionChooseEntry, ActionNoneOfThese
from actions.handoff.asking import ActionAskConfirm, ActionAskQuestion
from actions.handoff.submitting import ActionSubmitHandoff
from actions.handoff.validating import ValidateHandoffForm
from actions.hours import ActionOpeningHours
from actions.yes_no import ActionCancel, ActionNo, ActionRateAnswer, ActionYes

logger = logging.getLogger(__name__)


def build_executor(answers: Answers) -> ActionExecutor:
    """Return an executor that knows every action of the domain."""
    executor = ActionExecutor()
    for action in (
        ActionAnswerQuestion(answers),
        ActionChooseEntry(answers),
        ActionNoneOfThese(answers),
        ActionYes(answers),
        ActionNo(answers),
        ActionCancel(answers),
        ActionRateAnswer(answers),
        ActionOpeningHours(answers),
        ActionSubmitHandoff(answers),
        ActionAskQuestion(),
        ActionAskConfirm(),
        ValidateHandoffForm(),
    ):
        executor.register_action(action)
    return executor


def build_app(executor: ActionExecutor, token: str) -> Sanic:
    """Return the server that Rasa posts its actions to.

    Args:
        executor: Runs the actions.
        token: Shared secret with Rasa; empty: none is asked for.
    """
    app = Sanic("helpdesk_actions", configure_logging=False)

    @app.get("/health")
    async def health(_: Request) -> HTTPResponse:
        return json_response({"status": "ok"})

    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        given = request.headers.get(TOKEN_HEADER, "")
        if token and not hmac.compare_digest(given.encode(), token.encode()):
            return json_response({"error": "The shared secret is missing or wrong."}, status=401)
        try:
            body = request.body
            if request.headers.get("Content-Encoding") == "deflate":
                body = zlib.decompress(body)
            call = json.loads(body)
        except (ValueError, zlib.error):
            return json_response({"error": "This is no action call."}, status=400)
        try:
            return json_response(await executor.run(call))
        except ActionExecutionRejection as rejected:
            return json_response({"error": rejected.message, "action_name": rejected.action_name}, status=400)
        except ActionNotFoundException as missing:
            return json_response({"error": missing.message, "action_name": missing.action_name}, status=404)
        except Exception as error:  # noqa: BLE001 - Rasa goes on without the action, and the log says which
            logger.error("Action %s failed: %s", call.get("next_action"), type(error).__name__)  # noqa: TRY400 - the trace could hold what the visitor wrote
            return json_response({"error": "The action failed."}, status=500)

    return app
