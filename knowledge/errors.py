"""One tree of errors, so that every channel can turn each into words a person understands.

The docstring of a class is its default message. A message says what was wrong, what was given
and what is allowed; it may reach a visitor, so it holds no jargon.
"""


class HelpdeskError(Exception):
    """Something went wrong on our side."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or type(self).__doc__)


class InvalidInput(HelpdeskError):
    """The input can't be used as it is."""


class NotFound(HelpdeskError):
    """There is nothing at this address."""


class Forbidden(HelpdeskError):
    """You can't see this."""


class Conflict(HelpdeskError):
    """This was changed or done already."""


class Unavailable(HelpdeskError):
    """A part of the service isn't answering just now."""


class InvalidCorpus(InvalidInput):
    """The FAQ files can't be used as they are."""


class InvalidPage(InvalidInput):
    """No FAQ was found in this page."""


class InvalidTrainingData(InvalidInput):
    """The training data can't be used as it is."""


class InvalidSettings(InvalidInput):
    """A setting can't be used as it is."""


class BrokenIndex(HelpdeskError):
    """The search index on disk is missing, damaged or older than the FAQ."""
