"""Amounts as portfolios have them: ties, zeros, credit notes, very small and very large customers."""

import numpy as np
from hypothesis import strategies as st

amounts = st.one_of(
    st.integers(-5, 20).map(float),
    st.floats(-1e9, 1e9, allow_nan=False, allow_subnormal=False).map(lambda v: round(v, 2)),
)
portfolios = st.lists(amounts, min_size=1, max_size=60)
positive = st.lists(st.integers(1, 10**9).map(lambda v: v / 100), min_size=1, max_size=60)
with_zeros = st.lists(st.integers(0, 10**6).map(float), min_size=1, max_size=60).filter(any)


def permuted(values, seed):
    """The same values in another order."""
    return np.random.default_rng(seed).permutation(np.asarray(values, dtype=float))
