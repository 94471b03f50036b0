"""Question-answering models as readers: the shipped one, a folder's, or a hub's by name.

Any `AutoModelForQuestionAnswering` fits: it gives, for each token of a question and a passage, how
well an answer would start and end there, and at the first token that there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from qa.errors import ModelError
from qa.settings import Settings

SHIPPED = Path(__file__).parent / "models" / "reader"
LIMIT = 384
"""Tokens of a question and a passage; what is beyond is not read."""


@dataclass(frozen=True, slots=True)
class Logits:
    """Logits of one passage's tokens, less those of "no answer"; offsets in the passage's text.

    `start` and `end` have one value a token, `offsets` is (tokens, 2) in code points. A span's
    margin is start + end: above 0, the model finds it likelier than no answer.
    """

    start: NDArray[np.float32]
    end: NDArray[np.float32]
    offsets: NDArray[np.int64]


class Reader(Protocol):
    """Finds where in passages an answer would start and end."""

    def logits(self, question: str, passages: Sequence[str]) -> list[Logits]: ...


class SpanReader:
    """Reads passages with a transformer; `name` is what `QA_READER` said, or `shipped`."""

    def __init__(self, settings: Settings) -> None:
        self.name = settings.reader or "shipped"
        self._tokenizer, self._model = _load(self.name, settings.threads)

    def logits(self, question: str, passages: Sequence[str]) -> list[Logits]:
        """Logits of each passage, in one batch."""
        import torch

        encoded = self._tokenizer(
            [question] * len(passages),
            list(passages),
            truncation="only_second",
            max_length=LIMIT,
            padding=True,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        offsets = encoded.pop("offset_mapping").numpy()
        with torch.inference_mode():
            output = self._model(**encoded)
        start, end = output.start_logits.numpy(), output.end_logits.numpy()
        return [
            _of_passage(start[row], end[row], offsets[row], encoded.sequence_ids(row))
            for row in range(len(passages))
        ]


def _of_passage(
    start: NDArray[np.float32],
    end: NDArray[np.float32],
    offsets: NDArray[np.int64],
    sides: Sequence[int | None],
) -> Logits:
    kept = [token for token, side in enumerate(sides) if side == 1]
    return Logits(start[kept] - start[0], end[kept] - end[0], offsets[kept])


def _load(name: str, threads: int) -> tuple[Any, Any]:
    import torch
    from transformers import AutoModelForQuestionAnswering, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.set_num_threads(threads)
    source = str(SHIPPED) if name == "shipped" else name
    local = Path(source).is_dir()
    try:
        tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=local)
        model = AutoModelForQuestionAnswering.from_pretrained(
            source, local_files_only=local, dtype=torch.float32
        )
    except Exception as error:  # the hub, torch and the file system each raise their own kinds
        raise ModelError("QA_READER", name, error) from error
    return tokenizer, model.eval()
