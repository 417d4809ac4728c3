"""Writes a sentence-transformers model as an ONNX graph, and proves that it gives the same vectors.

Everything that the model does to tokens is in the graph: transformer, pooling, normalisation and
whatever else its folder names. Needs torch and the package onnx; serving needs neither.
"""

import hashlib
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.errors import BrokenIndex, Unavailable
from retrieval.checksums import checksum
from retrieval.encoder import SentenceTransformerEncoder, Vectors
from retrieval.onnx_encoder import FORMAT, GRAPH, TOKENIZER, Exported, OnnxEncoder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

OPSET = 17
TOLERANCE = 1e-4
"""The largest difference of any number of a vector; more would be another model."""

PROBES = (
    "How do we join?",
    "UEP",
    "Where do I find the form for an expense claim, and who has to sign it before it can be paid?",
    "naïve café – 5 % “quoted” 😀 ΔΣ",
    "x",
    "A long story with the question at its end. " * 60,
)
"""Short, long, longer than what is read, and odd ones."""


def fingerprint_of(model: Path) -> str:
    """Return the SHA-256 over a model's files, hexadecimal."""
    digest = hashlib.sha256(str(FORMAT).encode())
    for path in sorted(path for path in model.rglob("*") if path.is_file() and path.suffix != ".md"):
        digest.update(f"{path.relative_to(model).as_posix()} {checksum(path)}\n".encode())
    return digest.hexdigest()


def kept(model: Path, name: str, folder: Path, *, threads: int = 2) -> OnnxEncoder:
    """Return the exported encoder that is kept in a folder; it is exported first where it is missing.

    Args:
        model: The folder of a sentence-transformers model.
        name: What the vectors are known by.
        folder: Holds one exported encoder, in a folder named after what it was made from.
        threads: Cores that one call may use.

    Raises:
        Unavailable: If the model can't be exported.
    """
    source = fingerprint_of(model)
    place = folder / source[:16]
    try:
        return OnnxEncoder(place, threads=threads)
    except BrokenIndex:
        export(model, name, source, place)
    for other in folder.iterdir():
        if other != place:
            shutil.rmtree(other, ignore_errors=True)
    return OnnxEncoder(place, threads=threads)


def export(model: Path, name: str, source: str, folder: Path) -> None:
    """Export a model into a folder, which appears whole or not at all.

    Args:
        model: The folder of a sentence-transformers model.
        name: What the vectors are known by.
        source: The model's fingerprint.
        folder: Where the exported encoder will lie.

    Raises:
        Unavailable: If the model can't be loaded or exported, or gives other vectors then.
    """
    original = SentenceTransformerEncoder(model)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="new-", ignore_cleanup_errors=True) as place:
        made = Path(place) / "encoder"
        made.mkdir()
        try:
            _write(original.model, made)
            _describe(original, name, source, made).write(made)
            found = OnnxEncoder(made).encode(PROBES)
        except (OSError, RuntimeError, ValueError, TypeError, KeyError, BrokenIndex) as error:
            raise Unavailable(f"The language model in {model} can't be exported: {error}.") from error
        _compare(found, original.encode(PROBES), model)
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)


def _write(model: "SentenceTransformer", folder: Path) -> None:
    import torch

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            if needs_types:
                features["token_type_ids"] = torch.zeros_like(input_ids)
            return self.model(features)["sentence_embedding"]

    needs_types = "token_type_ids" in model.tokenizer.model_input_names
    example = torch.ones(2, 9, dtype=torch.long)
    texts = {0: "texts"}
    with torch.no_grad(), warnings.catch_warnings():
        # The tracer warns of branches that don't depend on the text; the probes prove it.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Graph().eval(),
            (example, example),
            str(folder / GRAPH),
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={
                "input_ids": texts | {1: "tokens"},
                "attention_mask": texts | {1: "tokens"},
                "embedding": texts,
            },
            opset_version=OPSET,
            dynamo=False,
        )
    model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))


def _describe(original: SentenceTransformerEncoder, name: str, source: str, folder: Path) -> Exported:
    tokenizer = original.model.tokenizer
    return Exported(
        name=name,
        dimension=original.dimension,
        source=source,
        longest=int(original.model.max_seq_length or 512),
        pad_id=int(tokenizer.pad_token_id),
        pad_token=str(tokenizer.pad_token),
        files={name: checksum(folder / name) for name in (GRAPH, TOKENIZER)},
    )


def _compare(found: Vectors, wanted: Vectors, model: Path) -> None:
    difference = float(np.abs(found - wanted).max())
    if not difference <= TOLERANCE:
        raise Unavailable(
            f"The language model in {model} gives other vectors when exported: they differ by "
            f"{difference:.1g}, and {TOLERANCE} is allowed."
        )
