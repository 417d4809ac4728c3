"""What each response tells the browser: nothing inline, nothing framed, and who may embed the widget."""

from flask import Flask, Response, request

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"

_API = "/api/"
_WIDGET = "/widget/"


def add_headers(app: Flask, origins: tuple[str, ...]) -> None:
    """Set the security headers of every response and let the named origins use the API.

    Args:
        app: The application.
        origins: Each as browsers send it: scheme, host and, where unusual, port.
    """
    allowed = frozenset(origin.rstrip("/").lower() for origin in origins)

    @app.before_request
    def answer_preflight() -> Response | None:
        if request.method == "OPTIONS" and request.path.startswith(_API):
            return Response(status=204)
        return None

    @app.after_request
    def set_headers(response: Response) -> Response:
        headers = response.headers
        page = response.mimetype == "text/html"
        headers["Content-Security-Policy"] = PAGE_POLICY if page else DATA_POLICY
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if page:
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if request.path.startswith(_WIDGET):
            # Module scripts are fetched with CORS even from a plain script element.
            headers["Access-Control-Allow-Origin"] = "*"
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        elif not request.path.startswith("/static/"):
            headers["Cache-Control"] = "no-store"
        if request.path.startswith(_API):
            _allow_origin(response, allowed)
        return response


def _allow_origin(response: Response, allowed: frozenset[str]) -> None:
    response.headers.add("Vary", "Origin")
    origin = request.headers.get("Origin", "")
    if origin.lower() not in allowed:
        return
    response.headers["Access-Control-Allow-Origin"] = origin
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, PUT"
        response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, Idempotency-Key"
        response.headers["Access-Control-Max-Age"] = "600"
