"""The report of an evaluation as plain-text tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_RANKING = {
    "asked": "questions",
    "answerable": "answerable",
    "hit@1": "hit@1",
    "hit@3": "hit@3",
    "MRR": "mrr",
    "EM": "em",
    "F1": "f1",
    "p50 ms": "p50_ms",
    "p95 ms": "p95_ms",
}
_DECISIONS = {
    "answered of all": "answered",
    "precision": "precision",
    "answered wrongly": "answered_wrongly",
    "silent wrongly": "silent_wrongly",
    "AUC": "auc",
    "AUC refusal": "auc_refusal",
    "calibration error": "calibration_error",
}
_WHOLE = {"questions", "answerable"}
_LABEL = 18


def shown(report: dict[str, Any]) -> str:
    """The report's tables: sentences and quotes, then what was answered and what refused."""
    own = ", each question asked of its own document" if report["own_document"] else ""
    rows = list(_rows(report))
    beside = [
        (name if label == "all" else f"  {label}", scores)
        for name, groups in report.get("baselines", {}).items()
        for label, scores in _rows(groups, types=False)
    ]
    return "\n".join(
        [
            f"{report['name']}: {_documents(report['documents'])}{own}\n",
            *_table("Sentence and quote", _RANKING, [*rows, *beside]),
            "",
            *_table("Answer or refusal", _DECISIONS, rows),
        ]
    )


def _documents(count: int) -> str:
    return f"{count} document" if count == 1 else f"{count} documents"


def _rows(groups: dict[str, Any], types: bool = True) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "all", groups["overall"]
    for part in ("by_language", "by_type") if types else ("by_language",):
        if len(groups[part]) > 1:  # a group of all would say the same again
            yield from groups[part].items()


def _table(
    title: str, columns: dict[str, str], rows: list[tuple[str, dict[str, Any]]]
) -> Iterator[str]:
    yield title.ljust(_LABEL) + "".join(f"  {head:>6}" for head in columns)
    for label, scores in rows:
        cells = (
            f"  {_cell(key, scores.get(key)):>{max(6, len(head))}}" for head, key in columns.items()
        )
        yield label.ljust(_LABEL) + "".join(cells)


def _cell(key: str, value: float | None) -> str:
    if value is None:
        return "-"
    if key in _WHOLE:
        return str(int(value))
    return f"{value:.1f}" if key.endswith("_ms") else f"{value:.3f}"
