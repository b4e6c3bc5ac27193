"""Whole layers and stacks compute what Keras computes."""

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.reference import (
    Layer,
    forward,
    gru_layer,
    lstm_layer,
    output_shapes,
    relu_stack,
    simple_rnn_layer,
    stack_forward,
    stack_shapes,
    time_distributed_dense,
    weight_shapes,
)
from autograder.reference.models import build

from .helpers import (
    TOLERANCE,
    assert_same,
    dense_layers,
    distinct,
    float32,
    keras_forward,
    recurrent_layers,
    seeds,
    sizes,
    stack_weights,
    stacks,
    states_for,
    time_distributed_layers,
    weights_for,
)

# One unit makes a softmax of one number, and Keras warns that it is always 1.
pytestmark = pytest.mark.filterwarnings("ignore:You are using a softmax over axis")

FUNCTIONS = {"SimpleRNN": simple_rnn_layer, "LSTM": lstm_layer, "GRU": gru_layer}
shapes = st.tuples(sizes, sizes, sizes)


def inputs(layer, shape, seed):
    return weights_for(layer, shape[-1], seed), distinct(shape, [seed, 5, 5])


# Against Keras


@pytest.mark.parametrize("kind", FUNCTIONS)
@given(data=st.data(), shape=shapes, seed=seeds, with_state=st.booleans())
def test_recurrent_layers_are_those_of_keras(kind, data, shape, seed, with_state):
    layer = data.draw(recurrent_layers([kind]))
    weights, x = inputs(layer, shape, seed)
    state = states_for(layer, shape[0], seed) if with_state else None
    outputs = forward(layer, weights, x, state)
    assert_same(outputs, keras_forward(layer, weights, x, state))
    assert [output.shape for output in outputs] == output_shapes(layer, shape)


@pytest.mark.parametrize("kind", FUNCTIONS)
@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("reset_after", [True, False])
@pytest.mark.parametrize("go_backwards", [True, False])
def test_every_option_with_states_and_sequences(kind, activation, reset_after, go_backwards):
    layer = Layer(
        kind,
        3,
        activation,
        return_sequences=True,
        return_state=True,
        go_backwards=go_backwards,
        reset_after=reset_after,
    )
    weights, x = inputs(layer, (2, 5, 2), 7)
    state = states_for(layer, 2, 7)
    assert_same(forward(layer, weights, x, state), keras_forward(layer, weights, x, state))


@given(layer=st.one_of(dense_layers, time_distributed_layers), shape=shapes, seed=seeds)
def test_dense_and_time_distributed_are_those_of_keras(layer, shape, seed):
    weights, x = inputs(layer, shape, seed)
    assert_same(forward(layer, weights, x), keras_forward(layer, weights, x))


@given(layer=dense_layers, shape=st.lists(sizes, min_size=2, max_size=4), seed=seeds)
def test_dense_takes_any_number_of_axes(layer, shape, seed):
    weights, x = inputs(layer, tuple(shape), seed)
    assert_same(forward(layer, weights, x), keras_forward(layer, weights, x))


@pytest.mark.parametrize(
    "inner",
    [
        Layer("SimpleRNN", 3, return_sequences=True),
        Layer("LSTM", 3),
        Layer("GRU", 3, go_backwards=True),
        Layer("TimeDistributed", inner=Layer("Dense", 3, "relu")),
    ],
)
def test_time_distributed_applies_any_layer(inner):
    layer = Layer("TimeDistributed", inner=inner)
    weights, x = inputs(layer, (2, 3, 4, 2), 7)
    assert_same(forward(layer, weights, x), keras_forward(layer, weights, x))


@given(layers=stacks, shape=shapes, seed=seeds)
def test_stacks_are_those_of_keras(layers, shape, seed):
    weights = stack_weights(layers, shape, seed)
    x = distinct(shape, [seed, 6, 6])
    model = build(layers, shape[1:])
    model.set_weights([weight for arrays in weights for weight in arrays])
    outputs = stack_forward(layers, weights, x)
    assert_same(outputs, [np.asarray(model(float32(x)))])
    assert outputs[0].shape == stack_shapes(layers, shape)[-1]


def test_the_last_layer_of_a_stack_gives_its_states():
    layers = [Layer("GRU", 3, return_sequences=True), Layer("LSTM", 2, return_state=True)]
    weights = stack_weights(layers, (2, 4, 1), 7)
    x = distinct((2, 4, 1), 7)
    (between,) = keras_forward(layers[0], weights[0], x)
    assert_same(stack_forward(layers, weights, x), keras_forward(layers[1], weights[1], between))


def test_a_stack_passes_on_the_output_and_not_the_states():
    first = Layer("LSTM", 3, return_sequences=True, return_state=True)
    layers = [first, Layer("Dense", 2)]
    weights = stack_weights(layers, (2, 4, 1), 7)
    x = distinct((2, 4, 1), 7)
    output = forward(first, weights[0], x)[0]
    assert_same(stack_forward(layers, weights, x), forward(layers[1], weights[1], output))


# The functions that students write too


@pytest.mark.parametrize("kind", FUNCTIONS)
@given(data=st.data(), shape=shapes, seed=seeds)
def test_functions_return_an_array_or_a_tuple_with_states(kind, data, shape, seed):
    layer = data.draw(recurrent_layers([kind]))
    weights, x = inputs(layer, shape, seed)
    options = {"reset_after": layer.reset_after} if kind == "GRU" else {}
    result = FUNCTIONS[kind](
        x,
        *(weights if layer.use_bias else [*weights, None]),
        return_sequences=layer.return_sequences,
        return_state=layer.return_state,
        go_backwards=layer.go_backwards,
        activation=layer.activation or "tanh",
        **options,
    )
    assert isinstance(result, tuple if layer.return_state else np.ndarray)
    expected = keras_forward(layer, weights, x)
    assert_same(result if layer.return_state else [result], expected)


@pytest.mark.parametrize("kind", FUNCTIONS)
def test_the_defaults_are_those_of_keras(kind):
    layer = Layer(kind, 3)
    weights, x = inputs(layer, (2, 4, 2), 7)
    keras_layer = getattr(keras.layers, kind)(3)
    keras_layer.build(x.shape)
    keras_layer.set_weights(weights)
    assert_same([FUNCTIONS[kind](x, *weights)], [np.asarray(keras_layer(float32(x)))])


@given(layer=dense_layers, shape=shapes, seed=seeds)
def test_time_distributed_dense_is_dense_on_three_axes(layer, shape, seed):
    weights, x = inputs(layer, shape, seed)
    bias = weights[1] if layer.use_bias else None
    y = time_distributed_dense(x, weights[0], bias, layer.activation or "linear")
    np.testing.assert_allclose(y, forward(layer, weights, x)[0], rtol=0, atol=1e-12)


@given(units=sizes, top=sizes, shape=shapes, seed=seeds)
def test_relu_stack_is_two_layers_of_keras(units, top, shape, seed):
    layers = [
        Layer("SimpleRNN", units, "relu", return_sequences=True),
        Layer("SimpleRNN", top, "relu"),
    ]
    first, second = stack_weights(layers, shape, seed)
    x = distinct(shape, [seed, 7, 7])
    model = build(layers, shape[1:])
    model.set_weights([*first, *second])
    assert_same([relu_stack(x, *first, *second)], [np.asarray(model(float32(x)))])


@pytest.mark.parametrize("kind", FUNCTIONS)
def test_the_state_is_the_last_output_and_continues_the_sequence(kind):
    layer = Layer(kind, 3, return_sequences=True, return_state=True)
    weights, x = inputs(layer, (2, 6, 2), 7)
    output, *states = forward(layer, weights, x)
    np.testing.assert_array_equal(output[:, -1], states[0])
    first, *between = forward(layer, weights, x[:, :4])
    second, *last = forward(layer, weights, x[:, 4:], between)
    np.testing.assert_allclose(np.concatenate([first, second], axis=1), output, **TOLERANCE)
    assert_same(last, states)


@pytest.mark.parametrize("kind", ["SimpleRNN", "GRU"])
@pytest.mark.parametrize("batch", [1, 2])
def test_a_single_state_may_come_alone_in_a_list_or_as_a_nested_list(kind, batch):
    layer = Layer(kind, 3)
    weights, x = inputs(layer, (batch, 4, 2), 7)
    h0 = states_for(layer, batch, 7)
    (expected,) = forward(layer, weights, x, h0)
    for same in ([h0], (h0,), h0.tolist(), [h0.tolist()]):
        np.testing.assert_array_equal(forward(layer, weights, x, same)[0], expected)


def test_inputs_are_left_as_they_are():
    layer = Layer("GRU", 3, go_backwards=True)
    weights, x = inputs(layer, (2, 4, 2), 7)
    state = states_for(layer, 2, 7)
    before = [array.copy() for array in (*weights, x, state)]
    forward(layer, weights, x, state)
    for array, copy in zip((*weights, x, state), before, strict=True):
        np.testing.assert_array_equal(array, copy)


# What doesn't fit: batch 2, timesteps 5, features 3, units 4


@pytest.mark.parametrize(
    ("kind", "changes", "message"),
    [
        (
            "SimpleRNN",
            {"x": np.ones((2, 3))},
            "x must have shape (batch, timesteps, features), got (2, 3)",
        ),
        (
            "LSTM",
            {"x": np.ones((2, 0, 3))},
            "x must have at least one timestep, got shape (2, 0, 3)",
        ),
        (
            "LSTM",
            {"x": np.ones((2, 5, 1))},
            "kernel must have shape (1, 4 * units), got (3, 16)",
        ),
        (
            "GRU",
            {"recurrent_kernel": np.ones((12, 4))},
            "recurrent_kernel must have shape (4, 12), got (12, 4)",
        ),
        ("GRU", {"reset_after": False}, "bias must have shape (12,), got (2, 12)"),
        (
            "GRU",
            {"initial_state": np.ones((4, 2))},
            "initial_state h0 must have shape (2, 4), got (4, 2)",
        ),
        (
            "GRU",
            {"initial_state": [np.ones((2, 4))] * 2},
            "initial_state h0 must have shape (2, 4), got (2, 2, 4)",
        ),
        (
            "LSTM",
            {"initial_state": [np.ones((2, 4))]},
            "initial_state must be [h0, c0], got 1 items",
        ),
        ("LSTM", {"initial_state": 0.0}, "initial_state must be [h0, c0], got no list"),
        (
            "LSTM",
            {"initial_state": [np.ones((2, 4)), np.ones((2, 3))]},
            "initial_state c0 must have shape (2, 4), got (2, 3)",
        ),
        (
            "SimpleRNN",
            {"activation": "cube"},
            "activation must be one of sigmoid, tanh, relu, softmax, linear, got 'cube'",
        ),
    ],
)
def test_a_layer_function_names_what_does_not_fit(kind, changes, message):
    arguments = {"x": np.ones((2, 5, 3))}
    arguments |= {n: np.ones(shape) for n, shape in weight_shapes(Layer(kind, 4), 3).items()}
    FUNCTIONS[kind](**arguments)  # right as they stand
    with pytest.raises(ValueError) as caught:
        FUNCTIONS[kind](**(arguments | changes))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("layer", "shapes", "x", "state", "message"),
    [
        (
            Layer("LSTM", 4),
            [(3, 16), (4, 16)],
            (2, 5, 3),
            None,
            "weights must be [kernel, recurrent_kernel, bias], got 2 arrays",
        ),
        (
            Layer("LSTM", 2),
            [(3, 16), (4, 16), (16,)],
            (2, 5, 3),
            None,
            "kernel must have shape (3, 8), got (3, 16)",
        ),
        (
            Layer("GRU", 4, reset_after=False),
            [(3, 12), (4, 12), (2, 12)],
            (2, 5, 3),
            None,
            "bias must have shape (12,), got (2, 12)",
        ),
        (
            Layer("LSTM", 4),
            [(3, 16), (4, 16), (16,)],
            (5, 3),
            None,
            "x must have shape (batch, timesteps, features), got (5, 3)",
        ),
        (
            Layer("Dense", 4),
            [(3, 4), (4,)],
            (3,),
            None,
            "x must have shape (batch, ..., features), got (3,)",
        ),
        (
            Layer("Dense", 4),
            [(3, 4), (4,)],
            (2, 3),
            (2, 4),
            "Dense takes no initial_state, got one",
        ),
        (
            Layer("TimeDistributed", inner=Layer("Dense", 4)),
            [(3, 4), (4,)],
            (2, 3),
            None,
            "x must have shape (batch, timesteps, ..., features) with at least one timestep, "
            "got (2, 3)",
        ),
    ],
)
def test_forward_names_what_does_not_fit(layer, shapes, x, state, message):
    weights = [np.ones(shape) for shape in shapes]
    with pytest.raises(ValueError) as caught:
        forward(layer, weights, np.ones(x), None if state is None else np.ones(state))
    assert str(caught.value) == message


def test_time_distributed_dense_needs_three_axes():
    with pytest.raises(ValueError) as caught:
        time_distributed_dense(np.ones((2, 3)), np.ones((3, 4)), None)
    assert str(caught.value) == "x must have shape (batch, timesteps, features), got (2, 3)"


def test_stack_forward_names_the_layer():
    layers = [Layer("LSTM", 2), Layer("LSTM", 2)]
    weights = [weights_for(layers[0], 1, 7), weights_for(layers[1], 2, 8)]
    with pytest.raises(ValueError) as caught:
        stack_forward(layers, weights, np.ones((3, 4, 1)))
    assert str(caught.value) == (
        "layer 2 (LSTM): x must have shape (batch, timesteps, features), got (3, 2)"
    )


@pytest.mark.parametrize(("layers", "lists"), [([], 0), ([Layer("LSTM", 2)], 2)])
def test_stack_forward_wants_a_list_of_weights_for_each_layer(layers, lists):
    with pytest.raises(ValueError, match=f"got {lists} lists for {len(layers)} layers"):
        stack_forward(layers, [[]] * lists, np.ones((3, 4, 1)))
