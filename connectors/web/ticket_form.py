"""The hand-off form's fields, checked one by one so that each mistake is shown at its place."""

from collections.abc import Callable

from connectors.desk.fields import check_email, check_name, check_organisation, check_question
from connectors.services.conversation_tickets import HandOver
from connectors.web.problems import InvalidFields
from knowledge.errors import InvalidInput

_CHECKS: dict[str, Callable[[str], str]] = {
    "name": check_name,
    "email": check_email,
    "organisation": check_organisation,
    "question": check_question,
}


def check_form(name: str, email: str, organisation: str, question: str) -> HandOver:
    """Return the form as the desk takes it.

    Raises:
        InvalidFields: With what is wrong, by field.
    """
    given = {"name": name, "email": email, "organisation": organisation, "question": question}
    taken: dict[str, str] = {}
    errors: dict[str, str] = {}
    for field, check in _CHECKS.items():
        try:
            taken[field] = check(given[field])
        except InvalidInput as error:
            errors[field] = str(error)
    if errors:
        raise InvalidFields(errors)
    return HandOver(**taken)
