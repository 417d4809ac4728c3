import numpy as np

from retrieval.encoder import RememberingEncoder
from tests.doubles.encoder import CountingEncoder, WordEncoder


class TestRememberingEncoder:
    def test_asks_for_each_text_once(self):
        counting = CountingEncoder()
        encoder = RememberingEncoder(counting)

        encoder.encode(["one", "two", "one"])
        encoder.encode(["two", "three"])

        assert counting.asked == [["one", "two"], ["three"]]

    def test_gives_the_vectors_in_the_order_of_the_texts(self):
        encoder = RememberingEncoder(WordEncoder())

        assert np.array_equal(
            encoder.encode(["one", "two", "one"]), WordEncoder().encode(["one", "two", "one"])
        )

    def test_begins_anew_where_it_would_remember_too_many(self):
        counting = CountingEncoder()
        encoder = RememberingEncoder(counting, most=2)

        encoder.encode(["one", "two"])
        vectors = encoder.encode(["two", "three"])

        assert counting.asked == [["one", "two"], ["two", "three"]]
        assert np.array_equal(vectors, WordEncoder().encode(["two", "three"]))

    def test_takes_no_texts(self):
        assert RememberingEncoder(WordEncoder()).encode([]).shape == (0, WordEncoder.dimension)
