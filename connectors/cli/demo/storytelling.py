"""The demo's tickets, made by the desk's own verbs, so that each has its due times and its history."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from connectors.cli.demo.chatting import Chats
from connectors.cli.demo.past import Past
from connectors.desk import customers
from connectors.desk.actors import Actor
from connectors.desk.changing import Step, record, take
from connectors.desk.due import DueTimes
from connectors.desk.priorities import read_priority
from connectors.desk.tickets import create_ticket
from connectors.services.conversations import bot_message
from connectors.services.ticket_desk import TicketDesk
from connectors.services.wording import ticket_made
from knowledge.tables import Conversation, Ticket
from retrieval.decision import Decision

STORIES = Path(__file__).with_name("stories.toml")

Told = Mapping[str, Any]
"""A story, or a step of one, as the file has it."""


@dataclass
class _Scene:
    """What a step of a story needs.

    Attributes:
        session: Writes it.
        ticket_id: Whose story it is.
        conversation: The visitor's, where they came by chat.
        told: The step.
        actor: Who does it; None for the customer and the service.
    """

    session: Session
    ticket_id: int
    conversation: Conversation | None
    told: Told
    actor: Actor | None

    @property
    def staff(self) -> Actor:
        """Who does it.

        Raises:
            ValueError: If the story doesn't say.
        """
        if self.actor is None:
            raise ValueError(f"The step “{self.told['do']}” says not who does it.")
        return self.actor


DESK: Mapping[str, Callable[[TicketDesk, _Scene], object]] = {
    "claim": lambda desk, scene: desk.claim(scene.session, scene.ticket_id, scene.staff),
    "reply": lambda desk, scene: desk.reply(
        scene.session, scene.ticket_id, scene.staff, None, text=scene.told["text"]
    ),
    "note": lambda desk, scene: desk.add_note(
        scene.session, scene.ticket_id, scene.staff, text=scene.told["text"]
    ),
    "tag": lambda desk, scene: desk.add_tag(
        scene.session, scene.ticket_id, scene.staff, tag=scene.told["tag"]
    ),
    "priority": lambda desk, scene: desk.set_priority(
        scene.session, scene.ticket_id, scene.staff, None, to=read_priority(scene.told["to"])
    ),
    "resolve": lambda desk, scene: desk.resolve(scene.session, scene.ticket_id, scene.staff, None),
    "close": lambda desk, scene: desk.close(scene.session, scene.ticket_id, scene.staff, None),
    "split": lambda desk, scene: desk.split(
        scene.session, scene.ticket_id, scene.staff, None, question=scene.told["text"]
    ),
}
"""What the steps of staff are, by name."""


class Storyteller:
    """Tells the stories of the tickets.

    Args:
        past: What time it is.
        desk: Works on tickets, by the same clock.
        due: Keeps the due times.
        chats: Lets visitors talk.
        sentence: Says when the Helpdesk is open.
        team: Who acts, by the keys that the stories use.
    """

    def __init__(
        self,
        past: Past,
        desk: TicketDesk,
        due: DueTimes,
        chats: Chats,
        sentence: Callable[[], str],
        team: Mapping[str, Actor],
    ) -> None:
        self._past = past
        self._desk = desk
        self._due = due
        self._chats = chats
        self._sentence = sentence
        self._team = team
        self._numbers: dict[str, int] = {}

    def tell_all(self, session: Session) -> None:
        """Tell every story of the file, the oldest first, so that numbers rise with time."""
        stories = tomllib.loads(STORIES.read_text(encoding="utf-8"))["story"]
        for number, story in sorted(enumerate(stories), key=lambda numbered: self._begin(numbered[1])):
            self._begin(story)
            self._tell(session, story, f"demo-{number}")

    def _begin(self, story: Told) -> Any:
        if "minutes_ago" in story:
            self._past.put_back(story["minutes_ago"])
        else:
            self._past.put_to(story["days_ago"], time.fromisoformat(story["at"]))
        return self._past()

    def _tell(self, session: Session, story: Told, key: str) -> None:
        ticket, conversation = self._make(session, story, key)
        if "id" in story:
            self._numbers[story["id"]] = ticket.id
        steps: Sequence[Told] = story.get("steps", ())
        for step in steps:
            self._past.forward(step["after"])
            actor = self._team[step["who"]] if "who" in step else None
            if actor:
                # Who does something has looked at it first.
                self._desk.open(session, ticket.id)
            self._do(_Scene(session, ticket.id, conversation, step, actor))

    def _do(self, scene: _Scene) -> None:
        deed = scene.told["do"]
        ours: Mapping[str, Callable[[_Scene], None]] = {
            "write": self._write,
            "confirm": lambda scene: self._say(scene, customers.confirm),
            "deny": lambda scene: self._say(scene, customers.deny),
            "answered_by_mail": self._answer_by_mail,
            "snooze": self._snooze,
            "merge": self._merge,
        }
        if deed in ours:
            ours[deed](scene)
        else:
            DESK[deed](self._desk, scene)

    def _make(self, session: Session, story: Told, key: str) -> tuple[Ticket, Conversation | None]:
        candidates = [{"key": name, "score": score} for name, score in story.get("candidates", ())]
        conversation = None
        if story["channel"] == "web":
            ranking = tuple(candidate["key"] for candidate in candidates)
            decision = Decision("handoff", ranking=ranking, reason=story["reason"])
            conversation = self._chats.begin(session, story["question"], decision)
            self._past.put(self._past() + timedelta(minutes=2))
        ticket = create_ticket(
            session,
            now=self._past(),
            conversation_id=conversation.id if conversation else None,
            name=story["name"],
            email=story["email"],
            organisation=story["organisation"],
            question=story["question"],
            reason=story["reason"],
            candidates=candidates,
            channel=story["channel"],
            idempotency_key=key,
            due=self._due,
        )
        if conversation:
            made = ticket_made(ticket.reference, story["email"], self._sentence())
            session.add(bot_message(conversation.id, made, self._past()))
        session.flush()
        return ticket, conversation

    def _write(self, scene: _Scene) -> None:
        conversation = scene.conversation
        if conversation is None:
            raise ValueError("Only who came by chat can write in it.")
        message = self._chats.write(scene.session, conversation, scene.told["text"], None)
        customers.hear(scene.session, scene.ticket_id, Step(self._past()), self._due, message_id=message)

    def _say(self, scene: _Scene, verb: Callable[[Session, int, Step, DueTimes], object]) -> None:
        verb(scene.session, scene.ticket_id, Step(self._past()), self._due)

    def _snooze(self, scene: _Scene) -> None:
        # From now on, so that it is still put aside when somebody looks.
        until = self._past.present + timedelta(days=scene.told["days"])
        self._desk.snooze(scene.session, scene.ticket_id, scene.staff, None, until=until)

    def _merge(self, scene: _Scene) -> None:
        into = self._numbers[scene.told["into"]]
        self._desk.merge(scene.session, scene.ticket_id, scene.staff, None, into=into)

    def _answer_by_mail(self, scene: _Scene) -> None:
        step = Step(self._past())
        ticket = take(scene.session, scene.ticket_id, step)
        ticket.status, ticket.unanswered_since, ticket.unread = "waiting", None, False
        self._due.pause(ticket, step.at)
        keys = [candidate["key"] for candidate in ticket.candidates]
        record(scene.session, ticket, step, "answered_by_mail", keys=keys)
