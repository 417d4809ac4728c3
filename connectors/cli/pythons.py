"""The bot's Python, asked from outside: we can't import what is in it."""

import subprocess
from pathlib import Path

QUESTION = """
import sys
from importlib.metadata import PackageNotFoundError, version
try:
    rasa = version("rasa")
except PackageNotFoundError:
    rasa = ""
print(sys.version.split()[0], rasa)
"""


def describe_python(python: Path) -> tuple[str, str] | None:
    """Return the version of a Python and of the Rasa in it ("" for none); None if it doesn't run."""
    try:
        out = subprocess.run(  # noqa: S603 - the program of our own setting
            [str(python), "-c", QUESTION], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    version, _, rasa = out.stdout.strip().partition(" ")
    return version, rasa
