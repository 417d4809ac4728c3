from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import BrokenIndex
from retrieval.index import FaissIndex, Index, MemoryIndex

VECTORS = np.eye(4, dtype=np.float32)


@pytest.mark.parametrize("make", [FaissIndex, MemoryIndex])
class TestIndex:
    def test_finds_the_nearest_first(self, make: Callable[[int], Index]) -> None:
        index = make(4)
        index.add(VECTORS)

        cosines, positions = index.search(np.array([[0.1, 0.9, 0.3, 0.0]], np.float32), 2)

        assert positions.tolist() == [[1, 2]]
        assert cosines[0] == pytest.approx([0.9, 0.3])

    def test_gives_no_more_than_it_holds(self, make: Callable[[int], Index]) -> None:
        index = make(4)
        index.add(VECTORS[:2])

        _, positions = index.search(VECTORS[:1], 10)

        assert positions.shape == (1, 2)

    def test_grows(self, make: Callable[[int], Index]) -> None:
        index = make(4)
        index.add(VECTORS[:1])
        index.add(VECTORS[1:])

        assert index.size == 4


class TestFaissIndex:
    def test_comes_back_from_disk(self, tmp_path: Path) -> None:
        index = FaissIndex(4)
        index.add(VECTORS)
        index.save(tmp_path / "vectors.faiss")

        assert FaissIndex.load(tmp_path / "vectors.faiss").size == 4

    def test_refuses_a_damaged_file(self, tmp_path: Path) -> None:
        (tmp_path / "vectors.faiss").write_bytes(b"not an index")

        with pytest.raises(BrokenIndex, match="can't be read"):
            FaissIndex.load(tmp_path / "vectors.faiss")
