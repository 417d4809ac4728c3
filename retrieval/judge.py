"""The judge that the service asks: guards first, then the model, then the policy."""

from collections.abc import Sequence

from retrieval.decision import NOTHING_SAID, Context, Decision, NluIntent
from retrieval.encoder import Encoder
from retrieval.model import Model
from retrieval.policy import Policy
from retrieval.splitting import parts_of
from retrieval.text import normalise, why_unreadable


class FusionJudge:
    """Decides by the fused model; safe to use from several threads."""

    def __init__(self, encoder: Encoder, model: Model) -> None:
        self._encoder = encoder
        self._model = model
        labels = model.voices.labels
        self._heard = Policy(labels, model.heard.calibrator, model.heard.thresholds)
        self._alone = Policy(labels, model.alone.calibrator, model.alone.thresholds)

    def decide(
        self,
        text: str,
        intents: Sequence[NluIntent] = (),
        context: Context = NOTHING_SAID,  # noqa: ARG002 - follow-ups don't use it yet
    ) -> Decision:
        words = normalise(text)
        problem = why_unreadable(words)
        if problem:
            return Decision("decline", reason=problem)
        parts = parts_of(words)
        vectors = self._encoder.encode([words, *parts])
        posterior = self._model.posterior([words], vectors[:1], intents)[0]
        policy = self._heard if intents else self._alone
        if parts:
            # The dialogue server ranked the whole message, so the parts are judged without it.
            several = self._alone.decide_parts(posterior, self._model.posterior(parts, vectors[1:]))
            if several:
                return several
        fitted = self._model.heard if intents else self._model.alone
        is_open = False
        if fitted.openness:
            shares = policy.shares_of_entries(posterior[None])
            is_open = bool(fitted.openness(shares, [words], vectors[:1])[0] >= fitted.openness.line)
        return policy.decide(posterior, is_open=is_open)
