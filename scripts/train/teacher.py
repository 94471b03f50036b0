"""Caches the teacher's vectors of the English side of all training pairs.

    python scripts/train/teacher.py --data DATA --work WORK [--device cuda]

writes WORK/teacher.npy (pairs, 384), fp16, in the order of `data.training_pairs`. It is made block
by block and goes on where it was cut: WORK/teacher.done holds the number of rows done.
"""

import argparse
from pathlib import Path

import numpy as np
from data import training_pairs
from numpy.lib.format import open_memmap
from numpy.typing import NDArray
from pooling import encode, load_encoder, load_tokenizer
from tqdm import tqdm
from training import Log
from vocabulary import package_model

BLOCK = 40_000


def open_cache(path: Path, rows: int, dimensions: int) -> NDArray[np.float16]:
    """Open the cache for writing, or make it; a cache of another number of rows is made anew."""
    if path.exists():
        cache: NDArray[np.float16] = open_memmap(path, mode="r+")
        if cache.shape == (rows, dimensions):
            return cache
    path.with_suffix(".done").unlink(missing_ok=True)
    return open_memmap(path, mode="w+", dtype=np.float16, shape=(rows, dimensions))


def rows_done(path: Path) -> int:
    """Return how many rows of the cache are made."""
    done = path.with_suffix(".done")
    return int(done.read_text()) if done.exists() else 0


def make(data: Path, work: Path, teacher: Path, pairs: int | None, device: str, batch: int) -> None:
    """Fill the cache with the first `pairs` pairs."""
    texts = [pair.english for pair in training_pairs(data)[:pairs]]
    model, tokenizer = load_encoder(teacher, device).eval(), load_tokenizer(teacher)
    path = work / "teacher.npy"
    cache = open_cache(path, len(texts), model.config.hidden_size)
    for start in tqdm(range(rows_done(path), len(texts), BLOCK), "teacher"):
        block = texts[start : start + BLOCK]
        cache[start : start + len(block)] = encode(model, tokenizer, block, device, batch)
        path.with_suffix(".done").write_text(str(start + len(block)))
    Log(work / "log.jsonl").write(stage="teacher", rows=len(texts))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the training data")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is made")
    parser.add_argument("--teacher", type=Path, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--pairs", type=int, help="use the first so many pairs only")
    parser.add_argument("--batch", type=int, default=64, help="texts a batch (GPU: 1024)")
    a = parser.parse_args()
    a.work.mkdir(parents=True, exist_ok=True)
    make(a.data, a.work, a.teacher or package_model(), a.pairs, a.device, a.batch)


if __name__ == "__main__":
    main()
