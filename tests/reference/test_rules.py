"""Shapes and counts are exactly those of Keras."""

import json
from dataclasses import asdict

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.reference import (
    GATES,
    RECURRENT,
    Layer,
    activation_of,
    memory_bytes,
    output_shape,
    output_shapes,
    params,
    split,
    stack_params,
    stack_shapes,
    stack_split,
    stack_total,
    state_count,
    weight_shapes,
)
from autograder.reference.models import DOCUMENT, to_keras

from .helpers import all_layers, dense_layers, recurrent_layers, sizes

DOCUMENT_PARAMS = {
    "simple_rnn": [1088, 33],
    "stacked_simple_rnn": [1088, 2080, 33],
    "lstm": [4352, 33],
    "gru": [3360, 33],
    "time_distributed": [144, 6272, 33],
}


def batched(shape):
    return (None, *shape)


# Counts and weights


@given(layer=all_layers, features=sizes, timesteps=sizes)
def test_weights_are_those_of_keras(layer, features, timesteps):
    keras_layer = to_keras(layer)
    keras_layer.build((None, timesteps, features))
    arrays = keras_layer.get_weights()
    assert list(weight_shapes(layer, features).values()) == [a.shape for a in arrays]
    assert list(weight_shapes(layer, features)) == [w.name for w in keras_layer.weights]
    assert list(split(layer, features).values()) == [a.size for a in arrays]
    assert params(layer, features) == keras_layer.count_params()


@pytest.mark.parametrize("name", DOCUMENT)
def test_counts_of_the_documents_models(name):
    layers, input_shape = DOCUMENT[name]
    assert stack_params(layers, batched(input_shape)) == DOCUMENT_PARAMS[name]
    assert stack_total(layers, batched(input_shape)) == sum(DOCUMENT_PARAMS[name])


@pytest.mark.parametrize(("reset_after", "count"), [(True, 3360), (False, 3264)])
def test_the_gru_counts_its_second_bias_with_reset_after(reset_after, count):
    assert params(Layer("GRU", 32, reset_after=reset_after), 1) == count


@given(kind=st.sampled_from(RECURRENT), features=sizes, units=sizes)
def test_the_count_is_gates_times_the_formula(kind, features, units):
    layer = Layer(kind, units, reset_after=False)
    assert params(layer, features) == GATES[kind] * ((features + units) * units + units)


def test_weights_by_name():
    gru = Layer("GRU", 4)
    assert weight_shapes(gru, 2) == {
        "kernel": (2, 12),
        "recurrent_kernel": (4, 12),
        "bias": (2, 12),
    }
    assert split(gru, 2) == {"kernel": 24, "recurrent_kernel": 48, "bias": 24}
    assert weight_shapes(Layer("GRU", 4, reset_after=False), 2)["bias"] == (12,)
    assert "bias" not in weight_shapes(Layer("GRU", 4, use_bias=False), 2)


def test_memory():
    assert memory_bytes(1121) == 4484
    assert memory_bytes(np.int64(1121), bytes_per_number=2) == 2242
    assert memory_bytes(0) == 0


@pytest.mark.parametrize("count", [-1, 1.5, True, "3"])
def test_memory_refuses_what_is_no_count(count):
    with pytest.raises(ValueError, match="count must be an integer of at least 0, got"):
        memory_bytes(count)


# Output shapes


@given(layer=all_layers, batch=st.none() | sizes, timesteps=st.none() | sizes, features=sizes)
def test_output_shape_is_that_of_keras(layer, batch, timesteps, features):
    outputs = to_keras(layer)(keras.Input(batch_shape=(batch, timesteps, features)))
    shape = output_shape(layer, (batch, timesteps, features))
    if layer.return_state:
        assert isinstance(shape, list)
        assert shape == [output.shape for output in outputs]
    else:
        assert isinstance(shape, tuple)
        assert shape == outputs.shape


@given(layer=recurrent_layers(), shape=st.tuples(sizes, sizes, sizes))
def test_the_output_comes_first_then_the_states(layer, shape):
    states = state_count(layer) if layer.return_state else 0
    first, *rest = output_shapes(layer, shape)
    assert len(first) == (3 if layer.return_sequences else 2)
    assert rest == [(shape[0], layer.units)] * states


@given(layer=dense_layers, shape=st.lists(sizes, min_size=1, max_size=4))
def test_dense_takes_any_number_of_axes(layer, shape):
    expected = to_keras(layer)(keras.Input(shape)).shape
    assert output_shape(layer, (None, *shape)) == expected


@pytest.mark.parametrize(
    "inner",
    [
        Layer("Dense", 3),
        Layer("LSTM", 3),
        Layer("GRU", 3, return_sequences=True),
        Layer("TimeDistributed", inner=Layer("Dense", 3)),
    ],
)
def test_time_distributed_takes_any_inner_layer(inner):
    layer = Layer("TimeDistributed", inner=inner)
    keras_layer = to_keras(layer)
    assert output_shape(layer, (None, 4, 5, 2)) == keras_layer(keras.Input((4, 5, 2))).shape
    assert params(layer, 2) == keras_layer.count_params()


def test_shapes_may_be_lists_with_numpy_integers():
    shape = output_shape(Layer("LSTM", np.int64(3)), [np.int32(2), None, np.int64(1)])
    assert shape == (2, 3)
    assert all(type(size) is int for size in shape)


def test_stack_of_the_document():
    layers, input_shape = DOCUMENT["stacked_simple_rnn"]
    assert stack_shapes(layers, batched(input_shape)) == [(None, 10, 32), (None, 32), (None, 1)]
    assert stack_split(layers, batched(input_shape)) == [
        {"kernel": 32, "recurrent_kernel": 1024, "bias": 32},
        {"kernel": 1024, "recurrent_kernel": 1024, "bias": 32},
        {"kernel": 32, "bias": 1},
    ]


def test_a_layers_first_output_feeds_the_next():
    layers = [Layer("LSTM", 4, return_sequences=True, return_state=True), Layer("GRU", 3)]
    assert stack_shapes(layers, (2, 5, 1)) == [(2, 5, 4), (2, 3)]
    assert stack_params(layers, (2, 5, 1)) == [96, 81]


def test_an_empty_stack_has_no_shapes_and_no_counts():
    assert stack_shapes([], (None, 10, 1)) == stack_params([], (None, 10, 1)) == []


@given(layer=all_layers, features=sizes)
def test_the_count_does_not_depend_on_timesteps(layer, features):
    counts = [stack_params([layer], (None, timesteps, features)) for timesteps in (1, 10, None)]
    assert counts[0] == counts[1] == counts[2] == [params(layer, features)]


# Layer


@pytest.mark.parametrize(
    ("layer", "count", "activation"),
    [
        (Layer("SimpleRNN", 2), 1, "tanh"),
        (Layer("GRU", 2, activation="relu"), 1, "relu"),
        (Layer("LSTM", 2), 2, "tanh"),
        (Layer("Dense", 2), 0, "linear"),
        (Layer("TimeDistributed", inner=Layer("Dense", 2)), 0, None),
    ],
)
def test_states_and_activation(layer, count, activation):
    assert state_count(layer) == count
    assert activation_of(layer) == activation


@given(layer=all_layers)
def test_a_layer_survives_json(layer):
    assert Layer(**json.loads(json.dumps(asdict(layer)))) == layer


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"kind": "RNN", "units": 2},
            "kind must be one of SimpleRNN, LSTM, GRU, Dense, TimeDistributed, got 'RNN'",
        ),
        ({"kind": "LSTM"}, "units of LSTM must be a positive integer, got None"),
        ({"kind": "LSTM", "units": 0}, "units of LSTM must be a positive integer, got 0"),
        ({"kind": "GRU", "units": 2.0}, "units of GRU must be a positive integer, got 2.0"),
        ({"kind": "GRU", "units": True}, "units of GRU must be a positive integer, got True"),
        ({"kind": "Dense", "units": "2"}, "units of Dense must be a positive integer, got '2'"),
        (
            {"kind": "LSTM", "units": 2, "return_state": "false"},
            "return_state must be True or False, got 'false'",
        ),
        (
            {"kind": "LSTM", "units": 2, "activation": 3},
            "activation must be a name such as 'tanh', or None, got 3",
        ),
        (
            {"kind": "Dense", "units": 2, "return_sequences": True},
            "Dense has no return_sequences, only recurrent layers have",
        ),
        (
            {"kind": "Dense", "units": 2, "inner": {"kind": "Dense", "units": 2}},
            "Dense has no inner layer, only TimeDistributed has",
        ),
        (
            {"kind": "TimeDistributed"},
            "TimeDistributed needs inner, the layer to apply at each timestep, got None",
        ),
        (
            {"kind": "TimeDistributed", "units": 2, "inner": {"kind": "Dense", "units": 2}},
            "TimeDistributed has no units, activation or use_bias of its own, give them to inner",
        ),
        (
            {"kind": "TimeDistributed", "inner": {"kind": "GRU", "units": 2, "return_state": True}},
            "TimeDistributed's inner layer must have one output: no return_state",
        ),
    ],
)
def test_a_layer_that_cannot_be_is_refused(fields, message):
    with pytest.raises(ValueError) as caught:
        Layer(**fields)
    assert str(caught.value) == message


# Bad shapes


@pytest.mark.parametrize(
    ("layer", "shape", "message"),
    [
        (
            Layer("LSTM", 2),
            (None, 8),
            "LSTM needs an input of three axes, (batch, timesteps, features), got (None, 8)",
        ),
        (
            Layer("SimpleRNN", 2),
            (None, 4, 10, 1),
            "SimpleRNN needs an input of three axes, (batch, timesteps, features), "
            "got (None, 4, 10, 1)",
        ),
        (
            Layer("Dense", 2),
            (8,),
            "Dense needs an input of at least two axes, (batch, features), got (8,)",
        ),
        (
            Layer("TimeDistributed", inner=Layer("Dense", 2)),
            (None, 8),
            "TimeDistributed needs an input of at least three axes, "
            "(batch, timesteps, features), got (None, 8)",
        ),
        (
            Layer("GRU", 2),
            (None, 10, None),
            "features, the last axis of the input, must be known, got (None, 10, None)",
        ),
        (
            Layer("GRU", 2),
            (None, 0, 1),
            "each axis of (None, 0, 1) must be a positive integer, got 0",
        ),
    ],
)
def test_an_input_that_does_not_fit_is_named(layer, shape, message):
    with pytest.raises(ValueError) as caught:
        output_shapes(layer, shape)
    assert str(caught.value) == message


def test_a_forgotten_return_sequences_is_named():
    layers = [Layer("SimpleRNN", 32), Layer("SimpleRNN", 32)]
    with pytest.raises(ValueError) as caught:
        stack_params(layers, (None, 10, 1))
    assert str(caught.value) == (
        "layer 2: SimpleRNN needs an input of three axes, (batch, timesteps, features), "
        "got (None, 32); layer 1 (SimpleRNN) must have return_sequences=True"
    )


@pytest.mark.parametrize("features", [0, -1, None, 1.5])
def test_features_must_be_a_positive_integer(features):
    with pytest.raises(ValueError, match="features must be a positive integer, got"):
        params(Layer("LSTM", 2), features)
