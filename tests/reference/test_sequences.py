"""Windows, baselines, tokens and scalar recurrence."""

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.reference import (
    gradient_through_time,
    linear_recurrence,
    mask,
    mean_absolute_error,
    naive_forecast,
    one_hot,
    pad,
    perplexity,
    simple_rnn_layer,
    standardise,
    unroll,
    window_count,
    windows,
)

from .helpers import distinct, sizes

token_lists = st.lists(st.lists(st.integers(1, 9), max_size=6), min_size=1, max_size=4)


# Series


def test_windows_of_a_short_series():
    x, y = windows([0, 1, 2, 3, 4, 5], window=3, horizon=2)
    assert x[..., 0].tolist() == [[0, 1, 2], [1, 2, 3]]
    assert y.tolist() == [4, 5]


@given(length=st.integers(2, 30), window=st.integers(1, 6), horizon=st.integers(1, 6))
def test_windows_are_counted_and_never_see_their_target(length, window, horizon):
    series = np.arange(length)
    count = window_count(length, window, horizon)
    if count == 0:
        with pytest.raises(ValueError, match="series must have at least window"):
            windows(series, window, horizon)
        return
    x, y = windows(series, window, horizon)
    assert x.shape == (count, window, 1)
    assert y.shape == (count,)
    np.testing.assert_array_equal(x[:, -1, 0] + horizon, y)  # the series counts the steps
    np.testing.assert_array_equal(np.diff(x[..., 0], axis=1), 1)
    assert y[-1] == length - 1


@pytest.mark.parametrize(("length", "window"), [(3, 1), (7, 6), (20, 5)])
def test_windows_are_those_of_keras(length, window):
    series = distinct((length,), 7)
    x, y = windows(series, window)
    dataset = keras.utils.timeseries_dataset_from_array(
        series[:-1], series[window:], window, batch_size=length
    )
    ((keras_x, keras_y),) = [tuple(map(np.asarray, pair)) for pair in dataset]
    np.testing.assert_array_equal(x[..., 0], keras_x)
    np.testing.assert_array_equal(y, keras_y)


def test_windows_are_copies():
    series = np.arange(5.0)
    x, y = windows(series, 2)
    x[0], y[0] = -1, -1
    assert series.tolist() == [0, 1, 2, 3, 4]
    assert x[1, 0, 0] == 1


def test_the_naive_forecast_is_the_value_before():
    series = np.array([3.0, 5.0, 4.0, 8.0])
    assert naive_forecast(series).tolist() == [3, 5, 4]
    assert naive_forecast(series, horizon=2).tolist() == [3, 5]
    assert mean_absolute_error(series[1:], naive_forecast(series)) == pytest.approx(7 / 3)


def test_the_naive_forecast_of_one_period_is_exact_for_a_periodic_series():
    series = np.tile([1.0, 4.0, 2.0], 5)
    assert mean_absolute_error(series[3:], naive_forecast(series, horizon=3)) == 0


def test_the_mean_absolute_error_does_not_broadcast():
    with pytest.raises(ValueError) as caught:
        mean_absolute_error([1.0, 2.0], [[1.0], [2.0]])
    assert str(caught.value) == "predictions must have shape (2,), got (2, 1)"


@pytest.mark.parametrize("shape", [(20,), (20, 3), (6, 5, 3)])
def test_standardise_uses_the_statistics_of_train_only(shape):
    train, test = 5 + 3 * distinct(shape, 7), 9 + 2 * distinct(shape, 8)
    scaled, scaled_test = standardise(train, test)
    axes = tuple(range(len(shape) - 1)) or 0
    np.testing.assert_allclose(scaled.mean(axis=axes), 0, atol=1e-12)
    np.testing.assert_allclose(scaled.std(axis=axes), 1)
    expected = (test - train.mean(axis=axes)) / train.std(axis=axes)
    np.testing.assert_allclose(scaled_test, expected)


def test_standardise_refuses_a_constant_feature():
    train = np.column_stack([np.arange(7.0), np.full(7, 0.1)])
    with pytest.raises(ValueError, match="every feature of train must vary"):
        standardise(train, train)


def test_standardise_wants_the_same_features():
    with pytest.raises(ValueError) as caught:
        standardise(distinct((5, 2), 7), distinct((5, 3), 7))
    assert str(caught.value) == (
        "test must have as many axes and features as train, (5, 2), got (5, 3)"
    )


# Tokens


@given(tokens=st.lists(st.integers(0, 5), min_size=1, max_size=8))
def test_one_hot_is_that_of_keras(tokens):
    expected = np.asarray(keras.ops.one_hot(np.array(tokens), 6))
    np.testing.assert_array_equal(one_hot(tokens, 6), expected)


def test_one_hot_adds_an_axis():
    assert one_hot([[0, 2], [1, 1]], 3).shape == (2, 2, 3)
    assert one_hot(1, 3).tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("tokens", "message"),
    [
        ([0, 3], "tokens must be from 0 to 2, got 0 to 3"),
        ([-1, 1], "tokens must be from 0 to 2, got -1 to 1"),
        ([0.0, 1.0], "tokens must be integers, got float64"),
    ],
)
def test_one_hot_refuses_other_tokens(tokens, message):
    with pytest.raises(ValueError) as caught:
        one_hot(tokens, 3)
    assert str(caught.value) == message


@given(
    sequences=token_lists,
    length=st.none() | st.integers(1, 7),
    value=st.integers(-1, 1),
    padding=st.sampled_from(("pre", "post")),
    truncating=st.sampled_from(("pre", "post")),
)
def test_pad_is_pad_sequences(sequences, length, value, padding, truncating):
    expected = keras.utils.pad_sequences(
        sequences, maxlen=length, value=value, padding=padding, truncating=truncating
    )
    result = pad(sequences, length, value, padding=padding, truncating=truncating)
    np.testing.assert_array_equal(result, expected)
    assert np.issubdtype(result.dtype, np.integer)


def test_pad_works_before_the_data_by_default():
    assert pad([[1], [2, 3, 4]], 2).tolist() == [[0, 1], [3, 4]]


def test_pad_keeps_fractions_and_features():
    assert pad([[0.5], []], 2).tolist() == [[0, 0.5], [0, 0]]
    assert pad([[[1, 2]], [[3, 4], [5, 6]]], padding="post").tolist() == [
        [[1, 2], [0, 0]],
        [[3, 4], [5, 6]],
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"sequences": [[1]], "padding": "left"}, "padding must be 'pre' or 'post', got 'left'"),
        ({"sequences": [1, 2]}, "sequences must be a list of sequences, got [1, 2]"),
        ({"sequences": []}, "sequences must be a list of sequences, got []"),
        ({"sequences": [[1]], "length": 0}, "length must be a positive integer, got 0"),
        ({"sequences": [[[1, 2]], [[3]]]}, "every step must have shape (2,), got (1,)"),
    ],
)
def test_pad_names_what_does_not_fit(arguments, message):
    with pytest.raises(ValueError) as caught:
        pad(**arguments)
    assert str(caught.value) == message


@given(sequences=token_lists, padding=st.sampled_from(("pre", "post")))
def test_mask_is_that_of_keras(sequences, padding):
    tokens = pad(sequences, 6, padding=padding)
    expected = keras.layers.Embedding(10, 2, mask_zero=True).compute_mask(tokens)
    np.testing.assert_array_equal(mask(tokens), np.asarray(expected))


def test_perplexity_of_uniform_perfect_and_impossible():
    assert perplexity([0.25] * 6) == pytest.approx(4)
    assert perplexity([1.0, 1.0]) == 1
    assert perplexity([0.5, 0.0]) == np.inf
    assert perplexity([[0.5, 0.125]]) == pytest.approx(4)


@pytest.mark.parametrize("probabilities", [[], [1.5], [-0.1], [np.nan]])
def test_perplexity_wants_probabilities(probabilities):
    with pytest.raises(ValueError, match="probabilities must be from 0 to 1, got"):
        perplexity(probabilities)


# Recurrence


@given(
    x=st.lists(st.floats(-2, 2), min_size=1, max_size=8),
    w=st.floats(-2, 2),
    u=st.floats(-2, 2),
    b=st.floats(-1, 1),
    h0=st.floats(-1, 1),
)
def test_unroll_is_a_simple_rnn_with_one_unit(x, w, u, b, h0):
    series = np.array(x)[np.newaxis, :, np.newaxis]
    layer = simple_rnn_layer(
        series, [[w]], [[u]], [b], initial_state=np.array([[h0]]), return_sequences=True
    )
    np.testing.assert_allclose(unroll(x, w, u, b, h0), layer[0, :, 0], rtol=0, atol=1e-12)


@given(x=st.lists(st.floats(-1, 1), min_size=1, max_size=5), u=st.floats(-1.2, 1.2), w=sizes)
def test_the_gradient_is_the_slope_of_unroll(x, u, w):
    def last(h0):
        return unroll(x, w, u, 0.1, h0)[-1]

    slope = (last(0.2 + 1e-6) - last(0.2 - 1e-6)) / 2e-6
    h = unroll(x, w, u, 0.1, 0.2)
    assert gradient_through_time(h, u) == pytest.approx(slope, abs=1e-7)


def test_linear_recurrence_by_hand():
    assert linear_recurrence([1, 0, 0, 2], 0.5).tolist() == [1, 0.5, 0.25, 2.125]
    assert linear_recurrence([1, 1], 2.0, h0=3.0).tolist() == [7, 15]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: windows([1, 2, 3], 3), "series must have at least window + horizon = 4 values"),
        (lambda: windows([[1, 2]], 1), "series must have shape (timesteps), got (1, 2)"),
        (lambda: windows([1, 2, 3], 0), "window must be a positive integer, got 0"),
        (lambda: window_count(5, 2, 0), "horizon must be a positive integer, got 0"),
        (lambda: naive_forecast([1, 2], 2), "series must have more than horizon = 2 values, got 2"),
        (lambda: mean_absolute_error([], []), "y must have at least one value, got none"),
        (lambda: standardise([], [1]), "train must have at least one value, got shape (0,)"),
        (lambda: unroll([[1]], 1, 1), "x must have shape (timesteps), got (1, 1)"),
        (lambda: linear_recurrence(1, 1), "x must have shape (timesteps), got ()"),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(ValueError) as caught:
        call()
    assert str(caught.value).startswith(message)
