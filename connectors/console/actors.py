"""Whoever is signed in, as the desk sees them."""

from connectors.console.access import me
from connectors.desk.actors import Actor


def actor() -> Actor:
    """Return who does what this request asks for."""
    return Actor(me().id, me().role)
