"""Keeps Rasa and the libraries below it quiet and at home; imported before any of them."""

import os
import sys
import warnings

DEFAULTS = {
    "RASA_TELEMETRY_ENABLED": "false",
    # What was trained before is not looked up by Rasa: our manifest tells whether anything changed.
    "RASA_MAX_CACHE_SIZE": "0",
    "LOG_LEVEL": "WARNING",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "CUDA_VISIBLE_DEVICES": "",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    # Small matrices: a second thread costs more than it brings.
    "OMP_NUM_THREADS": "1",
}


def be_quiet() -> None:
    """Set what the environment doesn't set already, and leave other people's warnings to them."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    # Not a filter: several libraries below Rasa set filters of their own.
    warnings.showwarning = _say_nothing


def quieten_rasa() -> None:
    """Set Rasa's logging up as its own command line does."""
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings()
    configure_structlog()


def tell(text: str, *, error: bool = False) -> None:
    """Print one line of progress, or what went wrong, at once."""
    print(text, file=sys.stderr if error else sys.stdout, flush=True)


def _say_nothing(*_: object, **__: object) -> None:
    pass
