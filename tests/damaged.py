"""What the tests of the readers share: files damaged at random, and what holds of any text read."""

from __future__ import annotations

import random
from collections.abc import Sequence

from qa.seeds.canonical import Text


def assert_sound(text: Text) -> None:
    """Blocks are spans of the text, in order, none over another."""
    end = 0
    for block in text.blocks:
        assert end <= block.span.start < block.span.end <= len(text.text)
        end = block.span.end


def mutated(data: bytes, seed: int, splinters: Sequence[bytes]) -> bytes:
    """Cut, flipped and spliced here and there; `splinters` are what hurts this kind of file."""
    chance, changed = random.Random(seed), bytearray(data)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(changed) + 1)
        other = chance.randrange(len(data))
        piece = data[other : other + chance.randint(1, 60)]
        changed[place : place + chance.choice([0, 0, 1, len(piece)])] = chance.choice(
            [b"", piece, bytes([chance.randrange(256)]), *splinters]
        )
    return bytes(changed[: chance.choice([None, None, chance.randrange(1, len(changed) + 2)])])
