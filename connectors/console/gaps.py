"""What people ask and the FAQ doesn't answer, grouped by meaning; and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, flash, make_response, render_template
from sqlalchemy.orm import Session

from connectors.console.access import me
from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import go, read_form, read_query
from connectors.console.numbers import ID
from connectors.dialogue.learning import Gap
from connectors.services.staff import settling
from connectors.services.staff.phrasings import add_phrasing
from connectors.services.staff.questions import Question, read_questions
from knowledge.errors import InvalidInput, Unavailable
from knowledge.faq import published_entries

PERIODS = {"7": "the last week", "30": "the last 30 days", "90": "the last 90 days", "366": "the last year"}
SHOWN = 5
"""Example questions of a gap."""

MOST_SHOWN = 30
"""Gaps on the page."""


@dataclass(frozen=True)
class Shown:
    """A gap with what the page shows of it.

    Attributes:
        gap: How often and when.
        examples: The most typical questions.
    """

    gap: Gap
    examples: Sequence[Question]


def create_gaps(parts: ConsoleDependencies) -> Blueprint:
    """Return the page of the gaps."""
    pages = Blueprint("gaps", __name__, url_prefix="/gaps")
    gaps = Gaps(parts)
    pages.get("")(gaps.show)
    pages.post("/phrasing")(gaps.phrasing)
    pages.post("/dismiss")(gaps.dismiss)
    pages.post(f"/back/<{ID}:settled_id>")(gaps.take_back)
    return pages


class Gaps:
    """Shows gaps and settles them.

    Args:
        parts: What the console uses.
    """

    def __init__(self, parts: ConsoleDependencies) -> None:
        self._parts = parts

    def show(self) -> Response:
        """Show the gaps of a period, most often asked first."""
        days = read_query("days")["days"] or "90"
        if days not in PERIODS:
            raise InvalidInput("Please choose one of the periods that are offered.")
        found, trouble = self._find(int(days))
        with self._parts.database.session() as store:
            page = render_template(
                "gaps.html",
                gaps=[_shown(store, gap) for gap in found[:MOST_SHOWN]],
                more=max(len(found) - MOST_SHOWN, 0),
                trouble=trouble,
                days=days,
                periods=PERIODS,
                entries=published_entries(store),
                dismissed=settling.latest_dismissed(store),
            )
        return make_response(page)

    def phrasing(self) -> Response:
        """Propose the most typical question of a gap as a phrasing of an entry."""
        form = read_form("ids", "entry")
        with self._parts.database.session() as store:
            questions = read_gap(store, form["ids"])
            now, actor = self._parts.clock(), me().id
            add_phrasing(
                store,
                now,
                form["entry"][:80],
                questions[0].text,
                actor_id=actor,
                proposed=True,
                ticket_id=questions[0].ticket_id,
            )
            texts = [question.text for question in questions]
            settling.settle(store, now, texts, "phrasing", actor_id=actor, key=form["entry"])
        flash("The question is proposed as a phrasing. It counts once an editor has looked at it here.")
        return go("faq.entry", entry_key=form["entry"], _anchor="phrasings")

    def dismiss(self) -> Response:
        """Remember that a gap isn't for us."""
        ids = read_form("ids")["ids"]
        with self._parts.database.session() as store:
            texts = [question.text for question in read_gap(store, ids)]
            settling.settle(store, self._parts.clock(), texts, "not_for_us", actor_id=me().id)
        flash("That is remembered: questions like these don't come up here any more.")
        return go("gaps.show")

    def take_back(self, settled_id: int) -> Response:
        """Let a question that was dismissed come up again."""
        read_form()
        with self._parts.database.session() as store:
            settling.take_back(store, self._parts.clock(), settled_id, actor_id=me().id)
        flash("Questions like this one come up again.")
        return go("gaps.show")

    def _find(self, days: int) -> tuple[Sequence[Gap], str]:
        try:
            return self._parts.learning.gaps(days), ""
        except Unavailable as error:
            return (), str(error)


def read_gap(store: Session, ids: str) -> list[Question]:
    """Return the questions that a form names, such as ``m12,t3``, the most typical first.

    Raises:
        InvalidInput: If it names none, too many, or none that is still there.
    """
    named = [part for part in ids.split(",") if part]
    if not 0 < len(named) <= settling.MOST_TEXTS:
        raise InvalidInput("Please choose a gap on the page of the gaps.")
    questions = read_questions(store, named)
    if not questions:
        raise InvalidInput("These questions aren't there any more.")
    return questions


def _shown(store: Session, gap: Gap) -> Shown:
    return Shown(gap, read_questions(store, gap.ids[:SHOWN]))
