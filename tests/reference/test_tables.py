"""Tables of layers and questions backwards follow from the rules of one layer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.reference import (
    RECURRENT,
    Layer,
    largest_units,
    memory_bytes,
    output_shapes,
    params,
    params_table,
    result_positions,
    shape_table,
    stack_memory,
)
from autograder.reference.models import DOCUMENT, build

from .helpers import recurrent_layers, sizes


def test_a_table_has_the_params_of_each_layer():
    assert params_table(["SimpleRNN", "LSTM", "GRU", "Dense"], [1] * 4, [32] * 4) == [
        1088,
        4352,
        3360,
        64,
    ]


def test_a_table_needs_columns_of_one_length():
    with pytest.raises(ValueError) as caught:
        params_table(["GRU"], [1, 2], [3])
    assert str(caught.value) == (
        "kinds, features and units must have the same length, got (1, 2, 1)"
    )


@pytest.mark.parametrize("name", DOCUMENT)
def test_the_memory_of_a_stack_is_that_of_the_keras_model(name):
    layers, input_shape = DOCUMENT[name]
    held = sum(weight.nbytes for weight in build(layers, input_shape).get_weights())
    assert stack_memory(layers, (None, *input_shape)) == held


@given(st.sampled_from(RECURRENT), sizes, st.integers(500, 50_000))
def test_the_largest_units_fit_and_one_more_does_not(kind, features, budget):
    units = largest_units(kind, features, budget)
    at_most, over = (
        memory_bytes(params(Layer(kind, size), features)) for size in (units, units + 1)
    )
    assert at_most <= budget < over


def test_a_budget_for_less_than_one_unit_is_named():
    with pytest.raises(ValueError) as caught:
        largest_units("GRU", 1, 47)
    assert str(caught.value) == "budget must be enough for one unit of GRU, got 47"
    assert largest_units("GRU", 1, 48) == 1


def test_a_shape_table_keeps_the_names():
    layers = {"a": Layer("GRU", 3), "b": Layer("LSTM", 2, return_state=True)}
    assert shape_table(layers, (None, 5, 1)) == {
        "a": [(None, 3)],
        "b": [(None, 2), (None, 2), (None, 2)],
    }


@given(recurrent_layers())
def test_there_is_a_position_for_each_result(layer):
    if not layer.return_state:
        with pytest.raises(ValueError, match="layer must have return_state=True, got False"):
            result_positions(layer)
        return
    positions = result_positions(layer)
    assert list(positions)[0] == "output"
    assert list(positions.values()) == list(range(len(output_shapes(layer, (None, 4, 2)))))
    assert ("c" in positions) == (layer.kind == "LSTM")
