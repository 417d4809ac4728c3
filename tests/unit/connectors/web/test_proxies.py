"""Line 22: spoofed proxy headers."""

import pytest
from flask import Flask, request
from werkzeug.test import Client

from connectors.web.proxies import TrustedProxies

PROXY, VISITOR, OTHER = "10.0.0.1", "192.0.2.7", "198.51.100.9"


def ask(proxies, remote, **headers):
    """Return the address and the scheme that an application sees."""
    app = Flask("echo")
    app.get("/")(lambda: f"{request.remote_addr} {request.scheme}")
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    client = Client(TrustedProxies(app.wsgi_app, proxies))
    return client.get("/", headers=sent, environ_overrides={"REMOTE_ADDR": remote}).text


class TestTrustedProxies:
    def test_none_is_trusted_unless_it_is_named(self):
        seen = ask([], VISITOR, X_Forwarded_For=OTHER, X_Forwarded_Proto="https")

        assert seen == f"{VISITOR} http"

    def test_a_stranger_is_not_believed(self):
        seen = ask([PROXY], VISITOR, X_Forwarded_For=OTHER, X_Forwarded_Proto="https")

        assert seen == f"{VISITOR} http"

    def test_a_named_one_says_who_asks(self):
        seen = ask([PROXY], PROXY, X_Forwarded_For=VISITOR, X_Forwarded_Proto="https")

        assert seen == f"{VISITOR} https"

    def test_what_the_visitor_put_before_is_not_believed(self):
        assert ask([PROXY], PROXY, X_Forwarded_For=f"{OTHER}, {VISITOR}") == f"{VISITOR} http"

    def test_a_chain_of_named_ones_is_followed(self):
        seen = ask(["10.0.0.0/8"], PROXY, X_Forwarded_For=f"{OTHER}, {VISITOR}, 10.2.3.4")

        assert seen == f"{VISITOR} http"

    @pytest.mark.parametrize("header", ["", "unknown", "_hidden", "192.0.2.7:80", "<script>", ","])
    def test_what_is_no_address_leaves_the_proxys_own(self, header):
        assert ask([PROXY], PROXY, X_Forwarded_For=header) == f"{PROXY} http"

    @pytest.mark.parametrize("scheme", ["", "ftp", "https, http", "javascript"])
    def test_an_odd_scheme_changes_nothing(self, scheme):
        seen = ask([PROXY], PROXY, X_Forwarded_For=VISITOR, X_Forwarded_Proto=scheme)

        assert seen == f"{VISITOR} http"

    def test_other_forwarding_headers_are_never_looked_at(self):
        seen = ask([PROXY], VISITOR, Forwarded=f"for={OTHER};proto=https", X_Real_IP=OTHER)

        assert seen == f"{VISITOR} http"
