"""What is done with the outputs and states of a layer, in NumPy.

Weights are in the order and the shapes of `get_weights()`. All raise ValueError if a shape
doesn't fit.
"""

import numpy as np

from ._checks import of_rank
from .layers import lstm_layer

__all__ = ["backwards_in_order", "encode_decode", "last_state", "lstm_results"]


def last_state(output) -> np.ndarray:
    """The last hidden state, (batch, units), from the outputs (batch, timesteps, units)."""
    return of_rank("output", output, ("batch", "timesteps", "units"))[:, -1]


def lstm_results(x, h, c, kernel, recurrent_kernel, bias):
    """What an LSTM with both flags gives when it starts from the states h and c.

    x (batch, timesteps, features), h and c (batch, units). Returns (output, h, c): every step's
    hidden state, (batch, timesteps, units), then the last two states, each (batch, units).
    """
    return lstm_layer(
        x,
        kernel,
        recurrent_kernel,
        bias,
        initial_state=[h, c],
        return_sequences=True,
        return_state=True,
    )


def backwards_in_order(x, kernel, recurrent_kernel, bias) -> np.ndarray:
    """The outputs of an LSTM that reads x from its end, put in the order of x's timesteps.

    x (batch, timesteps, features). Returns (batch, timesteps, units); at [:, t] stands what the
    layer put out when it had read x[:, t], as in the backward half of Keras's Bidirectional.
    """
    output = lstm_layer(x, kernel, recurrent_kernel, bias, return_sequences=True, go_backwards=True)
    return output[:, ::-1]


def encode_decode(
    source,
    target,
    encoder_kernel,
    encoder_recurrent_kernel,
    encoder_bias,
    decoder_kernel,
    decoder_recurrent_kernel,
    decoder_bias,
) -> np.ndarray:
    """An LSTM reads source from zeros; its states start a second one, which reads target.

    source (batch, timesteps, features), target (batch, other timesteps, other features), the
    units of both the same. Returns the second layer's outputs, (batch, other timesteps, units).

    Source: Sutskever, Vinyals and Le, "Sequence to Sequence Learning with Neural Networks", 2014,
    arXiv:1409.3215.
    """
    encoder = encoder_kernel, encoder_recurrent_kernel, encoder_bias
    decoder = decoder_kernel, decoder_recurrent_kernel, decoder_bias
    _output, h, c = lstm_layer(source, *encoder, return_state=True)
    return lstm_layer(target, *decoder, initial_state=[h, c], return_sequences=True)
