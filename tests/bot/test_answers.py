import asyncio

import pytest
from actions.answers import AnswersRefused, AnswersUnavailable, HttpAnswers, checked
from contract_examples import example


class TestChecked:
    @pytest.mark.parametrize("name", ["respond_answer", "ticket_created", "hours_open", "rating_helpful"])
    def test_agreed_replies_pass(self, name):
        call = example(name)

        assert checked(call["status"], call["response"]) == call["response"]

    def test_a_refusal_names_the_value(self):
        call = example("ticket_refused")

        with pytest.raises(AnswersRefused, match="e-mail address") as refused:
            checked(call["status"], call["response"])
        assert refused.value.field == "email"

    @pytest.mark.parametrize(("status", "data"), [(500, {}), (401, {}), (404, {}), (200, []), (200, None)])
    def test_everything_else_counts_as_unavailable(self, status, data):
        with pytest.raises(AnswersUnavailable):
            checked(status, data)


class TestHttpAnswers:
    def test_nobody_listening_counts_as_unavailable(self):
        async def ask():
            # Port 1 on the loopback address belongs to nobody.
            answers = HttpAnswers("http://127.0.0.1:1", "secret", timeout=1)
            try:
                await answers.call("GET", "hours")
            finally:
                await answers.close()

        with pytest.raises(AnswersUnavailable):
            asyncio.run(ask())
