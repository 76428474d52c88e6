"""How good an answer is: what was shown, against the grades of the pages, from 0 to 3.

A page without a grade is worth 0. A query without any graded page must show nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import log2
from statistics import fmean

DEPTH = 10
USEFUL = 2


def ndcg(grades: Mapping[str, int], shown: Sequence[str]) -> float:
    """Return the nDCG of the first `DEPTH` pages shown: 1 is the best order there can be.

    A page gains 2^grade − 1, divided by log2(rank + 1). Without graded pages: 1 when nothing is
    shown, else 0.
    """
    best = _dcg(sorted(grades.values(), reverse=True))
    if not best:
        return 0.0 if shown else 1.0
    return _dcg([grades.get(page, 0) for page in shown]) / best


def reciprocal_rank(grades: Mapping[str, int], shown: Sequence[str]) -> float | None:
    """Return 1 / rank of the first useful page, 0 when none is shown, None when there is none."""
    if not any(grade >= USEFUL for grade in grades.values()):
        return None
    ranks = (rank for rank, page in enumerate(shown, 1) if grades.get(page, 0) >= USEFUL)
    return next((1 / rank for rank in ranks), 0.0)


def zero_results(grades: Mapping[str, int], shown: Sequence[str]) -> float | None:
    """Return 1 when nothing is shown although pages answer, else 0; None when no page answers."""
    return float(not shown) if grades else None


def mean(values: Iterable[float | None]) -> float | None:
    """Return the mean of the values that mean something, or None."""
    kept = [value for value in values if value is not None]
    return fmean(kept) if kept else None


def _dcg(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades[:DEPTH], 1))
