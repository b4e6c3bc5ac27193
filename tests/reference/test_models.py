"""From a Layer to Keras, and the course's five models."""

import keras
import numpy as np
import pytest
from hypothesis import given

from autograder.reference import (
    Layer,
    activation_of,
    stack_forward,
    stack_params,
    stack_shapes,
)
from autograder.reference.models import DOCUMENT, build, document_model, to_keras

from .helpers import all_layers, assert_same, distinct, float32, stack_weights

TOTALS = {
    "simple_rnn": 1121,
    "stacked_simple_rnn": 3201,
    "lstm": 4385,
    "gru": 3393,
    "time_distributed": 6449,
}


@given(layer=all_layers)
def test_to_keras_keeps_every_field(layer):
    config = to_keras(layer).get_config()
    if layer.kind == "TimeDistributed":
        assert config["layer"]["class_name"] == "Dense"
        layer, config = layer.inner, config["layer"]["config"]
    assert config["activation"] == activation_of(layer)
    for name in ("units", "use_bias", "return_sequences", "return_state", "go_backwards"):
        assert config.get(name, False) == getattr(layer, name)
    if layer.kind == "GRU":
        assert config["reset_after"] == layer.reset_after


@pytest.mark.parametrize("kind", ["SimpleRNN", "LSTM", "GRU", "Dense"])
def test_to_keras_gives_the_kinds_class(kind):
    assert type(to_keras(Layer(kind, 2))) is getattr(keras.layers, kind)


@pytest.mark.parametrize("name", DOCUMENT)
def test_a_document_model_has_the_documents_shapes_and_counts(name):
    layers, input_shape = DOCUMENT[name]
    model = document_model(name)
    assert [layer.output.shape for layer in model.layers] == stack_shapes(
        layers, (None, *input_shape)
    )
    assert [layer.count_params() for layer in model.layers] == stack_params(
        layers, (None, *input_shape)
    )
    assert model.count_params() == TOTALS[name]


@pytest.mark.parametrize("name", DOCUMENT)
def test_a_document_model_computes_what_the_reference_computes(name):
    layers, input_shape = DOCUMENT[name]
    weights = stack_weights(layers, (None, *input_shape), 7)
    weights = [[0.3 * array for array in arrays] for arrays in weights]
    model = document_model(name)
    model.set_weights([array for arrays in weights for array in arrays])
    x = distinct((3, *input_shape), 7)
    assert_same(stack_forward(layers, weights, x), [np.asarray(model(float32(x)))])


def test_a_document_model_is_compiled_to_train():
    model = document_model("simple_rnn")
    x, y = distinct((4, 10, 1), 7), np.array([[0], [1], [1], [0]])
    loss, accuracy = model.train_on_batch(float32(x), y)
    assert np.isfinite(loss)
    assert 0 <= accuracy <= 1
    assert isinstance(model.optimizer, keras.optimizers.Adam)
    assert model.loss == "binary_crossentropy"


def test_an_unknown_model_lists_the_known_ones():
    with pytest.raises(ValueError) as caught:
        document_model("rnn")
    assert str(caught.value) == (
        "name must be one of simple_rnn, stacked_simple_rnn, lstm, gru, time_distributed, got 'rnn'"
    )


def test_build_names_a_forgotten_return_sequences():
    with pytest.raises(ValueError, match=r"layer 1 \(LSTM\) must have return_sequences=True"):
        build([Layer("LSTM", 2), Layer("LSTM", 2)], (10, 1))


def test_build_refuses_states_in_a_sequential():
    with pytest.raises(ValueError, match=r"layer 1 \(LSTM\) must have return_state=False"):
        build([Layer("LSTM", 2, return_state=True)], (10, 1))
