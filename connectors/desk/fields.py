"""What people may write into the form that makes a ticket: one check for every channel."""

import re
import unicodedata

from knowledge.errors import InvalidInput

LONGEST_NAME = 200
LONGEST_ORGANISATION = 200
LONGEST_EMAIL = 254
LONGEST_LOCAL_PART = 64
LONGEST_QUESTION = 4000

_LOCAL_PART = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_DOMAIN = re.compile(r"([^\W_]((?:[^\W_]|-){0,61}[^\W_])?\.)+[^\W\d_](?:[^\W_]|-){0,61}[^\W_]")
_NOT_IN_ONE_LINE = frozenset(("Cc", "Cs", "Zl", "Zp"))
"""Unicode's names for control characters, halves of characters, and ends of lines and paragraphs."""


class InvalidField(InvalidInput):
    """One field can't be used as it is.

    Args:
        field: Its name.
        message: What is wrong, and what is allowed.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def check_name(name: str) -> str:
    """Return a person's name without outer spaces.

    Raises:
        InvalidField: If it is empty, too long or more than one line.
    """
    name = one_line("name", name, LONGEST_NAME)
    if not name:
        raise InvalidField("name", "Please give your name.")
    return name


def check_organisation(organisation: str) -> str:
    """Return an organisation's name without outer spaces; it may be empty.

    Raises:
        InvalidField: If it is too long or more than one line.
    """
    return one_line("organisation", organisation, LONGEST_ORGANISATION)


def check_email(email: str) -> str:
    """Return an e-mail address without outer spaces.

    It must look like one that can be written to: whether it exists is shown by the first mail.

    Raises:
        InvalidField: If it doesn't.
    """
    email = one_line("email", email, LONGEST_EMAIL)
    local_part, _, domain = email.rpartition("@")
    if (
        len(local_part) > LONGEST_LOCAL_PART
        or not _LOCAL_PART.fullmatch(local_part)
        or not _DOMAIN.fullmatch(domain)
    ):
        raise InvalidField("email", "Please give an e-mail address such as name@example.org.")
    return email


def check_question(question: str) -> str:
    """Return a question without outer spaces and control characters; lines stay apart.

    Raises:
        InvalidField: If nothing is left, or too much.
    """
    question = question.replace("\r\n", "\n").replace("\r", "\n")
    question = "".join(
        c for c in question if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}
    ).strip()
    if not question:
        raise InvalidField("question", "Please say what your question is.")
    if len(question) > LONGEST_QUESTION:
        raise InvalidField(
            "question",
            f"A question can have up to {LONGEST_QUESTION:,} characters; this one has {len(question):,}.",
        )
    return question


def one_line(field: str, text: str, longest: int) -> str:
    """Return a text in one line without outer spaces; it may be empty.

    Raises:
        InvalidField: If it is too long or more than one line.
    """
    if any(unicodedata.category(c) in _NOT_IN_ONE_LINE for c in text):
        raise InvalidField(field, f"Please write the {_said(field)} in one line of plain text.")
    text = text.strip()
    if len(text) > longest:
        raise InvalidField(
            field, f"The {_said(field)} can have up to {longest} characters; this one has {len(text):,}."
        )
    return text


def _said(field: str) -> str:
    return "e-mail address" if field == "email" else field
