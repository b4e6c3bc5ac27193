"""One step of each layer in NumPy, float64 throughout, with the variables of the equations.

In the docstrings `x W` is a matrix product, `*` multiplies element by element, and a kernel's
columns hold the gates side by side in Keras's order. Where papers disagree, Keras decides.
`bias=None` is a layer without bias. Every function raises ValueError if a shape doesn't fit.
"""

import numpy as np

from ._checks import array, of_rank, of_shape, recurrent_weights

__all__ = [
    "ACTIVATIONS",
    "dense",
    "gru_step",
    "linear",
    "lstm_step",
    "relu",
    "sigmoid",
    "simple_rnn_step",
    "softmax",
    "tanh",
]


def sigmoid(x):
    """1 / (1 + exp(-x)), written so that no x overflows; same shape as x."""
    return np.exp(-np.logaddexp(0.0, -array("x", x)))


def tanh(x):
    """(exp(x) - exp(-x)) / (exp(x) + exp(-x)); same shape as x."""
    return np.tanh(array("x", x))


def relu(x):
    """max(x, 0); same shape as x."""
    return np.maximum(array("x", x), 0.0)


def softmax(x):
    """exp(x) over its sum along the last axis, which then sums to 1; same shape as x."""
    x = array("x", x)
    e = np.exp(x - x.max(axis=-1, keepdims=True))  # the largest becomes exp(0): no overflow
    return e / e.sum(axis=-1, keepdims=True)


def linear(x):
    """x itself, as float64."""
    return array("x", x)


ACTIVATIONS = {
    "sigmoid": sigmoid,
    "tanh": tanh,
    "relu": relu,
    "softmax": softmax,
    "linear": linear,
}


def _activation(name):
    if not isinstance(name, str) or name not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {', '.join(ACTIVATIONS)}, got {name!r}")
    return ACTIVATIONS[name]


def simple_rnn_step(x, h, kernel, recurrent_kernel, bias, activation="tanh"):
    """One step of SimpleRNN: h' = act(x W + h U + b).

    x (batch, features), h (batch, units), kernel W (features, units),
    recurrent_kernel U (units, units), bias b (units,). Returns h' (batch, units).

    Source: Elman, "Finding Structure in Time", Cognitive Science 14, 1990; Keras's SimpleRNNCell.
    """
    act = _activation(activation)
    x = of_rank("x", x, ("batch", "features"))
    W, U, b = recurrent_weights("SimpleRNN", x.shape[1], kernel, recurrent_kernel, bias)
    h = of_shape("h", h, (len(x), len(U)))
    return act(x @ W + h @ U + b)


def lstm_step(x, h, c, kernel, recurrent_kernel, bias, activation="tanh"):
    """One step of LSTM. Gates side by side in the order i f c o.

        i = sigmoid(x W_i + h U_i + b_i)      how much of the candidate to write
        f = sigmoid(x W_f + h U_f + b_f)      how much of the cell state to keep
        c~ = act(x W_c + h U_c + b_c)         the candidate
        o = sigmoid(x W_o + h U_o + b_o)      how much of the cell state to show
        c' = f * c + i * c~
        h' = o * act(c')

    x (batch, features), h and c (batch, units), kernel (features, 4 * units),
    recurrent_kernel (units, 4 * units), bias (4 * units,). Returns (h', c'), each (batch, units).

    Source: Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 9, 1997; the
    forget gate f: Gers, Schmidhuber and Cummins, "Learning to Forget", Neural Computation 12,
    2000. The order of the gates is that of Keras's LSTMCell.
    """
    act = _activation(activation)
    x = of_rank("x", x, ("batch", "features"))
    W, U, b = recurrent_weights("LSTM", x.shape[1], kernel, recurrent_kernel, bias)
    h = of_shape("h", h, (len(x), len(U)))
    c = of_shape("c", c, (len(x), len(U)))
    i, f, c_tilde, o = np.split(x @ W + h @ U + b, 4, axis=1)
    c = sigmoid(f) * c + sigmoid(i) * act(c_tilde)
    return sigmoid(o) * act(c), c


def gru_step(x, h, kernel, recurrent_kernel, bias, reset_after=True, activation="tanh"):
    """One step of GRU. Gates side by side in the order z r h.

        z = sigmoid(x W_z + h U_z + b_z)      how much of h to keep
        r = sigmoid(x W_r + h U_r + b_r)      how much of h the candidate sees
        h~ = act(x W_h + b_h + r * (h U_h + d_h))      with reset_after, d the second bias
        h~ = act(x W_h + b_h + (r * h) U_h)            without
        h' = z * h + (1 - z) * h~

    x (batch, features), h (batch, units), kernel (features, 3 * units),
    recurrent_kernel (units, 3 * units). bias is (2, 3 * units) with reset_after, b then d (z and r
    add both), and (3 * units,) without. Returns h' (batch, units).

    Source: Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder for Statistical
    Machine Translation", 2014, arXiv:1406.1078, where z keeps the old state as it does in Keras's
    GRUCell. Chung et al., arXiv:1412.3555, swap z and 1 - z. The paper resets before the product;
    reset_after is Keras's default, the form that cuDNN computes.
    """
    act = _activation(activation)
    x = of_rank("x", x, ("batch", "features"))
    W, U, b = recurrent_weights("GRU", x.shape[1], kernel, recurrent_kernel, bias, reset_after)
    h = of_shape("h", h, (len(x), len(U)))
    b, d = b if reset_after else (b, np.zeros_like(b))
    x_z, x_r, x_h = np.split(x @ W + b, 3, axis=1)
    U_z, U_r, U_h = np.split(U, 3, axis=1)
    d_z, d_r, d_h = np.split(d, 3)
    z = sigmoid(x_z + h @ U_z + d_z)
    r = sigmoid(x_r + h @ U_r + d_r)
    h_tilde = act(x_h + (r * (h @ U_h + d_h) if reset_after else (r * h) @ U_h))
    return z * h + (1 - z) * h_tilde


def dense(x, kernel, bias, activation="linear"):
    """Dense: y = act(x W + b) on the last axis, whatever axes come before it.

    x (batch, ..., features), kernel W (features, units), bias b (units,) or None.
    Returns y (batch, ..., units).

    Source: Keras's Dense.
    """
    act = _activation(activation)
    x = array("x", x)
    if x.ndim < 2:
        raise ValueError(f"x must have shape (batch, ..., features), got {x.shape}")
    kernel = array("kernel", kernel)
    if kernel.ndim != 2 or kernel.shape[0] != x.shape[-1]:
        raise ValueError(f"kernel must have shape ({x.shape[-1]}, units), got {kernel.shape}")
    units = kernel.shape[1]
    b = np.zeros(units) if bias is None else of_shape("bias", bias, (units,))
    return act(x @ kernel + b)
