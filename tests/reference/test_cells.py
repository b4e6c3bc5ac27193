"""One step, against Keras's cells, against numbers worked by hand, and with wrong shapes."""

import warnings

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.reference import (
    ACTIVATIONS,
    Layer,
    dense,
    gru_step,
    linear,
    lstm_step,
    relu,
    sigmoid,
    simple_rnn_step,
    softmax,
    tanh,
    weight_shapes,
)

from .helpers import TOLERANCE, assert_same, distinct, float32, seeds, sizes, weights_for

# One unit makes a softmax of one number, and Keras warns that it is always 1.
pytestmark = pytest.mark.filterwarnings("ignore:You are using a softmax over axis")

CELLS = {
    "SimpleRNN": keras.layers.SimpleRNNCell,
    "LSTM": keras.layers.LSTMCell,
    "GRU": keras.layers.GRUCell,
}


def cell_inputs(layer, batch, features, seed):
    """x, the states and the weights; the bias is None if the layer has none."""
    states = distinct((2 if layer.kind == "LSTM" else 1, batch, layer.units), [seed, 1, 1])
    weights = weights_for(layer, features, seed)
    x = distinct((batch, features), [seed, 2, 2])
    return x, list(states), weights if layer.use_bias else [*weights, None]


def keras_step(layer, x, states, weights):
    options = {"reset_after": layer.reset_after} if layer.kind == "GRU" else {}
    cell = CELLS[layer.kind](
        layer.units, activation=layer.activation, use_bias=layer.use_bias, **options
    )
    cell.build(x.shape)
    cell.set_weights([weight for weight in weights if weight is not None])
    _, new_states = cell(float32(x), float32(states))
    return [np.asarray(state) for state in new_states]


@given(
    activation=st.sampled_from(("tanh", "relu")),
    use_bias=st.booleans(),
    batch=sizes,
    features=sizes,
    units=sizes,
    seed=seeds,
)
def test_simple_rnn_step_is_that_of_keras(activation, use_bias, batch, features, units, seed):
    layer = Layer("SimpleRNN", units, activation, use_bias)
    x, (h,), weights = cell_inputs(layer, batch, features, seed)
    expected = keras_step(layer, x, [h], weights)
    assert_same([simple_rnn_step(x, h, *weights, activation=activation)], expected)


@given(
    activation=st.sampled_from(("tanh", "relu")),
    use_bias=st.booleans(),
    batch=sizes,
    features=sizes,
    units=sizes,
    seed=seeds,
)
def test_lstm_step_is_that_of_keras(activation, use_bias, batch, features, units, seed):
    layer = Layer("LSTM", units, activation, use_bias)
    x, (h, c), weights = cell_inputs(layer, batch, features, seed)
    expected = keras_step(layer, x, [h, c], weights)
    assert_same(lstm_step(x, h, c, *weights, activation=activation), expected)


@pytest.mark.parametrize("reset_after", [True, False])
@given(
    activation=st.sampled_from(("tanh", "relu")),
    use_bias=st.booleans(),
    batch=sizes,
    features=sizes,
    units=sizes,
    seed=seeds,
)
def test_gru_step_is_that_of_keras(reset_after, activation, use_bias, batch, features, units, seed):
    layer = Layer("GRU", units, activation, use_bias, reset_after=reset_after)
    x, (h,), weights = cell_inputs(layer, batch, features, seed)
    expected = keras_step(layer, x, [h], weights)
    h_new = gru_step(x, h, *weights, reset_after=reset_after, activation=activation)
    assert_same([h_new], expected)


@given(
    activation=st.sampled_from(tuple(ACTIVATIONS)),
    use_bias=st.booleans(),
    before=st.lists(sizes, min_size=1, max_size=3),
    features=sizes,
    units=sizes,
    seed=seeds,
)
def test_dense_is_that_of_keras(activation, use_bias, before, features, units, seed):
    weights = weights_for(Layer("Dense", units, use_bias=use_bias), features, seed)
    x = distinct((*before, features), [seed, 3, 3])
    keras_layer = keras.layers.Dense(units, activation=activation, use_bias=use_bias)
    keras_layer.build(x.shape)
    keras_layer.set_weights(weights)
    y = dense(x, weights[0], weights[1] if use_bias else None, activation=activation)
    assert_same([y], [np.asarray(keras_layer(float32(x)))])


# By hand: with every weight 0 the gates are sigmoid(0) = 1/2 and the candidate is tanh(0) = 0.


def zeros(kind, units, features):
    return [np.zeros(shape) for shape in weight_shapes(Layer(kind, units), features).values()]


def test_an_lstm_of_zeros_halves_its_cell_state():
    h, c = lstm_step([[1.0]], [[0.3]], [[0.8]], *zeros("LSTM", 1, 1))
    np.testing.assert_allclose(c, [[0.4]])
    np.testing.assert_allclose(h, [[0.5 * np.tanh(0.4)]])


def test_a_gru_of_zeros_halves_its_state():
    np.testing.assert_allclose(gru_step([[1.0]], [[0.8]], *zeros("GRU", 1, 1)), [[0.4]])


def test_the_grus_z_keeps_the_old_state():
    kernel, recurrent_kernel, bias = zeros("GRU", 1, 1)
    bias[0] = [40.0, 0.0, 40.0]  # z = 1, candidate 1
    np.testing.assert_allclose(gru_step([[1.0]], [[0.8]], kernel, recurrent_kernel, bias), [[0.8]])


def test_the_lstms_gates_are_in_the_order_i_f_c_o():
    kernel, recurrent_kernel, _ = zeros("LSTM", 1, 1)
    forget, keep = [-40.0, -40.0, 0.5, 40.0], [-40.0, 40.0, 0.5, 40.0]
    _, c_forget = lstm_step([[1.0]], [[0.0]], [[0.8]], kernel, recurrent_kernel, forget)
    _, c_keep = lstm_step([[1.0]], [[0.0]], [[0.8]], kernel, recurrent_kernel, keep)
    np.testing.assert_allclose(c_forget, [[0.0]], atol=1e-12)
    np.testing.assert_allclose(c_keep, [[0.8]])


def test_reset_before_and_after_differ():
    kernel, recurrent_kernel, _ = weights_for(Layer("GRU", 3), 2, 7)
    x, h = distinct((4, 2), 8), distinct((4, 3), 9)
    after = gru_step(x, h, kernel, recurrent_kernel, None, reset_after=True)
    before = gru_step(x, h, kernel, recurrent_kernel, None, reset_after=False)
    assert np.abs(after - before).max() > 1e-3


# Activations


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_are_those_of_keras(name):
    x = np.linspace(-9, 9, 24).reshape(2, 3, 4)
    expected = np.asarray(keras.activations.get(name)(float32(x)))
    np.testing.assert_allclose(ACTIVATIONS[name](x), expected, **TOLERANCE)


def test_activations_stay_finite_and_quiet_far_out():
    x = [-1e4, -800.0, 0.0, 800.0, 1e4]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert sigmoid(x).tolist() == [0.0, 0.0, 0.5, 1.0, 1.0]
        assert tanh(x).tolist() == [-1.0, -1.0, 0.0, 1.0, 1.0]
        assert softmax(x).tolist() == [0.0, 0.0, 0.0, 0.0, 1.0]
        assert relu(x).tolist() == [0.0, 0.0, 0.0, 800.0, 1e4]
        assert linear(x).tolist() == x


def test_an_unknown_activation_lists_the_known_ones():
    with pytest.raises(ValueError) as caught:
        dense([[1.0]], [[1.0]], None, activation="swish")
    assert str(caught.value) == (
        "activation must be one of sigmoid, tanh, relu, softmax, linear, got 'swish'"
    )


def test_float32_inputs_are_computed_in_float64():
    x = np.ones((1, 1), "float32")
    assert simple_rnn_step(x, x, x, x, None).dtype == np.float64


# Bad shapes: batch 2, features 3, units 4

STEPS = {"SimpleRNN": simple_rnn_step, "LSTM": lstm_step, "GRU": gru_step}


@pytest.mark.parametrize(
    ("kind", "name", "wrong", "message"),
    [
        ("SimpleRNN", "x", (2, 5, 3), "x must have shape (batch, features), got (2, 5, 3)"),
        ("SimpleRNN", "x", (3,), "x must have shape (batch, features), got (3,)"),
        ("SimpleRNN", "h", (4, 2), "h must have shape (2, 4), got (4, 2)"),
        ("SimpleRNN", "kernel", (4, 3), "kernel must have shape (3, units), got (4, 3)"),
        (
            "SimpleRNN",
            "recurrent_kernel",
            (3, 4),
            "recurrent_kernel must have shape (4, 4), got (3, 4)",
        ),
        ("SimpleRNN", "bias", (3,), "bias must have shape (4,), got (3,)"),
        ("LSTM", "h", (2, 3), "h must have shape (2, 4), got (2, 3)"),
        ("LSTM", "c", (1, 4), "c must have shape (2, 4), got (1, 4)"),
        ("LSTM", "kernel", (3, 15), "kernel must have shape (3, 4 * units), got (3, 15)"),
        ("LSTM", "kernel", (3, 0), "kernel must have shape (3, 4 * units), got (3, 0)"),
        (
            "LSTM",
            "recurrent_kernel",
            (16, 4),
            "recurrent_kernel must have shape (4, 16), got (16, 4)",
        ),
        ("LSTM", "bias", (1, 16), "bias must have shape (16,), got (1, 16)"),
        ("GRU", "h", (2, 12), "h must have shape (2, 4), got (2, 12)"),
        ("GRU", "kernel", (3,), "kernel must have shape (3, 3 * units), got (3,)"),
        ("GRU", "bias", (12,), "bias must have shape (2, 12), got (12,)"),
    ],
)
def test_a_wrong_shape_is_named(kind, name, wrong, message):
    arguments = {"x": np.ones((2, 3)), "h": np.ones((2, 4))}
    if kind == "LSTM":
        arguments["c"] = np.ones((2, 4))
    arguments |= {n: np.ones(shape) for n, shape in weight_shapes(Layer(kind, 4), 3).items()}
    STEPS[kind](**arguments)  # right as they stand
    arguments[name] = np.ones(wrong)
    with pytest.raises(ValueError) as caught:
        STEPS[kind](**arguments)
    assert str(caught.value) == message


def test_the_gru_without_reset_after_has_one_bias():
    kernel, recurrent_kernel, bias = zeros("GRU", 4, 3)
    with pytest.raises(ValueError) as caught:
        gru_step(np.ones((2, 3)), np.ones((2, 4)), kernel, recurrent_kernel, bias, False)
    assert str(caught.value) == "bias must have shape (12,), got (2, 12)"


@pytest.mark.parametrize(
    ("x", "kernel", "bias", "message"),
    [
        (np.ones(3), np.ones((3, 2)), None, "x must have shape (batch, ..., features), got (3,)"),
        (
            np.ones((2, 3)),
            np.ones((2, 3)),
            None,
            "kernel must have shape (3, units), got (2, 3)",
        ),
        (np.ones((2, 3)), np.ones((3, 2)), np.ones(3), "bias must have shape (2,), got (3,)"),
    ],
)
def test_dense_names_a_wrong_shape(x, kernel, bias, message):
    with pytest.raises(ValueError) as caught:
        dense(x, kernel, bias)
    assert str(caught.value) == message


@pytest.mark.parametrize("x", [None, "abc", [[1.0], [1.0, 2.0]]])
def test_what_is_no_array_of_numbers_is_refused(x):
    with pytest.raises(ValueError, match="x must be an array of numbers, got"):
        dense(x, np.ones((1, 1)), None)
