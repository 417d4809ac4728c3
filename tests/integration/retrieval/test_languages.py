"""English messages are never taken for another language: all that we have are looked at."""

from connectors.settings import ROOT
from retrieval.examples import read_examples, read_open_questions
from retrieval.languages import foreign_language
from retrieval.text import normalise

NOT_ENGLISH = {"¿hola qué hora es en madrid?", "Hwyl fawr"}
"""Training messages that are in another language on purpose."""


class TestTrainingMessages:
    def test_none_is_called_foreign(self) -> None:
        folder = ROOT / "training_data"
        texts = {e.text for e in read_examples(folder)} | {q.text for q in read_open_questions(folder)}

        called = {text for text in texts if foreign_language(normalise(text))}

        assert called <= NOT_ENGLISH
