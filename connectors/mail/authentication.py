"""What our own border found out about the sender (RFC 8601).

Anybody can write the field, so only our own counts.
"""

import re
from typing import Literal

from connectors.mail.message import Mail
from connectors.mail.rules.rule import Desk

Verdict = Literal["pass", "fail", "none"]

_COMMENT = re.compile(r"\([^()]*\)")
_DMARC = re.compile(r"\bdmarc\s*=\s*(\w+)", re.IGNORECASE)
_FAILED = frozenset(("fail", "permerror", "softfail", "reject", "quarantine"))


def dmarc_verdict(mail: Mail, desk: Desk) -> Verdict:
    """Return what our border says of DMARC; ``none`` where it says nothing."""
    for value in _ours(mail, desk):
        found = _DMARC.search(_COMMENT.sub(" ", value))
        if found is None:
            continue
        said = found[1].lower()
        return "fail" if said in _FAILED else "pass" if said in {"pass", "bestguesspass"} else "none"
    return "none"


def is_confirmed(mail: Mail, desk: Desk) -> bool:
    """Tell whether our own border vouches for the one sender of a mail.

    Only where its name is known: anybody can write the field into a mail that the border adds
    none to, and a pass, unlike a failure, gives something to whoever forges it.
    """
    return bool(desk.servers) and mail.senders == 1 and dmarc_verdict(mail, desk) == "pass"


def _ours(mail: Mail, desk: Desk) -> list[str]:
    values = list(mail.headers.all("authentication-results"))
    if desk.servers:
        return [value for value in values if _server_of(value) in desk.servers]
    domains = tuple({address.rpartition("@")[2] for address in desk.addresses})
    own = [v for v in values if _server_of(v).endswith(domains)] if domains else []
    # The border writes its field on top of what came with the mail.
    return own[:1] or values[:1]


def _server_of(value: str) -> str:
    first = _COMMENT.sub(" ", value).split(";", 1)[0].split()
    # Some servers leave their name out.
    return first[0].lower() if first and "=" not in first[0] else ""
