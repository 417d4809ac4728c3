"""What a test does where the machine lacks what it needs."""

import os
from typing import NoReturn

import pytest

REQUIRE_ALL = "TESTS_REQUIRE_ALL"


def missing(what: str) -> NoReturn:
    """Skip the test, or fail it where nothing may be missing (``TESTS_REQUIRE_ALL=1``).

    Args:
        what: What is missing and how to get it, for example
            "PostgreSQL: install it or set TESTS_POSTGRES".
    """
    if os.environ.get(REQUIRE_ALL) == "1":
        pytest.fail(f"{REQUIRE_ALL} is set, and this machine lacks {what}.", pytrace=False)
    pytest.skip(f"This machine lacks {what}.")
