"""Writes the card of the reader's folder: what it is made of, how, how good it is, its limits."""

from pathlib import Path
from string import Template

_CARD = Template("""---
language: [fr, en]
license: cc-by-sa-4.0
pipeline_tag: question-answering
---

# Verbatim reader

A small extractive reader: a question in French or English first, a French or English passage
second; it gives the logits of the answer's first and last token. The span `[CLS]`–`[CLS]` means
that the passage does not say. $parameters parameters, $layers layers, $width wide,
$entries word pieces (lower case, accents stripped). It was trained on windows of 2 to 9
sentences, and reads windows of 4 to 7 best.

```python
model = AutoModelForQuestionAnswering.from_pretrained(folder, dtype=torch.float32)
tokenizer = AutoTokenizer.from_pretrained(folder)
```

Weights are stored in fp16; CPUs without native half precision want them loaded in fp32.

## Made by

    $command

on $device, $origin

## Data

| what | licence |
|---|---|
| all-MiniLM-L6-v2 (weights the encoder starts from) | Apache-2.0 |
| authored French texts with questions, half of them translated, this project's own | CC BY 4.0 |
| PIAF v1.0 (etalab-ia), its training articles; text from Wikipedia | CC BY-SA 4.0 |
| SQuAD 1.1 development set; sentence-question pairs of xinyadu/nqg from SQuAD | CC BY-SA 4.0 |
| COVID-QA (deepset-ai) | Apache-2.0 |
| parallel sentences: Canadian laws and government | OGL-Canada |
| parallel sentences: Debian, Python, PHP, LibreOffice, Mozilla | free licences; MPL-2.0 |
| parallel sentences: TICO-19, opensource.guide | CC0; CC BY 3.0 |
| parallel sentences: NTREX-128, stsb-multi-mt, OpenQuizzDB, QALD | CC BY-SA 4.0 |

## Figures

In per cent, but for AUC. The calibration part chose the checkpoint; the evaluation part decided
nothing. `fr-fr`, `en-fr`: French and English questions over whole authored French texts, read in
windows of six sentences. `piaf`, `squad`: the right paragraph given, read whole. `sentence`: the
best span lies in the right sentence. `auc`: margins (best span less null) of questions with an
answer against those without; `answered`, `refused`: shares of each on the right side of 0.

$table

## Limits

- It quotes; it does not reason, count or combine sentences. An answer is at most about 30 tokens.
- French is its weaker language: it has seen few native French questions.
- Its margins are not probabilities: calibrate them before showing or deciding anything.
- Dates and numbers that differ only a little are often taken for one another.
""")

_ENCODER = """after scripts/train/vocabulary.py and encoder.py, which made the encoder from
sentence-transformers/all-MiniLM-L6-v2 and took it further (`--start`, with its own vectors in the
teacher's place, `--embeddings-rate 6e-4 --layers-rate 2e-4 --minutes 3.4`)."""


def origin(start: Path) -> str:
    """Return what a card says of the folder that training began from: how its own card says that
    reader was made, or how the encoder was."""
    card = start / "README.md"
    before = card.read_text(encoding="utf-8") if card.exists() else ""
    made = before.partition("## Made by\n\n")[2].partition("\n## ")[0].strip()
    return f"from ENCODER, a reader that was made by\n\n    {made}" if made else _ENCODER


def table(figures: dict[str, dict[str, dict[str, float]]]) -> str:
    """Return the figures of each part and set as a Markdown table."""
    rows = [(f"{part} {name}", row) for part, sets in figures.items() for name, row in sets.items()]
    columns = list(dict.fromkeys(column for _, row in rows for column in row))
    lines = [["", *columns], ["---"] * (len(columns) + 1)]
    lines += [[name, *(_cell(row.get(column)) for column in columns)] for name, row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(value: float | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:.3f}" if value < 1 else f"{value:.1f}"


def write_card(folder: Path, figures: dict[str, dict[str, dict[str, float]]], **facts: str) -> None:
    """Write README.md into a model's folder."""
    card = _CARD.substitute(facts, table=table(figures))
    (folder / "README.md").write_text(card, encoding="utf-8")
