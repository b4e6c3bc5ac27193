"""What the assignments on sequential data, recurrence and TimeDistributed ask for besides layers.

Small pure functions, made of those in `sequences`, `cells` and `rules`. All raise ValueError if an
argument doesn't fit.
"""

import math

import numpy as np

from ._checks import array, of_rank, of_shape
from .cells import dense, softmax
from .rules import RECURRENT, positive_int
from .sequences import (
    mask,
    mean_absolute_error,
    naive_forecast,
    one_hot,
    perplexity,
    window_count,
)

__all__ = [
    "flattened_params",
    "framed_shape",
    "influenced_steps",
    "masked_mean_absolute_error",
    "masked_one_hot",
    "memory_span",
    "naive_error",
    "order_for_largest_state",
    "perplexity_of_scores",
    "softmax_dense",
    "split_window_counts",
    "stack_features",
    "window_shapes",
]


# Sequential data


def framed_shape(sequences, samples, frame) -> tuple[int, int, int]:
    """The shape of sounds cut into frames that don't overlap: a frame is a timestep.

    `sequences` sounds of `samples` samples each. Returns (sequences, samples // frame, frame).
    """
    timesteps = positive_int("samples", samples) // positive_int("frame", frame)
    return positive_int("sequences", sequences), positive_int("samples // frame", timesteps), frame


def stack_features(first, second):
    """Two measurements, each (batch, timesteps), as the features of (batch, timesteps, 2)."""
    first = of_rank("first", first, ("batch", "timesteps"))
    return np.stack([first, of_shape("second", second, first.shape)], axis=-1)


def window_shapes(length, window, horizon=1, features=1) -> list[tuple]:
    """The shapes of all windows and targets of a series of shape (length, features).

    Each target is one number. Returns [(count, window, features), (count,)].
    """
    count = window_count(length, window, horizon)
    return [(count, window, positive_int("features", features)), (count,)]


def split_window_counts(length, train, window, horizon=1) -> tuple[int, int]:
    """How many windows a series gives that is cut in time first: (in training, in testing).

    The first `train` of its `length` values are the training part. Raises ValueError if nothing
    is left to test.
    """
    test = positive_int("length - train", positive_int("length", length) - train)
    return window_count(train, window, horizon), window_count(test, window, horizon)


def naive_error(series, period=1) -> float:
    """The mean absolute error of the forecast that each value is what it was one period earlier.

    It is taken over the values that can be forecast. series (timesteps,), longer than `period`.
    """
    forecast = naive_forecast(series, period)
    return mean_absolute_error(array("series", series)[period:], forecast)


def masked_one_hot(tokens, vocabulary):
    """`one_hot`, but padding (token 0) becomes a row of zeros. tokens (...) -> (..., vocabulary)."""
    return one_hot(tokens, vocabulary) * mask(tokens)[..., np.newaxis]


def masked_mean_absolute_error(y, predictions, tokens) -> float:
    """The mean of |y - predictions| over the steps that are not padding; 0 if there are none.

    All are (batch, timesteps), tokens are integers and 0 is padding.
    """
    y = of_rank("y", y, ("batch", "timesteps"))
    predictions = of_shape("predictions", predictions, y.shape)
    valid = mask(tokens)
    if valid.shape != y.shape:
        raise ValueError(f"tokens must have shape {y.shape}, got {valid.shape}")
    return float(np.abs(y - predictions)[valid].mean()) if valid.any() else 0.0


# Recurrence


def memory_span(a, threshold) -> int:
    """After how many further steps less than `threshold` of an input is left in a fading memory.

    The smallest n with a^n < threshold, for the recurrence h_t = a h_(t-1) + x_t. 0 < a < 1 and
    0 < threshold < 1.
    """
    if not 0 < a < 1 or not 0 < threshold < 1:
        raise ValueError(f"a and threshold must be between 0 and 1, got {a!r} and {threshold!r}")
    return math.floor(math.log(threshold) / math.log(a)) + 1


def order_for_largest_state(values, a) -> tuple:
    """The order of inputs in which h_t = a h_(t-1) + x_t ends with the largest h; 0 < a < 1.

    A later input fades less, so the values rise. Returns a tuple.
    """
    if not 0 < a < 1:
        raise ValueError(f"a must be between 0 and 1, got {a!r}")
    return tuple(sorted(values))


def flattened_params(timesteps, features, units) -> int:
    """The parameters of Dense(units) that reads a whole sequence as one vector.

    It has a kernel of (timesteps * features, units) and a bias.
    """
    inputs = positive_int("timesteps", timesteps) * positive_int("features", features)
    return (inputs + 1) * positive_int("units", units)


def perplexity_of_scores(scores, tokens) -> float:
    """The perplexity of a model that gives scores, of which softmax makes probabilities.

    scores (timesteps, vocabulary), tokens (timesteps,) the true ones, integers. See `perplexity`.
    """
    scores = of_rank("scores", scores, ("timesteps", "vocabulary"))
    true = one_hot(tokens, scores.shape[1])
    if true.shape != scores.shape:
        raise ValueError(f"tokens must have shape {scores.shape[:1]}, got {np.shape(tokens)}")
    return perplexity((softmax(scores) * true).sum(axis=-1))


# TimeDistributed


def softmax_dense(x, kernel, bias):
    """Dense with softmax on the last axis: softmax(x W + b); see `dense`.

    x (batch, ..., features), kernel (features, units), bias (units,). Returns (batch, ..., units),
    where the last axis sums to 1.
    """
    return dense(x, kernel, bias, activation="softmax")


def influenced_steps(layers, timesteps, step) -> tuple[int, ...]:
    """At which timesteps, from 0, a stack's output may change if its input changes at `step`.

    Dense and TimeDistributed change the same step only. A recurrent layer, which must return
    sequences and read forwards, hands the change on to all later steps.
    """
    timesteps = positive_int("timesteps", timesteps)
    if not 0 <= step < timesteps:
        raise ValueError(f"step must be from 0 to {timesteps - 1}, got {step!r}")
    recurrent = [layer for layer in layers if layer.kind in RECURRENT]
    if any(layer.go_backwards or not layer.return_sequences for layer in recurrent):
        raise ValueError("recurrent layers must return sequences and read forwards")
    return tuple(range(step, timesteps)) if recurrent else (step,)
