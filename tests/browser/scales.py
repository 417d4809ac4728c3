"""How much a page loads, with everything that it needs."""

import gzip
from typing import NamedTuple


class Load(NamedTuple):
    """Bytes of a page with its files.

    Attributes:
        on_the_wire: Heads and bodies as our server sends them, which is without compression.
        compressed: Each body compressed by gzip, as a proxy may do it, by its address.
    """

    on_the_wire: int
    compressed: dict[str, int]


def weigh(page, address, then=lambda page: None):
    """Open a page with nothing kept from before, and do what makes it load more."""
    session, finished = page.context.new_cdp_session(page), []
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def note(request):
        finished.append(request)

    page.on("requestfinished", note)
    page.goto(address)
    then(page)
    page.remove_listener("requestfinished", note)
    session.detach()
    sizes = [request.sizes() for request in finished]
    return Load(
        sum(size["responseHeadersSize"] + size["responseBodySize"] for size in sizes),
        {request.url: len(gzip.compress(request.response().body())) for request in finished},
    )
