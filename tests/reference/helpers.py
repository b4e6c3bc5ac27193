"""Random layers and weights, and what Keras computes with them."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from autograder.reference import RECURRENT, Layer, stack_shapes, weight_shapes
from autograder.reference.models import to_keras

# One tolerance for all outputs: Keras computes in float32, the reference in float64.
TOLERANCE = {"rtol": 0, "atol": 1e-5}

sizes = st.integers(1, 5)
seeds = st.integers(0, 2**32 - 1)


def distinct(shape, seed):
    """Small numbers, all different and none 0, of both signs: no swap of weights goes unseen."""
    count = int(np.prod(shape))
    numbers = np.arange(1, count + 1) * 0.8 / count
    rng = np.random.default_rng(seed)
    return rng.permutation(numbers * rng.choice([-1, 1], count)).reshape(shape)


def weights_for(layer, features, seed):
    """The layer's weights in the order of get_weights(), different from one another too."""
    shapes = weight_shapes(layer, features).values()
    return [distinct(shape, [seed, place]) for place, shape in enumerate(shapes)]


def stack_weights(layers, input_shape, seed):
    """One list of weights for each layer of a stack on (batch, timesteps, features)."""
    shapes = [input_shape, *stack_shapes(layers, input_shape)]
    return [
        weights_for(layer, shape[-1], seed + place)
        for place, (layer, shape) in enumerate(zip(layers, shapes, strict=False))
    ]


def states_for(layer, batch, seed):
    """An initial state as the layer takes it: h0, for LSTM [h0, c0]."""
    h0, c0 = distinct((2, batch, layer.units), [seed, 99])
    return [h0, c0] if layer.kind == "LSTM" else h0


def recurrent_layers(kinds=RECURRENT, activations=(None, "tanh", "relu")):
    """Any recurrent layer of the given kinds, every option drawn."""
    return st.builds(
        Layer,
        kind=st.sampled_from(kinds),
        units=sizes,
        activation=st.sampled_from(activations),
        use_bias=st.booleans(),
        return_sequences=st.booleans(),
        return_state=st.booleans(),
        go_backwards=st.booleans(),
        reset_after=st.booleans(),
    )


dense_layers = st.builds(
    Layer,
    kind=st.just("Dense"),
    units=sizes,
    activation=st.sampled_from((None, "linear", "relu", "sigmoid", "softmax", "tanh")),
    use_bias=st.booleans(),
)
time_distributed_layers = st.builds(Layer, kind=st.just("TimeDistributed"), inner=dense_layers)
all_layers = st.one_of(recurrent_layers(), dense_layers, time_distributed_layers)


def stackable(layers):
    """The layers with the options of a Sequential: sequences up to the last layer, no states."""
    *first, last = [replace(layer, return_state=False) for layer in layers]
    return [replace(layer, return_sequences=layer.kind in RECURRENT) for layer in first] + [last]


stacks = st.lists(all_layers, min_size=1, max_size=4).map(stackable)


def float32(values):
    """Arrays, or lists of them, in Keras's precision."""
    if isinstance(values, list):
        return [float32(value) for value in values]
    return np.asarray(values, dtype="float32")


def keras_forward(layer, weights, x, initial_state=None):
    """The outputs of the Keras layer with these weights, as a list of NumPy arrays."""
    keras_layer = to_keras(layer)
    keras_layer.build(x.shape)
    keras_layer.set_weights(weights)
    options = {} if initial_state is None else {"initial_state": float32(initial_state)}
    outputs = keras_layer(float32(x), **options)
    return (
        [np.asarray(output) for output in outputs] if layer.return_state else [np.asarray(outputs)]
    )


def assert_same(outputs, expected):
    """As many arrays, of the same shapes and within the tolerance."""
    assert len(outputs) == len(expected)
    for output, wanted in zip(outputs, expected, strict=True):
        assert output.shape == wanted.shape
        np.testing.assert_allclose(output, wanted, **TOLERANCE)
