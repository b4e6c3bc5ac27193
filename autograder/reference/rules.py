"""Shapes and parameter counts of Keras's recurrent layers, as pure functions without NumPy.

Shapes are tuples with the batch first: `(batch, timesteps, features)`. `batch` and `timesteps`
may be None, which is Keras's sign for "any size".
"""

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

__all__ = [
    "GATES",
    "RECURRENT",
    "Layer",
    "activation_of",
    "memory_bytes",
    "output_shape",
    "output_shapes",
    "params",
    "split",
    "stack_params",
    "stack_shapes",
    "stack_split",
    "stack_total",
    "state_count",
    "weight_shapes",
]

# How many matrices stand side by side in a kernel. The LSTM's and the GRU's candidate counts too.
GATES = {"SimpleRNN": 1, "LSTM": 4, "GRU": 3}
RECURRENT = tuple(GATES)
KINDS = (*RECURRENT, "Dense", "TimeDistributed")
FLAGS = ("use_bias", "return_sequences", "return_state", "go_backwards", "reset_after")
RECURRENT_ONLY = ("return_sequences", "return_state", "go_backwards")


def positive_int(name: str, value) -> int:
    """`value` as an int. NumPy's integers are welcome; True, 2.0 and "2" raise ValueError."""
    try:
        number = operator.index(value)
    except TypeError:
        number = 0
    if isinstance(value, bool) or number < 1:
        raise ValueError(f"{name} must be a positive integer, got {value!r}")
    return number


@dataclass(frozen=True)
class Layer:
    """A layer's configuration, with Keras's names and defaults.

    `activation=None` means the default of Keras: tanh for recurrent layers, linear for Dense.
    `inner` is the layer that TimeDistributed applies to each timestep, a Layer or a dict of its
    fields. Raises ValueError for a field that this kind hasn't and for a value that can't be.
    """

    kind: str
    units: int | None = None
    activation: str | None = None
    use_bias: bool = True
    return_sequences: bool = False
    return_state: bool = False
    go_backwards: bool = False
    reset_after: bool = True
    inner: "Layer | None" = None

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {self.kind!r}")
        for name in FLAGS:
            if getattr(self, name) not in (True, False):
                raise ValueError(f"{name} must be True or False, got {getattr(self, name)!r}")
        if self.activation is not None and not isinstance(self.activation, str):
            raise ValueError(
                f"activation must be a name such as 'tanh', or None, got {self.activation!r}"
            )
        if self.kind not in RECURRENT:
            for name in RECURRENT_ONLY:
                if getattr(self, name):
                    raise ValueError(f"{self.kind} has no {name}, only recurrent layers have")
        if self.kind == "TimeDistributed":
            self._check_time_distributed()
        else:
            object.__setattr__(self, "units", positive_int(f"units of {self.kind}", self.units))
            if self.inner is not None:
                raise ValueError(f"{self.kind} has no inner layer, only TimeDistributed has")

    def _check_time_distributed(self):
        if isinstance(self.inner, dict):
            object.__setattr__(self, "inner", Layer(**self.inner))
        if not isinstance(self.inner, Layer):
            raise ValueError(
                f"TimeDistributed needs inner, the layer to apply at each timestep, "
                f"got {self.inner!r}"
            )
        if self.units is not None or self.activation is not None or not self.use_bias:
            raise ValueError(
                "TimeDistributed has no units, activation or use_bias of its own, "
                "give them to inner"
            )
        if self.inner.return_state:
            raise ValueError("TimeDistributed's inner layer must have one output: no return_state")


def activation_of(layer: Layer) -> str | None:
    """The name of the layer's activation, Keras's default filled in; None for TimeDistributed."""
    if layer.kind == "TimeDistributed":
        return None
    return layer.activation or ("tanh" if layer.kind in RECURRENT else "linear")


def state_count(layer: Layer) -> int:
    """How many states the layer carries from step to step, returned or not.

    0 for Dense and TimeDistributed, 1 for SimpleRNN and GRU (h), 2 for LSTM (h and c).
    """
    if layer.kind not in RECURRENT:
        return 0
    return 2 if layer.kind == "LSTM" else 1


def weight_shapes(layer: Layer, features: int) -> dict[str, tuple[int, ...]]:
    """The shapes of the layer's weights by name, in the order of `get_weights()`.

    `features` is the size of the input's last axis. Without bias there is no "bias" key.
    TimeDistributed has its inner layer's weights, whatever the number of timesteps.
    """
    features = positive_int("features", features)
    if layer.kind == "TimeDistributed":
        return weight_shapes(layer.inner, features)
    columns = GATES.get(layer.kind, 1) * layer.units
    shapes = {"kernel": (features, columns)}
    if layer.kind in RECURRENT:
        shapes["recurrent_kernel"] = (layer.units, columns)
    if layer.use_bias:
        # reset_after keeps apart what is added to x W and what is added to h U: two rows.
        two_rows = layer.kind == "GRU" and layer.reset_after
        shapes["bias"] = (2, columns) if two_rows else (columns,)
    return shapes


def split(layer: Layer, features: int) -> dict[str, int]:
    """How many numbers each of the layer's weights holds, by name."""
    return {name: prod(shape) for name, shape in weight_shapes(layer, features).items()}


def params(layer: Layer, features: int) -> int:
    """How many parameters the layer has: gates * ((features + units) * units + units).

    A GRU with reset_after has a second bias: 3 * ((features + units) * units + 2 * units).
    """
    return sum(split(layer, features).values())


def memory_bytes(count: int, bytes_per_number: int = 4) -> int:
    """Bytes that `count` numbers take; Keras's float32 takes 4 each."""
    if isinstance(count, bool) or not hasattr(count, "__index__") or count < 0:
        raise ValueError(f"count must be an integer of at least 0, got {count!r}")
    return operator.index(count) * positive_int("bytes_per_number", bytes_per_number)


def output_shapes(layer: Layer, input_shape: Sequence[int | None]) -> list[tuple]:
    """The shape of the layer's output, followed by those of the states it returns.

    `input_shape` is (batch, timesteps, features); Dense takes (batch, ..., features) and
    TimeDistributed (batch, timesteps, ...). With return_state comes h, for LSTM h and c.
    Raises ValueError if the layer can't take an input of that many axes.
    """
    input_shape = _checked_shape(layer, input_shape)
    if layer.kind == "Dense":
        return [(*input_shape[:-1], layer.units)]
    batch, timesteps = input_shape[:2]
    if layer.kind == "TimeDistributed":
        (one_step,) = output_shapes(layer.inner, (batch, *input_shape[2:]))
        return [(batch, timesteps, *one_step[1:])]
    state = (batch, layer.units)
    output = (batch, timesteps, layer.units) if layer.return_sequences else state
    return [output] + [state] * (state_count(layer) if layer.return_state else 0)


def output_shape(layer: Layer, input_shape: Sequence[int | None]) -> tuple | list[tuple]:
    """What `layer(x).shape` gives: a tuple, or a list of them if the layer has several outputs."""
    shapes = output_shapes(layer, input_shape)
    return shapes[0] if len(shapes) == 1 else shapes


def stack_shapes(layers: Sequence[Layer], input_shape: Sequence[int | None]) -> list[tuple]:
    """The shape of each layer's output, one a layer. A layer's first output feeds the next.

    Raises ValueError, naming the layer by its number from 1, if an input doesn't fit.
    """
    return _stack_shapes(layers, input_shape)[1:]


def stack_split(layers: Sequence[Layer], input_shape: Sequence[int | None]) -> list[dict[str, int]]:
    """`split` of each layer, one dict a layer."""
    inputs = _stack_shapes(layers, input_shape)
    return [split(layer, shape[-1]) for layer, shape in zip(layers, inputs, strict=False)]


def stack_params(layers: Sequence[Layer], input_shape: Sequence[int | None]) -> list[int]:
    """The number of parameters of each layer, one a layer, as `model.summary()` prints them."""
    return [sum(counts.values()) for counts in stack_split(layers, input_shape)]


def stack_total(layers: Sequence[Layer], input_shape: Sequence[int | None]) -> int:
    """The number of parameters of all layers together."""
    return sum(stack_params(layers, input_shape))


def _stack_shapes(layers, input_shape):
    """The stack's input shape, then each layer's output shape: one more than there are layers."""
    shapes = [tuple(input_shape)]
    previous = None
    for number, layer in enumerate(layers, start=1):
        try:
            shapes.append(output_shapes(layer, shapes[-1])[0])
        except ValueError as error:
            hint = ""
            if previous and previous.kind in RECURRENT and not previous.return_sequences:
                hint = f"; layer {number - 1} ({previous.kind}) must have return_sequences=True"
            raise ValueError(f"layer {number}: {error}{hint}") from None
        previous = layer
    return shapes


def _checked_shape(layer, input_shape):
    """`input_shape` as a tuple of ints and Nones that the layer can take."""
    shape = tuple(input_shape)
    if layer.kind in RECURRENT and len(shape) != 3:
        raise ValueError(
            f"{layer.kind} needs an input of three axes, (batch, timesteps, features), got {shape}"
        )
    if layer.kind == "TimeDistributed" and len(shape) < 3:
        raise ValueError(
            f"TimeDistributed needs an input of at least three axes, "
            f"(batch, timesteps, features), got {shape}"
        )
    if len(shape) < 2:
        raise ValueError(
            f"{layer.kind} needs an input of at least two axes, (batch, features), got {shape}"
        )
    if shape[-1] is None:
        raise ValueError(f"features, the last axis of the input, must be known, got {shape}")
    return tuple(None if n is None else positive_int(f"each axis of {shape}", n) for n in shape)
