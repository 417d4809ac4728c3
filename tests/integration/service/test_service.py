import json
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import psutil
import pytest

pytestmark = pytest.mark.slow

QUESTION = "How much does it cost to become a party to the Smart Energy Code?"


def gone(processes: list[psutil.Process], seconds: float = 20) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    return not alive


def kinds(replies: list[dict[str, object]]) -> list[object]:
    return [reply["kind"] for reply in replies]


class TestUp:
    def test_prints_where_to_go(self, service):
        assert f"Open {service.address}" in service.said

    def test_a_question_gets_the_published_answer(self, visitor):
        [reply] = visitor.send(QUESTION)

        assert reply["kind"] == "answer"
        assert reply["answer"]["key"] == "become-sec-party"
        assert reply["answer"]["source"].startswith("https://smartenergycodecompany.co.uk/")

    def test_a_person_is_passed_to_the_helpdesk_with_a_reference(self, visitor):
        visitor.send("Can I speak to a person please?")
        said = [visitor.send(text) for text in ("Ann Example", "ann@example.org", "skip", "How tall is it?")]
        said.append(visitor.send("yes"))

        assert [reply["ticket"] for reply in said[-1] if reply["kind"] == "ticket"] != []

    def test_a_second_one_on_the_same_ports_says_which_are_taken(self, service):
        result = service.run("up")

        assert result.returncode == 1
        for name in ("WEB_PORT", "ANSWERS_PORT", "BOT_PORT", "BOT_ACTIONS_PORT"):
            assert f"or set HELPDESK_{name} to a free port" in result.stderr
        assert f"(process {service.processes()['web'].pid})" in result.stderr

    def test_only_web_listens_to_other_machines(self, service):
        hosts = {
            connection.laddr.ip
            for name, process in service.processes().items()
            if name != "web"
            for connection in process.net_connections(kind="inet")
            if connection.status == psutil.CONN_LISTEN
        }

        assert hosts == {"127.0.0.1"}

    def test_rasa_answers_nobody_without_the_token(self, service):
        port = service.environ["HELPDESK_BOT_PORT"]

        response = httpx.post(
            f"http://127.0.0.1:{port}/webhooks/helpdesk/webhook",
            json={"sender": "x", "message": "hello"},
            trust_env=False,
        )

        assert response.status_code == 401


class TestAsk:
    def test_a_batch_gets_one_prediction_a_line_in_order(self, service, tmp_path):
        labels, predictions = tmp_path / "labels.jsonl", tmp_path / "predictions.jsonl"
        texts = {"b": QUESTION, "a": "hello", "c": "x" * 5000}
        labels.write_text("".join(json.dumps({"id": k, "text": v}) + "\n" for k, v in texts.items()))

        result = service.run("ask", "--batch", str(labels), "--out", str(predictions))

        rows = [json.loads(line) for line in predictions.read_text().splitlines()]
        assert "isn't running" not in result.stderr
        assert [(row["id"], row["action"]) for row in rows] == [
            ("b", "answer"),
            ("a", "chat"),
            ("c", "decline"),
        ]
        assert rows[0]["keys"][0] == rows[0]["ranking"][0] == "become-sec-party"

    def test_starts_what_is_needed_where_nothing_runs(self, data_folder, starting_service):
        starting_service.end()

        result = starting_service.run("ask", "--json", QUESTION)

        assert result.returncode == 0, result.stderr
        assert json.loads(result.stdout)["decision"]["action"] == "answer"
        assert "so what is needed is started for this command" in result.stderr


@pytest.mark.parametrize("name", ["rasa", "actions", "answers"])
class TestKilled:
    def test_loses_no_message_and_is_back_within_a_minute(self, service, visitor, name):
        visitor.send("hello")
        killed = service.processes()[name]

        with ThreadPoolExecutor() as pool:
            on_its_way = pool.submit(visitor.send, QUESTION)
            killed.kill()
            began = time.monotonic()
            replies = [on_its_way.result(), visitor.send("And how do I book an assessment?")]

        assert all(replies), "each message gets at least one reply"
        wait_until_back(service, name, killed.pid, began + 60)
        assert "answer" in kinds(visitor.send(QUESTION))
        own = [message for message in visitor.messages() if message["author"] == "visitor"]
        assert [message["state"] for message in own] == ["answered"] * 4


def wait_until_back(service, name: str, old_pid: int, until: float) -> None:
    """Wait until another process does the work."""
    port = {"rasa": "BOT_PORT", "actions": "BOT_ACTIONS_PORT", "answers": "ANSWERS_PORT"}[name]
    path = {"rasa": "webhooks/helpdesk/", "actions": "health", "answers": "readyz"}[name]
    address = f"http://127.0.0.1:{service.environ[f'HELPDESK_{port}']}/{path}"
    while time.monotonic() < until:
        new = service.processes().get(name)
        try:
            if new and new.pid != old_pid and httpx.get(address, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    pytest.fail(f"{name} is not back within a minute:\n{service.said}")


class TestStop:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
    def test_ends_every_process(self, starting_service, number):
        family = starting_service.family()

        starting_service.signal(number)

        assert starting_service.wait() == 0
        assert len(family) >= 4
        assert gone(family)
        assert starting_service.said.rstrip().endswith("Stopped.")

    def test_nothing_is_left_when_the_supervisor_itself_is_killed(self, starting_service):
        family = starting_service.family()

        starting_service.signal(signal.SIGKILL)

        assert gone(family)
