"""Whole layers over time in NumPy: the steps of `cells` in a loop, with the options of Keras.

The layer functions take x (batch, timesteps, features) and the weights in the order of
`get_weights()`; options are given by name, and `bias=None` is a layer without bias. They return
the output, (batch, units), or (batch, timesteps, units) with `return_sequences`; with
`return_state` a tuple of the output and the last states. `go_backwards` reads x from its last
step to its first and leaves the outputs in the order of reading. All raise ValueError if a shape
doesn't fit.
"""

import numpy as np

from ._checks import array, kernel_and_units, of_rank, of_shape
from .cells import dense, gru_step, lstm_step, simple_rnn_step
from .rules import RECURRENT, Layer, activation_of, weight_shapes

__all__ = [
    "forward",
    "gru_layer",
    "lstm_layer",
    "relu_stack",
    "simple_rnn_layer",
    "stack_forward",
    "time_distributed_dense",
]


def simple_rnn_layer(
    x,
    kernel,
    recurrent_kernel,
    bias,
    *,
    initial_state=None,
    return_sequences=False,
    return_state=False,
    go_backwards=False,
    activation="tanh",
):
    """SimpleRNN over time: h_t = act(x_t W + h_(t-1) U + b); see `simple_rnn_step`.

    x (batch, timesteps, features), kernel (features, units), recurrent_kernel (units, units),
    bias (units,), initial_state h0 (batch, units) or zeros. Returns the output, with
    return_state (output, h). Raises ValueError if a shape doesn't fit.
    """

    def step(x_t, h):
        return (simple_rnn_step(x_t, h, kernel, recurrent_kernel, bias, activation),)

    x, states = _start("SimpleRNN", x, kernel, initial_state)
    return _over_time(step, x, states, return_sequences, return_state, go_backwards)


def lstm_layer(
    x,
    kernel,
    recurrent_kernel,
    bias,
    *,
    initial_state=None,
    return_sequences=False,
    return_state=False,
    go_backwards=False,
    activation="tanh",
):
    """LSTM over time; see `lstm_step`.

    x (batch, timesteps, features), kernel (features, 4 * units), recurrent_kernel
    (units, 4 * units), bias (4 * units,), initial_state [h0, c0], each (batch, units), or zeros.
    Returns the output, with return_state (output, h, c). Raises ValueError if a shape doesn't fit.
    """

    def step(x_t, h, c):
        return lstm_step(x_t, h, c, kernel, recurrent_kernel, bias, activation)

    x, states = _start("LSTM", x, kernel, initial_state)
    return _over_time(step, x, states, return_sequences, return_state, go_backwards)


def gru_layer(
    x,
    kernel,
    recurrent_kernel,
    bias,
    *,
    initial_state=None,
    return_sequences=False,
    return_state=False,
    go_backwards=False,
    activation="tanh",
    reset_after=True,
):
    """GRU over time; see `gru_step`.

    x (batch, timesteps, features), kernel (features, 3 * units), recurrent_kernel
    (units, 3 * units), bias (2, 3 * units) with reset_after, else (3 * units,), initial_state h0
    (batch, units) or zeros. Returns the output, with return_state (output, h). Raises ValueError
    if a shape doesn't fit.
    """

    def step(x_t, h):
        return (gru_step(x_t, h, kernel, recurrent_kernel, bias, reset_after, activation),)

    x, states = _start("GRU", x, kernel, initial_state)
    return _over_time(step, x, states, return_sequences, return_state, go_backwards)


def relu_stack(x, kernel, recurrent_kernel, bias, top_kernel, top_recurrent_kernel, top_bias):
    """Two SimpleRNN layers with relu, the second reading every output of the first.

    x (batch, timesteps, features), kernel (features, units), recurrent_kernel (units, units), bias
    (units,), top_kernel (units, top), top_recurrent_kernel (top, top), top_bias (top,). Returns
    the second layer's last output, (batch, top). Raises ValueError if a shape doesn't fit.
    """
    below = simple_rnn_layer(
        x, kernel, recurrent_kernel, bias, return_sequences=True, activation="relu"
    )
    return simple_rnn_layer(below, top_kernel, top_recurrent_kernel, top_bias, activation="relu")


def time_distributed_dense(x, kernel, bias, activation="linear"):
    """TimeDistributed(Dense): the same Dense, with the same weights, at every timestep.

    x (batch, timesteps, features), kernel (features, units), bias (units,) or None. Returns
    (batch, timesteps, units). Raises ValueError if a shape doesn't fit.

    Source: Keras's TimeDistributed.
    """
    x = _sequence(x)
    return np.stack([dense(x[:, t], kernel, bias, activation) for t in range(x.shape[1])], axis=1)


def forward(layer: Layer, weights, x, initial_state=None) -> list[np.ndarray]:
    """What the layer computes: its output, followed by the states that it returns.

    `weights` are arrays in the order of `get_weights()`, with the shapes that
    `weight_shapes(layer, features)` says. x is (batch, timesteps, features) for recurrent layers,
    (batch, ..., features) for Dense, (batch, timesteps, ...) for TimeDistributed.
    `initial_state` is h0, for LSTM [h0, c0]. Raises ValueError if anything doesn't fit.
    """
    x = _sequence(x) if layer.kind in RECURRENT else array("x", x)
    if x.ndim < 2:
        raise ValueError(f"x must have shape (batch, ..., features), got {x.shape}")
    if initial_state is not None and layer.kind not in RECURRENT:
        raise ValueError(f"{layer.kind} takes no initial_state, got one")
    if layer.kind == "TimeDistributed":
        return [_time_distributed(layer.inner, weights, x)]
    named = _named_weights(layer, weights, x.shape[-1])
    kernel, bias = named["kernel"], named.get("bias")
    activation = activation_of(layer)
    if layer.kind == "Dense":
        return [dense(x, kernel, bias, activation)]
    options = {
        "initial_state": initial_state,
        "return_sequences": layer.return_sequences,
        "return_state": layer.return_state,
        "go_backwards": layer.go_backwards,
        "activation": activation,
    }
    if layer.kind == "GRU":
        options["reset_after"] = layer.reset_after
    functions = {"SimpleRNN": simple_rnn_layer, "LSTM": lstm_layer, "GRU": gru_layer}
    outputs = functions[layer.kind](x, kernel, named["recurrent_kernel"], bias, **options)
    return list(outputs) if layer.return_state else [outputs]


def stack_forward(layers, weights, x) -> list[np.ndarray]:
    """The last layer's outputs. Each layer's first output is the input of the next.

    `weights` has one list of arrays for each layer. Raises ValueError, naming the layer by its
    number from 1, if anything doesn't fit.
    """
    if not layers or len(layers) != len(weights):
        raise ValueError(
            f"weights must have one list for each layer, and layers must not be empty, "
            f"got {len(weights)} lists for {len(layers)} layers"
        )
    outputs = [x]
    for number, (layer, arrays) in enumerate(zip(layers, weights, strict=True), start=1):
        try:
            outputs = forward(layer, arrays, outputs[0])
        except ValueError as error:
            raise ValueError(f"layer {number} ({layer.kind}): {error}") from None
    return outputs


def _sequence(x):
    """x as an array (batch, timesteps, features) with at least one timestep."""
    x = of_rank("x", x, ("batch", "timesteps", "features"))
    if x.shape[1] == 0:
        raise ValueError(f"x must have at least one timestep, got shape {x.shape}")
    return x


def _start(kind, x, kernel, initial_state):
    """x as an array, and the states before the first step: a list of one array, for LSTM two."""
    x = _sequence(x)
    _, units = kernel_and_units(kind, x.shape[2], kernel)
    shape = (len(x), units)
    names = ["h0", "c0"] if kind == "LSTM" else ["h0"]
    if initial_state is None:
        return x, [np.zeros(shape) for _ in names]
    if kind != "LSTM" and not _is_list_of_one_state(initial_state):
        initial_state = [initial_state]
    if not hasattr(initial_state, "__len__") or len(initial_state) != len(names):
        got = f"{len(initial_state)} items" if hasattr(initial_state, "__len__") else "no list"
        raise ValueError(f"initial_state must be [{', '.join(names)}], got {got}")
    pairs = zip(names, initial_state, strict=True)
    return x, [of_shape(f"initial_state {name}", state, shape) for name, state in pairs]


def _is_list_of_one_state(value):
    """Whether it is [h0], which Keras takes as well as h0, and not h0 itself as a nested list."""
    return isinstance(value, (list, tuple)) and len(value) == 1 and np.ndim(value[0]) == 2


def _over_time(step, x, states, return_sequences, return_state, go_backwards):
    """Call `step(x_t, *states)`, which gives the new states with h first, at each timestep."""
    if go_backwards:
        x = x[:, ::-1]
    outputs = []
    for t in range(x.shape[1]):
        states = step(x[:, t], *states)
        outputs.append(states[0])
    output = np.stack(outputs, axis=1) if return_sequences else outputs[-1]
    return (output, *states) if return_state else output


def _time_distributed(inner, weights, x):
    """The inner layer's output at each timestep. x (batch, timesteps, ...)."""
    if x.ndim < 3 or x.shape[1] == 0:
        raise ValueError(
            f"x must have shape (batch, timesteps, ..., features) "
            f"with at least one timestep, got {x.shape}"
        )
    return np.stack([forward(inner, weights, x[:, t])[0] for t in range(x.shape[1])], axis=1)


def _named_weights(layer, weights, features):
    """The weights by name, as arrays, once their number and shapes are right."""
    shapes = weight_shapes(layer, features)
    if len(weights) != len(shapes):
        raise ValueError(f"weights must be [{', '.join(shapes)}], got {len(weights)} arrays")
    pairs = zip(shapes.items(), weights, strict=True)
    return {name: of_shape(name, weight, shape) for (name, shape), weight in pairs}
