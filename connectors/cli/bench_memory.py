"""What the processes of the comparison hold in memory."""

from collections.abc import Mapping

import psutil

from connectors.cli.bench_figures import Memory
from knowledge.errors import Unavailable


def family(pid: int, name: str, names: Mapping[int, str]) -> dict[psutil.Process, str]:
    """Return a process and all that it started, with their names.

    Args:
        pid: The number of the first process.
        name: Its name.
        names: The names of the others, by the port that each listens on. What listens on none of
            them goes by the name of its parent.

    Raises:
        Unavailable: If one ends meanwhile.
    """
    try:
        first = psutil.Process(pid)
        found = {first: name}
        # Parents come before their children.
        for process in first.children(recursive=True):
            connections = process.net_connections()
            ports = {each.laddr.port for each in connections if each.status == psutil.CONN_LISTEN}
            own = next((names[port] for port in ports if port in names), None)
            found[process] = own or found.get(process.parent() or first, name)
    except psutil.Error as error:
        raise Unavailable("One of the processes ended while they were counted.") from error
    return found


def weigh(members: Mapping[psutil.Process, str]) -> list[Memory]:
    """Return what each named process holds; those of one name are added up.

    Raises:
        Unavailable: If one has ended.
    """
    parts: dict[str, Memory] = {}
    for process, name in members.items():
        try:
            held = process.memory_full_info()
        except psutil.Error as error:
            raise Unavailable(f"{name} ended while it was measured.") from error
        before = parts.get(name, Memory(name, 0, 0, 0))
        # Only Linux tells how much of what is shared is whose.
        share = getattr(held, "pss", 0)
        parts[name] = Memory(name, before.rss + held.rss, before.pss + share, before.uss + held.uss)
    return list(parts.values())
