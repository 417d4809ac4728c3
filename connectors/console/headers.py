"""What each response tells the browser: nothing inline, nothing foreign, nothing kept, no frames but one."""

from flask import Flask, Response, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

STRANGERS = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""For what strangers sent: nothing is loaded, nothing runs, and it shares nothing with the console."""

POLICIES = {
    "mail.open": f"{POLICY}; frame-src 'self'",
    "mail_files.html": STRANGERS.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
    "mail_files.raw": STRANGERS,
    "mail_files.attachment": STRANGERS,
}
"""Endpoints with a policy of their own; the page of a mail frames its HTML form."""


def add_headers(app: Flask) -> None:
    """Set the security headers of every response."""

    @app.after_request
    def set_headers(response: Response) -> Response:
        headers = response.headers
        policy = POLICIES.get(request.endpoint or "", POLICY)
        headers["Content-Security-Policy"] = policy
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "SAMEORIGIN" if "frame-ancestors 'self'" in policy else "DENY"
        # Addresses of the console, one-time links above all, are nobody else's business.
        headers["Referrer-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if request.endpoint != "static":
            headers["Cache-Control"] = "no-store"
        return response
