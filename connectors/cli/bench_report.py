"""The figures of the comparison as a person reads them."""

from collections.abc import Sequence

from connectors.cli.bench_figures import Figures, Latency, Memory, total


def report(figures: Figures) -> str:
    """Return tables of times and memory, the ratios, and how the plain bot was trained."""
    return "\n\n".join([_times(figures), _memory(figures), _notes(figures)])


def _times(figures: Figures) -> str:
    ratios = figures.ratios
    return "\n".join(
        [
            f"{'Milliseconds a message':<34}{'p50':>9}{'p95':>9}",
            _time("our whole path over HTTP", figures.ours),
            _time("plain Rasa over HTTP", figures.plain),
            f"  {'ratio':<32}{ratios['p50']:>8.2f}×{ratios['p95']:>8.2f}×",
            _time("of ours: answers, asked directly", figures.answers),
            _time("of that: the decision", figures.decision),
            _time("of that: encoder, one call", figures.encoder),
        ]
    )


def _time(name: str, latency: Latency) -> str:
    return f"  {name:<32}{latency.p50:>9.1f}{latency.p95:>9.1f}"


def _memory(figures: Figures) -> str:
    return "\n".join(
        [
            f"{'Memory in MB':<34}{'resident':>9}{'its share':>11}{'its own':>9}",
            *_rows("ours", figures.our_memory),
            *_rows("plain Rasa", figures.plain_memory),
            f"  {'ratio':<32}{figures.ratios['memory']:>8.2f}×",
        ]
    )


def _rows(side: str, parts: Sequence[Memory]) -> list[str]:
    rows = [*parts, total(parts)] if len(parts) > 1 else parts
    return [
        f"  {side + ': ' + part.name:<32}{_mb(part.rss):>9}{_mb(part.pss):>11}{_mb(part.uss):>9}"
        for part in rows
    ]


def _mb(size: int) -> str:
    return f"{size / 1e6:.0f}" if size else "–"


def _notes(figures: Figures) -> str:
    replies = ", ".join(f"{count} {kind}" for kind, count in sorted(figures.replies.items()))
    learnt = "Plain Rasa learnt {messages} messages in {epochs} epochs ({seconds} s).".format_map(
        figures.plain_training
    )
    return "\n".join(
        [
            f"{figures.ours.count} messages, asked in turn by one caller. Our replies: {replies}.",
            f"{learnt} Its speed doesn't depend on the epochs, but its",
            "answers do: this compares speed and memory, never how good the answers are.",
        ]
    )
