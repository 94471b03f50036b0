"""The page beside the calibration: what its confidences are worth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from calibration_fitting import Evidence
from calibration_reading import Floats
from sklearn.metrics import roc_auc_score

from qa.metrics import calibration_error


def card(evidence: Evidence, confidence: Floats, curve: Sequence[tuple[float, float]]) -> str:
    """What the out-of-fold confidences are worth, as a Markdown page."""
    right, no = evidence.right, ~evidence.answerable
    error = calibration_error(right.tolist(), confidence.tolist())
    lines = [
        "# The confidence",
        "",
        f"Fitted by `scripts/calibrate.py` on {len(right):,} questions of the calibration part,",
        "two answerable to one unanswerable, over indexes of one, ten and all documents: logistic",
        "regression on the evidence and its products. All figures are out of fold (five folds by",
        f"document): AUC {roc_auc_score(right, confidence):.3f}, calibration error {error:.3f}.",
        "",
        "Ten bins of equal mass: the confidence said, and the share that was right.",
        "",
        "| said | was |",
        "|---|---|",
    ]
    order = np.argsort(confidence, kind="stable")
    for part in np.array_split(order, 10):
        lines.append(f"| {confidence[part].mean():.2f} | {right[part].mean():.2f} |")
    lines += [
        "",
        "What `QA_TARGET_PRECISION` asks for, the threshold it sets, and what is then answered.",
        "",
        "| target | threshold | right | answerable ones answered | unanswerable ones answered |",
        "|---|---|---|---|---|",
    ]
    for target in (0.7, 0.8, 0.85, 0.9, 0.95):
        least = min((low for share, low in curve if share >= target), default=1.0)
        given = confidence >= least
        shares = [right[given].mean(), given[~no].mean(), given[no].mean()]
        lines.append(f"| {target} | {least} | " + " | ".join(f"{s:.0%}" for s in shares) + " |")
    return "\n".join(lines) + "\n"
