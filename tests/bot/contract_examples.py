"""The agreed calls of the internal API, as both sides keep them in tests/contract."""

import json
from pathlib import Path

CONTRACT = Path(__file__).parents[1] / "contract"


def example(name):
    """Return one agreed call: its method, path, request, status and response."""
    return json.loads((CONTRACT / f"{name}.json").read_text(encoding="utf-8"))
