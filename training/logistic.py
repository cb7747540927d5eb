"""Logistic regression on few weights, held near what they were before."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
RIDGE = 1.0
N_STEPS = 100
ENOUGH = 1e-8


def fit(rows: Floats, right: Floats, prior: Floats) -> Floats:
    """Return the likeliest weights, by Newton's method with steps halved until they help.

    Args:
        rows: ``(n, weights)``.
        right: ``(n,)``, 0 or 1.
        prior: Where the weights start, and what a ridge of 1 holds them to.
    """
    weights = prior.astype(np.float64)
    for _ in range(N_STEPS):
        p = _sigmoid(rows @ weights)
        slope = rows.T @ (p - right) + RIDGE * (weights - prior)
        curve = (rows * (p * (1.0 - p))[:, None]).T @ rows + RIDGE * np.eye(len(prior))
        step, loss = np.linalg.solve(curve, slope), _loss(rows, right, weights, prior)
        while _loss(rows, right, weights - step, prior) > loss and np.abs(step).max() > ENOUGH:
            step = step / 2.0
        weights = weights - step
        if np.abs(step).max() <= ENOUGH:
            break
    return weights


def log_odds(probabilities: Floats) -> Floats:
    """Return the log-odds of probabilities, of 0 and 1 those of a millionth beside them."""
    p = np.clip(probabilities, 1e-6, 1.0 - 1e-6)
    return np.asarray(np.log(p / (1.0 - p)))


def _loss(rows: Floats, right: Floats, weights: Floats, prior: Floats) -> float:
    scores = rows @ weights
    each = np.logaddexp(0.0, scores) - right * scores
    return float(each.sum() + 0.5 * RIDGE * ((weights - prior) ** 2).sum())


def _sigmoid(scores: Floats) -> Floats:
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * scores)))
