"""Damages files in all ways, and sees that reading them neither crashes, hangs nor grows.

    python scripts/fuzz_seeds.py FOLDER [--minutes 10]

Each file of FOLDER that can be a seed is the start of many damaged ones: bytes flipped, cut, put
twice, put in from another file. Inside a zip its parts are damaged, so that more than the zip's own
checks is tried. Whatever comes of it, the reader must say so within its limits of time and memory.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

from qa import seeds
from qa.seeds import Readers
from qa.seeds.isolation import SECONDS

LARGEST = 1 << 20


def damaged(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """The bytes with one to five wounds."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(made) + 1)
        end = min(len(made), at + int(chance.expovariate(1 / 200)))
        match chance.randrange(5):
            case 0:
                made[at:end] = b""
            case 1:
                made[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
            case 2:
                made[at:at] = made[at:end] * chance.randint(1, 200)
            case 3:
                start = chance.randrange(len(other) + 1)
                made[at:end] = other[start : start + 500]
            case 4 if at < len(made):
                made[at] ^= 1 << chance.randrange(8)
    return bytes(made[:LARGEST])


def damaged_parts(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """A zip like this one, with a part of it damaged."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        names = old.namelist()
        hurt = chance.choice(names)
        for name in names:
            part = old.read(name)
            new.writestr(name, damaged(part, other, chance) if name == hurt else part)
    return file.getvalue()


def files(folder: Path) -> list[tuple[str, bytes]]:
    """The suffix and the bytes of each seed that is no trivial one."""
    found = [(path.suffix.lower(), path.read_bytes()) for path in seeds.discover(folder)]
    return [(suffix, data) for suffix, data in found if len(data) > 50]


def outcome(readers: Readers, suffix: str, data: bytes) -> str:
    try:
        readers.read(suffix, data)
    except ValueError as error:
        known = ("crashed", "longer than", "memory", "reader failed")
        return next((one for one in known if one in str(error)), "refused")
    return "read"


def fuzz(folder: Path, seconds: float, seed: int) -> tuple[Counter[str], float, list[bytes]]:
    """How often each outcome came, the longest time, and files that a reader did not survive."""
    chance, found, longest = random.Random(seed), files(folder), 0.0
    outcomes: Counter[str] = Counter()
    guilty: list[bytes] = []
    end = time.monotonic() + seconds
    with Readers() as readers:
        while time.monotonic() < end:
            (suffix, data), (_, other) = chance.choices(found, k=2)
            parts = zipfile.is_zipfile(io.BytesIO(data)) and chance.random() < 0.8
            made = (damaged_parts if parts else damaged)(data, other, chance)
            start = time.monotonic()
            came = outcome(readers, suffix, made)
            longest = max(longest, time.monotonic() - start)
            outcomes[f"{suffix} {came}"] += 1
            if came not in {"read", "refused"}:
                guilty.append(made)
    return outcomes, longest, guilty


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="folder for what a reader did not survive")
    given = parser.parse_args()
    outcomes, longest, guilty = fuzz(given.folder, 60 * given.minutes, given.seed)
    for name, count in sorted(outcomes.items()):
        print(f"{name:24} {count:7}")
    print(f"longest {longest:.1f} s of {SECONDS} s")
    for number, data in enumerate(guilty if given.keep else []):
        (given.keep / f"{number}").write_bytes(data)
    sys.exit(bool(guilty))


if __name__ == "__main__":
    main()
