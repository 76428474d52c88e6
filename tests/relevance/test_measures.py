"""The measures of relevance, against values worked out by hand."""

import pytest

from .measures import mean, ndcg, reciprocal_rank, zero_results

GRADES = {"a": 3, "b": 2, "c": 1}


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        (["a", "b", "c"], 1),
        # Gains 7, 3, 1; discounts 1, log2(3) = 1.58496, 2. Best: 7 + 1.89279 + 0.5 = 9.39279.
        (["c", "b", "a"], (1 + 1.89279 + 3.5) / 9.39279),
        (["x", "a"], 4.41651 / 9.39279),
        (["a"], 7 / 9.39279),
        ([], 0),
        (["x", "y"], 0),
        # The eleventh page is not looked at.
        ([*"0123456789", "a"], 0),
    ],
)
def test_ndcg(shown, value):
    assert ndcg(GRADES, shown) == pytest.approx(value, abs=1e-5)


def test_the_best_order_is_that_of_ten_pages():
    grades = {str(number): 1 for number in range(12)}
    assert ndcg(grades, [str(number) for number in range(10)]) == 1


def test_a_query_that_must_show_nothing():
    assert ndcg({}, []) == 1
    assert ndcg({}, ["a"]) == 0


@pytest.mark.parametrize(
    ("shown", "value"),
    [(["a"], 1), (["x", "b", "a"], 1 / 2), (["c"], 0), ([], 0)],
)
def test_reciprocal_rank(shown, value):
    assert reciprocal_rank(GRADES, shown) == value


def test_no_rank_without_a_useful_page():
    assert reciprocal_rank({"c": 1}, ["c"]) is None
    assert reciprocal_rank({}, []) is None


def test_zero_results_count_only_where_a_page_answers():
    assert zero_results(GRADES, []) == 1
    assert zero_results(GRADES, ["x"]) == 0
    assert zero_results({}, []) is None


def test_a_mean_leaves_out_what_means_nothing():
    assert mean([1, None, 0]) == 0.5
    assert mean([None]) is None
