"""Opening hours and closures: read by all, changed by admins."""

from datetime import date, time, timedelta

from flask import Blueprint, Response, flash, make_response, render_template
from sqlalchemy import select

from connectors.console.access import me
from connectors.console.dependencies import ConsoleDependencies
from connectors.console.forms import go, read_form
from connectors.console.numbers import ID
from connectors.console.presenting import LONDON
from connectors.desk.bank_holidays import bank_holidays, list_ends_soon
from connectors.desk.closing import add_closure, remove_closure
from connectors.desk.closures import ClosedPeriod
from connectors.desk.week import DAYS, said
from connectors.services.staff.audit import note
from knowledge.errors import Conflict, InvalidInput
from knowledge.tables import Closure

AHEAD = timedelta(days=366)
"""How far ahead bank holidays are listed."""

FIELDS = ("first_day", "from_time", "last_day", "until_time", "reason")


def create_opening(parts: ConsoleDependencies) -> Blueprint:
    """Return the pages of the opening hours."""
    pages = Blueprint("opening", __name__, url_prefix="/hours")
    opening = Opening(parts)
    pages.get("")(opening.show)
    pages.post("")(opening.add)
    pages.post(f"/<{ID}:closure_id>/remove")(opening.remove)
    return pages


class Opening:
    """Shows the opening hours and keeps closures.

    Args:
        parts: What the console uses.
    """

    def __init__(self, parts: ConsoleDependencies) -> None:
        self._parts = parts

    def show(self) -> Response:
        """Show the hours of the week, the closures and the bank holidays to come."""
        return self._page({}, "")

    def add(self) -> Response:
        """Enter a closure; what is due moves behind it."""
        form, now = read_form(*FIELDS), self._parts.clock()
        try:
            period = _period(form)
            with self._parts.database.session() as store:
                row = add_closure(store, now, period, self._parts.rules)
                note(store, now, "closure_added", actor_id=me().id, closure=row.id, period=str(period))
        except (InvalidInput, Conflict) as error:
            return self._page(form, str(error), 409 if isinstance(error, Conflict) else 422)
        flash("The closure is entered, and what is due has moved behind it.")
        return go("opening.show")

    def remove(self, closure_id: int) -> Response:
        """Remove a closure; what is due moves back."""
        read_form()
        with self._parts.database.session() as store:
            period = remove_closure(store, closure_id, self._parts.rules)
            note(store, self._parts.clock(), "closure_removed", actor_id=me().id, period=str(period))
        flash("The closure is removed, and what is due has moved back.")
        return go("opening.show")

    def _page(self, form: dict[str, str], wrong: str, status: int = 200) -> Response:
        now, rules = self._parts.clock(), self._parts.rules
        today = now.astimezone(LONDON).date()
        with self._parts.database.session() as store:
            closures = store.scalars(
                select(Closure).where(Closure.last_day >= today).order_by(Closure.first_day)
            ).all()
            page = render_template(
                "hours.html",
                sentence=self._parts.hours.sentence(now),
                week=zip(DAYS, rules.week.days, strict=True),
                said=said,
                division=rules.division,
                holidays=_holidays(today, rules.division),
                warning=list_ends_soon(today),
                closures=closures,
                form=form,
                wrong=wrong,
            )
        return make_response(page, status)


def _holidays(today: date, division: str) -> list[tuple[date, str]]:
    years = (today.year, today.year + 1)
    days = [(day, name) for year in years for day, name in bank_holidays(year, division).items()]
    return sorted((day, name) for day, name in days if today <= day < today + AHEAD)


def _period(form: dict[str, str]) -> ClosedPeriod:
    first = _day(form["first_day"], "first")
    last = _day(form["last_day"], "last") if form["last_day"].strip() else first
    return ClosedPeriod(first, last, form["reason"], _time(form["from_time"]), _time(form["until_time"]))


def _day(text: str, which: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        given = f"“{text[:20]}” is none" if text.strip() else "there is none"
        raise InvalidInput(f"Please give the {which} day, such as 2026-12-24; {given}.") from error


def _time(text: str) -> time | None:
    if not text.strip():
        return None
    try:
        return time.fromisoformat(text.strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise InvalidInput(f"“{text[:20]}” is no time of day; one looks like 13:30.") from error
