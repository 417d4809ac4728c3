"""Line 14 and the way there, on real connections of the loopback."""

import datetime
import hashlib
import hmac
import socket
import ssl
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from connectors.services.webhooks.addresses import Gate, NotAllowed
from connectors.services.webhooks.sending import NotDelivered, Sender
from tests.doubles.receiver import Receiver

NOW = datetime.datetime(2026, 5, 2, 10, 0, tzinfo=datetime.UTC)
HERE = ["127.0.0.1"]


@pytest.fixture
def receiver():
    with Receiver() as receiver:
        yield receiver


def send(receiver, sender=None, *, address=None, body='{"a":1}'):
    sender = sender or Sender(Gate(HERE), timeout=2)
    address = address or f"http://127.0.0.1:{receiver.port}/hook?x=1"
    return sender.send(address, "whsec_x", name="ticket.created", delivery="d" * 32, body=body, now=NOW)


class TestDelivery:
    def test_is_signed_over_time_stamp_and_body(self, receiver):
        assert send(receiver) == 204

        ((headers, body),) = receiver.taken
        signed = f"{int(NOW.timestamp())}.{body}".encode()
        assert (
            headers["Helpdesk-Signature"] == f"v1={hmac.new(b'whsec_x', signed, hashlib.sha256).hexdigest()}"
        )
        assert headers["Helpdesk-Timestamp"] == str(int(NOW.timestamp()))
        assert (headers["Helpdesk-Event"], headers["Helpdesk-Delivery"]) == ("ticket.created", "d" * 32)
        assert body == '{"a":1}'

    @pytest.mark.parametrize("status", [400, 404, 410, 429, 500, 503])
    def test_that_is_not_taken_says_why(self, receiver, status):
        receiver.answer = status

        with pytest.raises(NotDelivered, match=f"It answered {status}"):
            send(receiver)

    def test_where_nobody_listens_says_so(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with pytest.raises(NotDelivered, match="ConnectError"):
            send(None, address=f"http://127.0.0.1:{port}/")

    def test_uses_no_proxy_of_the_environment(self, receiver, monkeypatch):
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")

        assert send(receiver) == 204


class TestAttacks:
    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_a_redirect_is_not_followed(self, receiver, status):
        with Receiver() as inside:
            receiver.answer = status
            receiver.headers_back = {"Location": f"http://127.0.0.1:{inside.port}/secret"}

            with pytest.raises(NotDelivered, match="redirects are not followed"):
                send(receiver)
            assert inside.taken == []

    def test_a_name_that_leads_inside_by_now_is_refused_before_any_connection(self, receiver):
        answers = [["93.184.215.14"], ["127.0.0.1"]]
        gate = Gate(resolve=lambda name, port: answers.pop(0))
        address = f"https://rebinding.example:{receiver.port}/"
        gate.check(address)

        with pytest.raises(NotAllowed, match="private network"):
            send(receiver, Sender(gate, timeout=2), address=address)
        assert receiver.taken == []

    def test_the_name_is_looked_up_once_and_the_checked_address_is_used(self, receiver):
        looked_up = []

        def resolve(name, port):
            looked_up.append(name)
            return ["127.0.0.1"] if len(looked_up) == 1 else ["192.0.2.1"]

        sender = Sender(Gate(HERE, resolve), timeout=2)
        send(receiver, sender, address=f"http://hooks.example.org:{receiver.port}/")

        assert looked_up == ["hooks.example.org"]
        assert receiver.taken[0][0]["Host"] == f"hooks.example.org:{receiver.port}"

    def test_one_that_never_answers_is_left(self, receiver):
        receiver.pause = 5
        began = time.monotonic()

        with pytest.raises(NotDelivered, match=r"no answer within 0\.5 seconds"):
            send(receiver, Sender(Gate(HERE), timeout=0.5))
        assert time.monotonic() - began < 3

    def test_one_that_answers_letter_by_letter_is_left(self, receiver):
        receiver.drip = True
        began = time.monotonic()

        with pytest.raises(NotDelivered, match="no answer within 1 seconds"):
            send(receiver, Sender(Gate(HERE), timeout=1))
        assert time.monotonic() - began < 4

    def test_a_huge_head_is_refused(self, receiver):
        receiver.headers_back = {"X-Huge": "x" * 5_000_000}

        with pytest.raises(NotDelivered):
            send(receiver)

    def test_a_huge_body_is_not_read(self, receiver):
        receiver.answer, receiver.headers_back = 200, {"Content-Length": "99999999999"}

        assert send(receiver) == 200


def certificate(folder, name):
    """Make a certificate for a name, which its own key has signed; return the two contexts for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    (folder / "cert.pem").write_bytes(pem)
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return server, ssl.create_default_context(cadata=pem.decode())


class TestEncryption:
    @pytest.fixture
    def contexts(self, tmp_path):
        return certificate(tmp_path, "hooks.example.org")

    def sender(self, trust=None):
        return Sender(Gate(HERE, lambda name, port: ["127.0.0.1"]), timeout=3, trust=trust)

    def test_the_certificate_has_to_be_for_the_name_and_not_for_the_address(self, contexts):
        server, trust = contexts
        with Receiver(trust=server) as receiver:
            address = f"https://hooks.example.org:{receiver.port}/"
            assert send(receiver, self.sender(trust), address=address) == 204

    def test_a_certificate_for_another_name_is_refused(self, contexts):
        server, trust = contexts
        with Receiver(trust=server) as receiver, pytest.raises(NotDelivered, match="ConnectError"):
            send(receiver, self.sender(trust), address=f"https://other.example.org:{receiver.port}/")
        assert receiver.taken == []

    def test_a_certificate_that_nobody_vouches_for_is_refused(self, contexts):
        server, _ = contexts
        with Receiver(trust=server) as receiver, pytest.raises(NotDelivered, match="ConnectError"):
            send(receiver, self.sender(), address=f"https://hooks.example.org:{receiver.port}/")
        assert receiver.taken == []
