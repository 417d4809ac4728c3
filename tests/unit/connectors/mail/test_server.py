import pytest

from connectors.mail.server import plain_words


class TestPlainWords:
    @pytest.mark.parametrize(
        ("error", "words"),
        [
            (OSError(111, "Connection refused"), "Connection refused"),
            (OSError(-2, "Name or service not known"), "Name or service not known"),
            (
                ValueError("select failed: No such folder (0.001 + 0.000 secs)."),
                "select failed: No such folder",
            ),
            (ValueError("b'[UNAVAILABLE] Try later.'"), "[UNAVAILABLE] Try later"),
            (ValueError(""), "ValueError"),
        ],
        ids=str,
    )
    def test_leave_out_what_only_programs_need(self, error, words):
        assert plain_words(error) == words
