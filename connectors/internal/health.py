"""Is the process up, and can it do its work? The two addresses that need no token."""

import structlog
from flask import Blueprint, Response, jsonify

from connectors.internal.dependencies import AnswersDependencies
from knowledge.errors import Unavailable

log = structlog.get_logger()


def create_health(parts: AnswersDependencies) -> Blueprint:
    """Return /healthz and /readyz."""
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def up() -> Response:
        return jsonify({"status": "ok"})

    @health.get("/readyz")
    def ready() -> tuple[Response, int]:
        # Model and index were loaded before the process began to listen.
        try:
            parts.database.check()
        except Unavailable as error:
            log.warning("database_not_ready", error=type(error).__name__)
            return jsonify({"status": "not ready", "database": "not reachable"}), 503
        return jsonify({"status": "ok", "database": "ok"}), 200

    return health
