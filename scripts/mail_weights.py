"""Fit the weights in `connectors/mail/weighing.py` anew, and say what mails get by them.

    .venv/bin/python -m scripts.mail_weights

Every hand's mails are judged by words that were learnt from other hands; the judge has learnt from messages,
not from mails. The weights that are printed are fitted on all of them, the figures are those of the weights
and lines that are in use. Needs a project that is set up, and some ten minutes.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.utils import formataddr

from sklearn.linear_model import LogisticRegression

from connectors import wiring
from connectors.mail.caution import be_careful
from connectors.mail.correspondence import DryRun, StoredCorrespondence
from connectors.mail.deciding import MOST_REMEMBERED, QuestionDecider
from connectors.mail.questions import asked_in
from connectors.mail.reading import read_mail
from connectors.mail.rules.rule import Desk as MailDesk
from connectors.mail.rules.rule import Outcome, Surroundings, first_match
from connectors.mail.rules.table import RULES
from connectors.mail.views import Reading
from connectors.mail.weighing import beside_evidence, entry_evidence, people_evidence
from connectors.settings import load_settings
from retrieval.encoder import RememberingEncoder
from retrieval.judge import FusionJudge
from retrieval.mails import Impression, Letter, MailExample, read_mails

FOLDS = 7

PROBABLE = 0.9
"""From this probability of an entry on it is of interest what stands beside it."""


@dataclass(frozen=True)
class Judged:
    """A mail with what was made of it.

    Attributes:
        example: What it is.
        outcome: What happens to it.
        entries: For each entry that may be meant, its evidence and whether it is right.
        beside: The same for what may stand beside the likeliest of them, where that is probable and right.
        people: The evidence for people; empty where no judge was asked.
    """

    example: MailExample
    outcome: Outcome
    entries: tuple[tuple[tuple[float, float], bool], ...] = ()
    beside: tuple[tuple[tuple[float, float, float], bool], ...] = ()
    people: tuple[float, float, float] | None = None


def main() -> None:
    """Print the weights and the figures."""
    examples = read_mails(wiring.TRAINING_DATA)
    settings = load_settings()
    state = wiring.faq_state(settings)
    encoder, model = wiring.model_keeper(settings, threads=1).current(state)
    remembering = RememberingEncoder(encoder, MOST_REMEMBERED)
    judge = FusionJudge(remembering, model)
    decider = QuestionDecider(judge, remembering, state.published, settings.mail.sure)
    correspondence = DryRun(StoredCorrespondence(wiring.database(settings).session))
    around = Surroundings(MailDesk(("helpdesk@secas.example",)), correspondence)
    judged = []
    for number, (example, impression) in enumerate(held_out(examples), 1):
        judged.append(look(example, impression, decider, around))
        print(f"\r{number} of {len(examples)} mails", end="", flush=True)
    print()
    _print_weights(judged)
    _print_figures(judged)


def held_out(examples: Sequence[MailExample]) -> Iterator[tuple[MailExample, Impression]]:
    """Yield every mail with the impression that it makes on what learnt from other hands."""
    hands = sorted({example.hand for example in examples})
    for fold in (set(hands[start::FOLDS]) for start in range(FOLDS)):
        theirs = [example for example in examples if example.hand in fold]
        impressions = wiring.fit_impressions([example for example in examples if example.hand not in fold])
        yield from zip(theirs, impressions.of([example.letter for example in theirs]), strict=True)


def look(
    example: MailExample, impression: Impression, decider: QuestionDecider, around: Surroundings
) -> Judged:
    """Decide on a mail as the mailbox does, and keep what the weights are fitted on."""
    mail = replace(read_mail(written(example.letter)), impression=impression)
    outcome = first_match(RULES, mail, around)
    if example.keys is None:
        return Judged(example, be_careful(mail, outcome or Outcome("handoff", "", "decided")))
    outcome = be_careful(mail, outcome or decider.decide(mail))
    asked = asked_in(mail)
    if not asked.whole:
        return Judged(example, outcome)
    reading = decider.read(asked)
    entries = tuple(
        (entry_evidence(key, reading.whole, reading.sentences), key in example.keys)
        for key in reading.entries
    )
    people = people_evidence(impression.people, reading.whole, reading.questions)
    return Judged(example, outcome, entries, _beside(example, decider.read_closer(reading)), people)


def _beside(example: MailExample, reading: Reading) -> tuple[tuple[tuple[float, float, float], bool], ...]:
    likeliest = max(reading.entries, key=reading.entries.__getitem__, default="")
    asked, parts = example.keys or (), reading.parts
    if likeliest not in asked or reading.entries[likeliest] < PROBABLE:
        return ()
    others = (key for key in reading.beside if key != likeliest)
    return tuple((beside_evidence(key, reading.whole, parts), key in asked) for key in others)


def written(letter: Letter) -> bytes:
    """Return the mail as it would arrive."""
    mail = EmailMessage()
    mail["From"] = formataddr((" ".join(letter.name.split()), f"{letter.mailbox or 'someone'}@firm.example"))
    mail["Subject"] = " ".join(letter.subject.split())
    mail.set_content(letter.text)
    return mail.as_bytes()


def _print_weights(judged: Sequence[Judged]) -> None:
    entries = [row for mail in judged if mail.example.keys for row in mail.entries]
    beside = [row for mail in judged for row in mail.beside]
    people = [(mail.people, not mail.example.keys) for mail in judged if mail.people]
    for name, rows in (
        ("WHOLE, SENTENCE, ENTRY_BIAS", entries),
        ("BESIDE_WHOLE, PART, ANSWERED, BESIDE_BIAS", beside),
        ("QUESTION, READING, WORDS, PEOPLE_BIAS", people),
    ):
        head = LogisticRegression(max_iter=1000).fit([row for row, _ in rows], [right for _, right in rows])
        print(f"{name} =", ", ".join(f"{weight:.2f}" for weight in (*head.coef_[0], *head.intercept_)))


def _print_figures(judged: Sequence[Judged]) -> None:
    counts = Counter((_kind(mail.example), _result(mail)) for mail in judged)
    for kind in dict.fromkeys(kind for kind, _ in sorted(counts)):
        total = sum(number for (of, _), number in counts.items() if of == kind)
        shares = {result: number for (of, result), number in sorted(counts.items()) if of == kind}
        told = ", ".join(f"{result} {number} ({number / total:.1%})" for result, number in shares.items())
        print(f"{kind}: {total}; {told}")


def _kind(example: MailExample) -> str:
    if example.writer != "person":
        return example.writer
    if example.keys is None:
        return "other person"
    return ("for people", "one entry")[len(example.keys)] if len(example.keys) < 2 else "several entries"


def _result(mail: Judged) -> str:
    outcome, keys = mail.outcome, set(mail.example.keys or ())
    if outcome.action != "answer":
        return f"{outcome.action}{', quiet' if outcome.quiet else ''}"
    if set(outcome.keys) == keys:
        return "answered rightly"
    if set(outcome.keys) < keys:
        return "answered in part"
    return "answered with more" if keys and keys < set(outcome.keys) else "answered wrongly"


if __name__ == "__main__":
    main()
