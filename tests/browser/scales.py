"""How much a page loads, with everything that it needs."""

import gzip
from typing import NamedTuple


class Load(NamedTuple):
    """What a page loaded with its files.

    Attributes:
        on_the_wire: Bytes of heads and bodies as our server sends them, which is without compression.
        addresses: Where each part came from.
    """

    on_the_wire: int
    addresses: list[str]


def weigh(page, address, then=lambda page: None):
    """Open a page with nothing kept from before, and do what makes it load more."""
    session, addresses, sizes = page.context.new_cdp_session(page), [], []
    # Chromium tells both by itself: asked later, it may have let go of what a short request brought.
    session.on("Network.responseReceived", lambda said: addresses.append(said["response"]["url"]))
    session.on("Network.loadingFinished", lambda said: sizes.append(int(said["encodedDataLength"])))
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(address)
    then(page)
    session.detach()
    return Load(sum(sizes), addresses)


def gzipped(page, address):
    """Return the bytes of a file compressed by gzip, as a proxy may do it."""
    return len(gzip.compress(page.request.get(address).body()))
