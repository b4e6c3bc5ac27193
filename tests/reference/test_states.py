"""What is done with outputs and states agrees with Keras."""

import keras
import numpy as np
import pytest

from autograder.reference import (
    Layer,
    backwards_in_order,
    encode_decode,
    last_state,
    lstm_results,
)

from .helpers import TOLERANCE, distinct, weights_for

LSTM = Layer("LSTM", 3)
X = distinct((4, 5, 2), 1)
WEIGHTS = weights_for(LSTM, 2, 2)


def keras_lstm(weights, **options):
    layer = keras.layers.LSTM(3, **options)
    layer.build((None, None, weights[0].shape[0]))
    layer.set_weights(weights)
    return layer


def float32(array):
    return np.asarray(array, dtype="float32")


def test_lstm_results_are_those_of_both_flags():
    h, c = distinct((2, 4, 3), 3)
    layer = keras_lstm(WEIGHTS, return_sequences=True, return_state=True)
    expected = layer(float32(X), initial_state=[float32(h), float32(c)])
    for found, wanted in zip(lstm_results(X, h, c, *WEIGHTS), expected, strict=True):
        np.testing.assert_allclose(found, wanted, **TOLERANCE)


def test_the_last_state_is_the_last_timestep_of_the_output():
    output, h, _c = lstm_results(X, np.zeros((4, 3)), np.zeros((4, 3)), *WEIGHTS)
    np.testing.assert_array_equal(last_state(output), h)


def test_the_last_state_needs_three_axes():
    with pytest.raises(ValueError) as caught:
        last_state(np.zeros((4, 3)))
    assert str(caught.value) == "output must have shape (batch, timesteps, units), got (4, 3)"


def test_backwards_in_order_is_the_backward_half_of_bidirectional():
    forward = keras_lstm(WEIGHTS, return_sequences=True)
    backward = keras_lstm(WEIGHTS, return_sequences=True, go_backwards=True)
    both = keras.layers.Bidirectional(forward, backward_layer=backward, merge_mode=None)
    both.build((None, 5, 2))
    both.set_weights([*WEIGHTS, *WEIGHTS])
    _forward, expected = both(float32(X))
    np.testing.assert_allclose(backwards_in_order(X, *WEIGHTS), expected, **TOLERANCE)


def test_a_decoder_starts_from_the_encoders_states():
    target, decoder = distinct((4, 6, 1), 4), weights_for(LSTM, 1, 5)
    _output, h, c = keras_lstm(WEIGHTS, return_state=True)(float32(X))
    expected = keras_lstm(decoder, return_sequences=True)(float32(target), initial_state=[h, c])
    found = encode_decode(X, target, *WEIGHTS, *decoder)
    np.testing.assert_allclose(found, expected, **TOLERANCE)
