"""Question-answering models as readers: the shipped one, a folder's, or a hub's by name.

Any `AutoModelForQuestionAnswering` fits: it gives, for each token of a question and a passage, how
well an answer would start and end there, and at the first token that there is none.
"""

from __future__ import annotations

import inspect
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from qa.errors import ModelError
from qa.settings import Settings

SHIPPED = Path(__file__).parent / "models" / "reader"
LIMIT = 384
"""Tokens of a question and a passage at most: a longer passage is read in windows."""
STRIDE = 128
"""Tokens that such windows share."""
QUESTION_TOKENS = 96
"""Tokens of a question that are read: what follows adds nothing that a sentence could answer."""
BATCH = 4
"""Windows computed together: larger batches only pad more."""
PROBES = (
    ("Qui a peint la Joconde ?", "Le train part à huit heures."),
    ("Combien coûte le billet ?", "Les chats dorment le jour."),
    ("Who wrote this book?", "La rivière gèle en hiver."),
    ("Where is the museum?", "Il faut deux œufs et du sucre."),
)
"""Questions with passages that do not answer them: what a model makes of these is its silence."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Logits:
    """Logits of the tokens of one passage, or of a window of it, less those of "no answer".

    `start` and `end` have one value a token, `offsets` is (tokens, 2) in code points of the passage
    with number `passage`. A span's margin is start + end: above 0, the model finds it likelier than
    no answer.
    """

    passage: int
    start: Floats
    end: Floats
    offsets: NDArray[np.int64]


class Reader(Protocol):
    """Finds where in passages an answer would start and end."""

    def logits(self, question: str, passages: Sequence[str]) -> list[Logits]: ...


class SpanReader:
    """Reads passages with a transformer; `name` is what `QA_READER` said, or `shipped`."""

    def __init__(self, settings: Settings) -> None:
        self.name = settings.reader or "shipped"
        self._tokenizer, self._model = _load(self.name, settings.threads)
        self._encoding = threading.Lock()
        takes = inspect.signature(self._model.forward).parameters
        self._inputs = [name for name in self._tokenizer.model_input_names if name in takes]
        self._silence = 0.0
        if self.name != "shipped":
            self._silence = self._assumed_silence()

    def logits(self, question: str, passages: Sequence[str]) -> list[Logits]:
        """Logits of each passage, in its order; of a long one, those of its windows."""
        with self._encoding:  # each call sets the tokenizer's truncation, which all threads share
            encoded = self._encoded(question, passages)
        lengths = [len(ids) for ids in encoded["input_ids"]]
        order = sorted(range(len(lengths)), key=lengths.__getitem__)
        found: dict[int, Logits] = {}
        for first in range(0, len(order), BATCH):
            rows = order[first : first + BATCH]
            found |= zip(rows, self._computed(encoded, rows), strict=True)
        return [found[row] for row in range(len(lengths))]

    def _encoded(self, question: str, passages: Sequence[str]) -> Any:
        whole = self._tokenizer(question, add_special_tokens=False, return_offsets_mapping=True)
        kept = whole["offset_mapping"][:QUESTION_TOKENS]
        return self._tokenizer(
            [question[: kept[-1][1] if kept else 0]] * len(passages),
            list(passages),
            truncation="only_second",
            max_length=LIMIT,
            stride=STRIDE,
            return_overflowing_tokens=True,
        )

    def _computed(self, encoded: Any, rows: Sequence[int]) -> Iterator[Logits]:
        """Logits of some windows, in one batch."""
        import torch

        batch = {name: [encoded[name][row] for row in rows] for name in self._inputs}
        with torch.inference_mode():
            output = self._model(**self._tokenizer.pad(batch, return_tensors="pt"))
        starts, ends = output.start_logits.numpy(), output.end_logits.numpy()
        for row, start, end in zip(rows, starts, ends, strict=True):
            window, passage = encoded.encodings[row], encoded["overflow_to_sample_mapping"][row]
            kept = [token for token, side in enumerate(window.sequence_ids) if side == 1]
            offsets = np.array(window.offsets, np.int64).reshape(-1, 2)[kept]
            null = self._silence / 2
            yield Logits(passage, start[kept] - start[0] - null, end[kept] - end[0] - null, offsets)

    def _assumed_silence(self) -> float:
        """The mean margin of the probes' best spans, if it is above 0: "no answer", for a model
        that was trained without one and always finds something."""
        found = [self.logits(question, [passage])[0] for question, passage in PROBES]
        return max(0.0, float(np.mean([one.start.max() + one.end.max() for one in found])))


def _load(name: str, threads: int) -> tuple[Any, Any]:
    import torch
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.set_num_threads(threads)
    source = str(SHIPPED) if name == "shipped" else name
    local = Path(source).is_dir()
    try:
        # The question first and the padding last, whatever the model's folder says.
        tokenizer = AutoTokenizer.from_pretrained(
            source, local_files_only=local, padding_side="right", truncation_side="right"
        )
        model = AutoModelForQuestionAnswering.from_pretrained(
            source, local_files_only=local, dtype=torch.float32
        )
    except Exception as error:  # the hub, torch and the file system each raise their own kinds
        raise ModelError("QA_READER", name, error) from error
    return tokenizer, model.eval()
