"""What the console asks the `answers` process, through its own client."""

import httpx
import pytest

from connectors.dialogue.learning import HttpLearning
from connectors.internal.app import create_answers_app
from connectors.internal.dependencies import AnswersDependencies, Learning
from connectors.services.conversations import ConversationService
from connectors.services.grouping import Gaps
from connectors.services.replaying import Replays
from knowledge.errors import Conflict, Unavailable
from knowledge.importer import import_entries
from knowledge.tables import Message
from retrieval.decision import Decision
from tests.doubles.answers_parts import TOKEN, answers_parts
from tests.doubles.small_faq import NEW


@pytest.fixture
def app(database, live, clock):
    parts = answers_parts(database)
    learning = Learning(live, Gaps(database, live.encoder), Replays(database, live), clock)
    return create_answers_app(AnswersDependencies(database, parts.answering, parts.desk, TOKEN, learning))


@pytest.fixture
def client(app):
    with httpx.Client(transport=httpx.WSGITransport(app=app)) as client:
        yield client


@pytest.fixture
def learning(client):
    return HttpLearning("http://answers.test/", token=TOKEN, client=client)


@pytest.fixture
def question(database, clock):
    with database.session() as session:
        conversation, _ = ConversationService(clock).start(session)
        message = Message(
            conversation_id=conversation.id,
            author="visitor",
            text=NEW.title,
            decision=Decision("handoff", reason="near_miss").as_dict(),
            state="answered",
            created_at=clock(),
        )
        session.add(message)
        session.flush()
        return f"m{message.id}"


class TestTheState:
    def test_names_version_new_entries_and_what_waits(self, learning, live, database, clock):
        assert learning.state().waiting == frozenset()
        with database.session() as session:
            import_entries(session, [NEW], now=clock(), complete=False)
        live.look()

        found = learning.state()

        assert (found.version, found.problem) == (live.served.state.version, None)
        assert found.waiting == found.new == {"leave"}

    def test_names_the_problem(self, learning, live):
        live.problem = "The disk is full."

        assert learning.state().problem == "The disk is full."

    def test_is_none_where_nobody_answers(self, client):
        assert HttpLearning("http://answers.test", token="wrong", client=client).state() is None


class TestGaps:
    def test_come_with_moments_and_ids(self, learning, question, clock):
        (gap,) = learning.gaps(30)

        assert (gap.count, gap.ids, gap.first, gap.last) == (1, (question,), clock(), clock())

    @pytest.mark.parametrize("days", [0, -1, 367, 10**12])
    def test_of_an_odd_period_are_refused(self, learning, days):
        with pytest.raises(Unavailable):
            learning.gaps(days)


class TestAReplay:
    def test_comes_as_plain_values(self, learning, question):
        found = learning.replay("newsletter", "withdraw")

        assert (found["asked"], found["wanted"]) == (1, 1)
        assert set(found["counts"]) == {"gained", "lost", "changed"}

    @pytest.mark.parametrize(
        ("key", "change"), [("../x", "publish"), ("", "publish"), ("join", "delete"), ("nothing", "publish")]
    )
    def test_of_nothing_that_there_is_is_refused(self, learning, key, change):
        with pytest.raises(Unavailable):
            learning.replay(key, change)

    def test_says_that_another_one_is_running(self):
        handler = httpx.MockTransport(lambda request: httpx.Response(409, json={"detail": "busy"}))
        with httpx.Client(transport=handler) as client, pytest.raises(Conflict, match="Somebody else"):
            HttpLearning("http://answers.test", token="t", client=client).replay("join", "publish")


class TestTheDoor:
    @pytest.mark.parametrize("path", ["faq", "gaps", "replay?key=join"])
    def test_opens_to_those_who_know_the_token_and_to_no_others(self, app, path):
        caller = app.test_client()

        assert caller.get(f"/internal/v1/{path}").status_code == 401
        assert caller.get(f"/internal/v1/{path}", headers={"X-Helpdesk-Token": TOKEN}).status_code == 200

    @pytest.mark.parametrize("path", ["faq", "gaps", "replay?key=join"])
    def test_leads_nowhere_where_another_judge_decides(self, database, path):
        caller = create_answers_app(answers_parts(database)).test_client()

        assert caller.get(f"/internal/v1/{path}", headers={"X-Helpdesk-Token": TOKEN}).status_code == 404

    @pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"groups": 1}', b'{"groups": [{"count": "x"}]}'])
    def test_a_broken_answer_is_none(self, body):
        handler = httpx.MockTransport(lambda request: httpx.Response(200, content=body))
        with httpx.Client(transport=handler) as client:
            learning = HttpLearning("http://answers.test", token="t", client=client)

            assert learning.state() is None
            with pytest.raises(Unavailable):
                learning.gaps(30)
