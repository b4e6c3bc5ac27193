"""What assignments ask for besides layers, against Keras or by trying."""

import itertools

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.reference import (
    Layer,
    flattened_params,
    framed_shape,
    influenced_steps,
    linear_recurrence,
    masked_mean_absolute_error,
    masked_one_hot,
    memory_span,
    naive_error,
    order_for_largest_state,
    perplexity_of_scores,
    softmax_dense,
    split_window_counts,
    stack_features,
    window_shapes,
    windows,
)
from autograder.reference.models import build


def test_a_frame_is_a_timestep():
    sounds = np.arange(2 * 12).reshape(2, 12)
    assert framed_shape(2, 12, 4) == sounds.reshape(2, -1, 4).shape
    assert framed_shape(2, 14, 4) == (2, 3, 4)  # what doesn't fill a frame is left out


def test_two_measurements_are_two_features():
    first, second = np.arange(6).reshape(2, 3), np.arange(6, 12).reshape(2, 3)
    stacked = stack_features(first, second)
    assert stacked.shape == (2, 3, 2)
    assert stacked[1, 2].tolist() == [first[1, 2], second[1, 2]]


@given(length=st.integers(12, 30), window=st.integers(1, 6), horizon=st.integers(1, 6))
def test_windows_have_the_shapes_that_are_told(length, window, horizon):
    x, y = windows(np.arange(length), window, horizon)
    assert window_shapes(length, window, horizon) == [x.shape, y.shape]
    assert window_shapes(length, window, horizon, features=3)[0] == (len(x), window, 3)


def test_no_window_crosses_the_border_of_a_split():
    series = np.arange(30)
    counts = tuple(len(windows(part, 4, 2)[0]) for part in (series[:20], series[20:]))
    assert split_window_counts(30, 20, 4, 2) == counts == (15, 5)


def test_the_naive_error_compares_with_the_value_before():
    assert naive_error([1, 2, 4, 8]) == (1 + 2 + 4) / 3
    assert naive_error([1, 2, 4, 8], period=2) == (3 + 6) / 2


def test_padding_has_no_one():
    vectors = masked_one_hot([[2, 1, 0]], 3)
    assert vectors.tolist() == [[[0, 0, 1], [0, 1, 0], [0, 0, 0]]]


def test_padding_has_no_error():
    y, predictions = [[1.0, 2.0, 3.0]], [[1.5, 1.0, 99.0]]
    assert masked_mean_absolute_error(y, predictions, [[4, 1, 0]]) == 0.75
    assert masked_mean_absolute_error(y, predictions, [[0, 0, 0]]) == 0


@given(a=st.floats(0.05, 0.95), threshold=st.floats(0.01, 0.99))
def test_after_its_span_a_memory_is_below_the_threshold(a, threshold):
    span = memory_span(a, threshold)
    assert a**span < threshold * (1 + 1e-9)
    assert a ** (span - 1) >= threshold * (1 - 1e-9)


@given(values=st.lists(st.integers(-5, 5), min_size=1, max_size=5), a=st.floats(0.1, 0.9))
def test_no_other_order_gives_a_larger_state(values, a):
    best = linear_recurrence(order_for_largest_state(values, a), a)[-1]
    others = [linear_recurrence(order, a)[-1] for order in itertools.permutations(values)]
    assert best >= max(others) - 1e-9


def test_a_dense_layer_on_a_flattened_sequence_has_weights_for_each_step():
    layers = [keras.Input((5, 3)), keras.layers.Flatten(), keras.layers.Dense(4)]
    assert flattened_params(5, 3, 4) == keras.Sequential(layers).count_params()


def test_perplexity_of_scores_is_that_of_keras_cross_entropy():
    scores = np.random.default_rng(1).normal(size=(6, 5))
    tokens = np.array([0, 3, 4, 1, 1, 2])
    loss = keras.losses.sparse_categorical_crossentropy(tokens, scores, from_logits=True)
    assert perplexity_of_scores(scores, tokens) == pytest.approx(np.exp(np.mean(loss)), rel=1e-5)
    assert perplexity_of_scores(np.zeros((6, 5)), tokens) == pytest.approx(5)


@pytest.mark.parametrize("leading", [(2,), (2, 3)])
def test_softmax_is_on_the_last_axis(leading):
    numbers = np.random.default_rng(2)
    x, kernel, bias = (numbers.normal(size=shape) for shape in ((*leading, 4), (4, 3), (3,)))
    layer = keras.layers.Dense(3, activation="softmax")
    layer.build((*leading, 4))
    layer.set_weights([kernel, bias])
    np.testing.assert_allclose(softmax_dense(x, kernel, bias), layer(x), atol=1e-5)


@pytest.mark.parametrize("memory", [[], [Layer("GRU", 3, return_sequences=True)]])
def test_a_change_reaches_the_steps_that_are_told(memory):
    layers = [Layer("TimeDistributed", inner=Layer("Dense", 4)), *memory, Layer("Dense", 2)]
    model = build(layers, (6, 3))
    x = np.random.default_rng(3).normal(size=(1, 6, 3)).astype("float32")
    changed = x.copy()
    changed[:, 2] += 1
    difference = np.abs(np.array(model(changed)) - np.array(model(x))).max(axis=(0, 2))
    assert influenced_steps(layers, 6, 2) == tuple(np.flatnonzero(difference > 1e-7))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: framed_shape(2, 3, 4), "samples // frame must be a positive integer, got 0"),
        (lambda: stack_features([[1]], [[1, 2]]), "second must have shape (1, 1), got (1, 2)"),
        (lambda: split_window_counts(9, 9, 2), "length - train must be a positive integer, got 0"),
        (lambda: memory_span(1.5, 0.1), "a and threshold must be between 0 and 1"),
        (lambda: order_for_largest_state([1], 1), "a must be between 0 and 1, got 1"),
        (lambda: perplexity_of_scores([[0, 1]], [0, 1]), "tokens must have shape (1,), got (2,)"),
        (lambda: influenced_steps([], 3, 3), "step must be from 0 to 2, got 3"),
        (lambda: influenced_steps([Layer("LSTM", 2)], 3, 1), "recurrent layers must return"),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(ValueError) as caught:
        call()
    assert str(caught.value).startswith(message)
