"""Looks for bytes on which reading a mail fails: a fuzzer that follows which lines were reached.

    make fuzz                         200,000 inputs
    make fuzz INPUTS=5000 SEED=7

It begins with the mails of the stories, and keeps in `var/fuzz/corpus` what reached something new. What
fails is written to `var/fuzz/found`; each such file belongs, once mended, into `tests/data/mail_found`, where
`tests/unit/connectors/mail/test_found.py` reads it for ever.
"""

import argparse
import sys
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

# Whatever is imported before isn't followed.
with atheris.instrument_imports(include=["connectors.mail", "email", "quopri"]):
    from tests.fuzz.reading import check_reading

LONGEST_INPUT = 6_000
PATIENCE = 20
"""Seconds after which an input that doesn't come back at all counts as a hang."""

MOST_MEMORY = 2_000
"""Megabytes."""

DATA = ROOT / "tests" / "data"


def main() -> None:
    """Run the fuzzer until it has tried all inputs, or one fails."""
    parser = argparse.ArgumentParser(description="Look for bytes on which reading a mail fails.")
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "fuzz", help="Keeps corpus and finds.")
    chosen = parser.parse_args()
    for name in ("corpus", "found"):
        (chosen.folder / name).mkdir(parents=True, exist_ok=True)
    options = [
        f"-atheris_runs={chosen.inputs}",
        f"-seed={chosen.seed}",
        f"-max_len={LONGEST_INPUT}",
        f"-timeout={PATIENCE}",
        f"-rss_limit_mb={MOST_MEMORY}",
        f"-dict={ROOT / 'tests' / 'fuzz' / 'words.dict'}",
        f"-artifact_prefix={chosen.folder / 'found'}/",
        "-print_final_stats=1",
    ]
    seeds = [
        chosen.folder / "corpus",
        ROOT / "tests" / "data" / "mail",
        ROOT / "tests" / "data" / "mail_found",
    ]
    atheris.Setup([sys.argv[0], *options, *map(str, seeds)], check_reading)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
