"""Is the process up, and can it do its work?"""

import structlog
from flask import Blueprint, Response

from connectors.web.dependencies import WebDependencies
from connectors.web.schemas import HealthView, ReadyView

log = structlog.get_logger()


def create_health(parts: WebDependencies) -> Blueprint:
    """Return /healthz and /readyz."""
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def up() -> Response:
        return Response(HealthView(status="ok").model_dump_json(), mimetype="application/json")

    @health.get("/readyz")
    def ready() -> Response:
        database, answers = _database_ok(parts), parts.answers.ready()
        view = ReadyView(
            status="ok" if database and answers else "not ready",
            database="ok" if database else "not reachable",
            answers="ok" if answers else "not reachable",
        )
        status = 200 if view.status == "ok" else 503
        return Response(view.model_dump_json(), status, mimetype="application/json")

    return health


def _database_ok(parts: WebDependencies) -> bool:
    try:
        parts.database.check()
    except Exception as error:  # noqa: BLE001 - any failure means that it can't be used just now
        log.warning("database_not_ready", error=type(error).__name__)
        return False
    return True
