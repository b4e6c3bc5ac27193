"""Sequential data and recurrence: small pure functions on NumPy arrays.

A series is one-dimensional, (timesteps,). Tokens are integers, (batch, timesteps), where 0 stands
for padding. All raise ValueError if an argument doesn't fit.
"""

import numpy as np

from ._checks import array, of_rank, of_shape
from .rules import positive_int

__all__ = [
    "gradient_through_time",
    "linear_recurrence",
    "mask",
    "mean_absolute_error",
    "naive_forecast",
    "one_hot",
    "pad",
    "perplexity",
    "standardise",
    "unroll",
    "window_count",
    "windows",
]


# Series


def window_count(length, window, horizon=1) -> int:
    """How many windows a series of `length` values gives: length - window - horizon + 1, or 0."""
    length = positive_int("length", length)
    needed = positive_int("window", window) + positive_int("horizon", horizon)
    return max(0, length - needed + 1)


def windows(series, window, horizon=1):
    """Every run of `window` values, with the value `horizon` steps after its last.

    series (timesteps,). Returns x (count, window, 1) and y (count,), where x[n] holds
    series[n] to series[n + window - 1] and y[n] is series[n + window + horizon - 1], so that no
    window sees its target. Raises ValueError if the series is too short for one window.
    """
    series = of_rank("series", series, ("timesteps",))
    needed = positive_int("window", window) + positive_int("horizon", horizon)
    if len(series) < needed:
        raise ValueError(
            f"series must have at least window + horizon = {needed} values, got {len(series)}"
        )
    x = np.lib.stride_tricks.sliding_window_view(series, window)[: len(series) - needed + 1]
    return x[..., np.newaxis].copy(), series[needed - 1 :].copy()


def naive_forecast(series, horizon=1):
    """The forecast that nothing changes: the value `horizon` steps before.

    series (timesteps,). Returns (timesteps - horizon,), the predictions of series[horizon:]. With
    the horizon of one period it is the seasonal naive forecast. Raises ValueError if the series
    has no value to predict.
    """
    series = of_rank("series", series, ("timesteps",))
    horizon = positive_int("horizon", horizon)
    if len(series) <= horizon:
        raise ValueError(
            f"series must have more than horizon = {horizon} values, got {len(series)}"
        )
    return series[:-horizon].copy()


def mean_absolute_error(y, predictions) -> float:
    """The mean of |y - predictions|.

    Both have the same shape: (n,) against (n, 1) would broadcast to (n, n), so it is an error.
    """
    y = array("y", y)
    predictions = of_shape("predictions", predictions, y.shape)
    if y.size == 0:
        raise ValueError("y must have at least one value, got none")
    return float(np.mean(np.abs(y - predictions)))


def standardise(train, test):
    """Both less the mean of train, over the standard deviation of train (that of NumPy, ddof=0).

    train and test (timesteps,) or (..., features), where each feature has its own mean. Only
    train's statistics are used: test is the future. Returns (train, test) in their shapes. Raises
    ValueError if train doesn't vary.
    """
    train, test = array("train", train), array("test", test)
    if train.ndim == 0 or train.size == 0:
        raise ValueError(f"train must have at least one value, got shape {train.shape}")
    if train.ndim != test.ndim or (train.ndim > 1 and train.shape[-1] != test.shape[-1]):
        raise ValueError(
            f"test must have as many axes and features as train, {train.shape}, got {test.shape}"
        )
    axes = tuple(range(max(1, train.ndim - 1)))
    mean, deviation = train.mean(axis=axes), train.std(axis=axes)
    constant = np.all(train == train[(0,) * len(axes)], axis=axes)  # exact, as deviation isn't
    if np.any(constant):
        raise ValueError("every feature of train must vary, got a constant one")
    return (train - mean) / deviation, (test - mean) / deviation


# Tokens


def one_hot(tokens, vocabulary):
    """Each token as a row of zeros with a one at the token's place.

    tokens (...), integers from 0 to vocabulary - 1. Returns (..., vocabulary).
    """
    vocabulary = positive_int("vocabulary", vocabulary)
    tokens = _tokens(tokens)
    if tokens.size and (tokens.min() < 0 or tokens.max() >= vocabulary):
        raise ValueError(
            f"tokens must be from 0 to {vocabulary - 1}, got {tokens.min()} to {tokens.max()}"
        )
    return np.eye(vocabulary)[tokens]


def pad(sequences, length=None, value=0, padding="pre", truncating="pre"):
    """Sequences of different lengths as one array, as `keras.utils.pad_sequences` does.

    sequences: a list of sequences, each (timesteps,) or (timesteps, features). Shorter ones get
    `value` before ("pre", the default) or after ("post") them; longer ones lose their first ("pre",
    the default) or last ("post") items. length=None is that of the longest. Returns
    (len(sequences), length) or (len(sequences), length, features). Unlike Keras's default of
    int32, numbers with a fraction stay what they are.
    """
    for name, choice in (("padding", padding), ("truncating", truncating)):
        if choice not in ("pre", "post"):
            raise ValueError(f"{name} must be 'pre' or 'post', got {choice!r}")
    arrays = [np.asarray(sequence) for sequence in sequences]
    if not arrays or any(a.ndim == 0 for a in arrays):
        raise ValueError(f"sequences must be a list of sequences, got {sequences!r:.60}")
    length = max(map(len, arrays)) if length is None else positive_int("length", length)
    filled = [a for a in arrays if len(a)]
    rest = filled[0].shape[1:] if filled else ()
    result = np.full((len(arrays), length, *rest), value, np.result_type(value, *filled))
    for row, a in zip(result, arrays, strict=True):
        if len(a) == 0:
            continue
        if a.shape[1:] != rest:
            raise ValueError(f"every step must have shape {rest}, got {a.shape[1:]}")
        kept = a[-length:] if truncating == "pre" else a[:length]
        row[slice(length - len(kept), None) if padding == "pre" else slice(len(kept))] = kept
    return result


def mask(tokens, value=0):
    """Which steps are data: True where the token is not padding.

    tokens (batch, timesteps). Returns an array of bool of the same shape, what Keras's
    `Embedding(..., mask_zero=True)` computes.
    """
    return _tokens(tokens) != value


def perplexity(probabilities) -> float:
    """exp of the mean of -log p, over the probabilities p that a model gave to the true tokens.

    probabilities (...), from 0 to 1. It is the number of tokens among which a uniform guess would
    do as well: vocabulary for a uniform model, 1 for a perfect one, inf if a p is 0.

    Source: Jelinek, Mercer, Bahl and Baker, "Perplexity, a measure of the difficulty of speech
    recognition tasks", Journal of the Acoustical Society of America 62, 1977.
    """
    p = array("probabilities", probabilities)
    if p.size == 0 or not np.all((p >= 0) & (p <= 1)):
        raise ValueError(f"probabilities must be from 0 to 1, got {probabilities!r:.60}")
    with np.errstate(divide="ignore"):
        return float(np.exp(-np.mean(np.log(p))))


def _tokens(tokens):
    tokens = np.asarray(tokens)
    if not np.issubdtype(tokens.dtype, np.integer):
        raise ValueError(f"tokens must be integers, got {tokens.dtype}")
    return tokens


# Recurrence with one unit and one feature


def unroll(x, w, u, b=0.0, h0=0.0):
    """A recurrent network with one unit, step by step: h_t = tanh(w x_t + u h_(t-1) + b).

    x (timesteps,); w, u, b and h0 are numbers. Returns h (timesteps,), from h_1 on.

    Source: Elman, "Finding Structure in Time", Cognitive Science 14, 1990.
    """
    h, states = h0, []
    for x_t in of_rank("x", x, ("timesteps",)):
        h = np.tanh(w * x_t + u * h + b)
        states.append(h)
    return np.array(states, dtype=float)


def gradient_through_time(h, u) -> float:
    """dh_T / dh_0 of `unroll`: the product over the steps of u (1 - h_t^2).

    h (timesteps,), the states that `unroll` returned with this u. No factor is larger in size than
    |u|, so with |u| < 1 the product vanishes as the steps grow.

    Source: Bengio, Simard and Frasconi, "Learning long-term dependencies with gradient descent is
    difficult", IEEE Transactions on Neural Networks 5, 1994.
    """
    h = of_rank("h", h, ("timesteps",))
    return float(np.prod(u * (1 - h**2)))


def linear_recurrence(x, a, h0=0.0):
    """A fading memory: h_t = a h_(t-1) + x_t.

    x (timesteps,); a and h0 are numbers. Returns h (timesteps,), from h_1 on.
    """
    h, states = h0, []
    for x_t in of_rank("x", x, ("timesteps",)):
        h = a * h + x_t
        states.append(h)
    return np.array(states, dtype=float)
