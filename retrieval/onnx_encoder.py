"""The encoder under ONNX Runtime: the vectors of sentence-transformers in a fraction of the time.

`retrieval.onnx_export` writes the folder that is read here.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from knowledge.errors import BrokenIndex
from retrieval.checksums import checksum
from retrieval.encoder import Vectors

GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"
MANIFEST = "manifest.json"
FORMAT = 1
"""Raised when older folders can't be read any more, or when the export would give another graph."""

BATCH = 32
"""Texts of like length that are encoded at once; more at a time only waits for memory."""


SHORT = 40
"""Letters that a text may be longer than twice the shortest of its batch: a batch of its own costs more."""


@dataclass(frozen=True)
class Exported:
    """What an exported encoder is, and what it was made from.

    Attributes:
        name: The model's name.
        dimension: The length of a vector.
        source: The fingerprint of the sentence-transformers model.
        longest: Tokens of a text that are read.
        pad_id: The number of the token that fills up shorter texts.
        pad_token: That token.
        files: The SHA-256 of each file, by name.
        format: The version of this layout.
    """

    name: str
    dimension: int
    source: str
    longest: int
    pad_id: int
    pad_token: str
    files: dict[str, str]
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Write the manifest."""
        text = json.dumps(asdict(self), indent=1) + "\n"
        (folder / MANIFEST).write_text(text, encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Exported":
        """Read the manifest, and check that the files beside it are those that were written.

        Raises:
            BrokenIndex: If something is missing, damaged or older than this version.
        """
        try:
            found = cls(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
            intact = all(checksum(folder / name) == wanted for name, wanted in found.files.items())
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise BrokenIndex(f"There is no usable encoder in {folder}.") from error
        if found.format != FORMAT or not intact or set(found.files) != {GRAPH, TOKENIZER}:
            raise BrokenIndex(f"The encoder in {folder} isn't what was written there.")
        return found


class OnnxEncoder:
    """An exported model; the same vectors as `SentenceTransformerEncoder` within 1e-4."""

    def __init__(self, folder: Path, *, threads: int = 2) -> None:
        """Load the model (about half a second).

        Args:
            folder: What `retrieval.onnx_export.export` wrote.
            threads: Cores that one call may use. A second one makes a short message a third faster,
                and several parts of a message nearly twice.

        Raises:
            BrokenIndex: If the folder holds no intact model.
        """
        import onnxruntime
        from tokenizers import Tokenizer

        self._about = Exported.read(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(self._about.longest)
        self._tokenizer.enable_padding(pad_id=self._about.pad_id, pad_token=self._about.pad_token)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Within a call threads wait for each other by spinning, which is a tenth faster; after it they
        # sleep, or they would take the cores from the other processes.
        options.add_session_config_entry("session.force_spinning_stop", "1")
        self._session = onnxruntime.InferenceSession(
            str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
        )

    @property
    def name(self) -> str:
        return self._about.name

    @property
    def dimension(self) -> int:
        return self._about.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for places in _batches(texts):
            tokens = self._tokenizer.encode_batch([texts[place] for place in places])
            feed = {
                "input_ids": np.array([token.ids for token in tokens], np.int64),
                "attention_mask": np.array([token.attention_mask for token in tokens], np.int64),
            }
            vectors[places] = self._session.run(None, feed)[0]
        return vectors


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Yield the places of texts of like length, since every text of a batch costs as much as its longest."""
    batch: list[int] = []
    for place in sorted(range(len(texts)), key=lambda place: len(texts[place])):
        if batch and (len(batch) == BATCH or len(texts[place]) > 2 * len(texts[batch[0]]) + SHORT):
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
