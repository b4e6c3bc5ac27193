"""Rules for several layers at once, and questions asked backwards. Pure functions without NumPy."""

from collections.abc import Mapping, Sequence

from .rules import (
    Layer,
    memory_bytes,
    output_shapes,
    params,
    positive_int,
    stack_total,
    state_count,
)

__all__ = [
    "largest_units",
    "params_table",
    "result_positions",
    "shape_table",
    "stack_memory",
]


def params_table(kinds: Sequence[str], features: Sequence[int], units: Sequence[int]) -> list[int]:
    """`params` of one layer for each place in the three sequences, with Keras's defaults.

    Raises ValueError if the sequences differ in length or an entry can't be.
    """
    lengths = len(kinds), len(features), len(units)
    if len(set(lengths)) > 1:
        raise ValueError(f"kinds, features and units must have the same length, got {lengths}")
    rows = zip(kinds, features, units, strict=True)
    return [params(Layer(kind, size), inputs) for kind, inputs, size in rows]


def stack_memory(layers: Sequence[Layer], input_shape: Sequence[int | None]) -> int:
    """Bytes that the parameters of all layers take together, as float32."""
    return memory_bytes(stack_total(layers, input_shape))


def largest_units(layer_kind: str, features: int, budget: int) -> int:
    """The most units that a layer of this kind can have if its parameters may take `budget` bytes.

    The parameters are float32, the options Keras's defaults. Raises ValueError if even one unit
    takes more.
    """
    positive_int("budget", budget)
    units = 0
    while memory_bytes(params(Layer(layer_kind, units + 1), features)) <= budget:
        units += 1
    if not units:
        raise ValueError(f"budget must be enough for one unit of {layer_kind}, got {budget}")
    return units


def shape_table(
    layers: Mapping[str, Layer], input_shape: Sequence[int | None]
) -> dict[str, list[tuple]]:
    """`output_shapes` of each layer by its name in `layers`; all read the same input."""
    return {name: output_shapes(layer, input_shape) for name, layer in layers.items()}


def result_positions(layer: Layer) -> dict[str, int]:
    """Where the output, h and, for LSTM, c stand in what the layer returns with `return_state`.

    Raises ValueError for a layer that doesn't return states.
    """
    if not layer.return_state:
        raise ValueError("layer must have return_state=True, got False")
    names = ["output", "h", "c"][: 1 + state_count(layer)]
    return {name: place for place, name in enumerate(names)}
