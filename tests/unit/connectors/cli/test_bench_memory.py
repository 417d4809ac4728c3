from types import SimpleNamespace

import psutil
import pytest

from connectors.cli.bench_figures import Memory
from connectors.cli.bench_memory import weigh
from knowledge.errors import Unavailable


class Held:
    """A process that holds some bytes, or has ended."""

    def __init__(self, **held: int) -> None:
        self.held = held

    def memory_full_info(self) -> SimpleNamespace:
        if not self.held:
            raise psutil.NoSuchProcess(1)
        return SimpleNamespace(**self.held)


class TestWeigh:
    def test_names_what_each_process_holds(self):
        members = {Held(rss=9, pss=7, uss=5): "web", Held(rss=90, pss=70, uss=50): "rasa"}

        assert weigh(members) == [Memory("web", 9, 7, 5), Memory("rasa", 90, 70, 50)]

    def test_adds_up_what_goes_by_one_name(self):
        members = {Held(rss=9, pss=7, uss=5): "rasa", Held(rss=1, pss=1, uss=1): "rasa"}

        assert weigh(members) == [Memory("rasa", 10, 8, 6)]

    def test_does_without_the_share_where_the_system_does_not_tell_it(self):
        assert weigh({Held(rss=9, uss=5): "web"}) == [Memory("web", 9, 0, 5)]

    def test_a_process_that_has_ended_spoils_the_figures(self):
        with pytest.raises(Unavailable, match="rasa ended while it was measured"):
            weigh({Held(): "rasa"})
