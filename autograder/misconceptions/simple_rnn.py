"""SimpleRNN: counts, steps, and two layers with relu."""

from autograder import reference
from autograder.misconceptions.catalogue import misconception
from autograder.misconceptions.counts import counts, scaled
from autograder.misconceptions.steps import run, zeros


@counts
def four_sets_in_a_simple_rnn(layer, features, **_):
    """{answer} counts four sets of weights, as for an LSTM. A SimpleRNN has no gates: one set makes
    its hidden state."""
    return scaled(reference.split(layer, features), 4) if layer.kind == "SimpleRNN" else None


@counts
def three_sets_in_a_simple_rnn(layer, features, **_):
    """{answer} counts three sets of weights, as for a GRU. A SimpleRNN has no gates: one set makes
    its hidden state."""
    return scaled(reference.split(layer, features), 3) if layer.kind == "SimpleRNN" else None


@misconception("simple_rnn_step", "simple_rnn_layer")
def recurrent_kernel_transposed(rule, **given):
    """{answer} is what you get from the recurrent kernel transposed. Its rows belong to the previous hidden state,
    its columns to the new one: the state stands on the left of the product."""
    return run(rule, given, recurrent_kernel=given["recurrent_kernel"].T)


@misconception("simple_rnn_step", "simple_rnn_layer")
def relu_for_tanh(rule, activation="tanh", **given):
    """{answer} is what you get from relu. Where nothing is said, a SimpleRNN's activation is Keras's default."""
    return run(rule, given, activation="relu") if activation == "tanh" else None


@misconception("simple_rnn_step", "simple_rnn_layer")
def sigmoid_for_tanh(rule, activation="tanh", **given):
    """{answer} is what you get from the sigmoid. It belongs to gates; where nothing is said, a SimpleRNN's
    activation is Keras's default."""
    return run(rule, given, activation="sigmoid") if activation == "tanh" else None


@misconception("relu_stack")
def tanh_for_relu(rule, x, **given):
    """{answer} is what you get from tanh in both layers. The question asks for relu."""
    return two_layers(x, given, "tanh", "tanh")


@misconception("relu_stack")
def tanh_in_the_second_layer(rule, x, **given):
    """{answer} is what you get from relu in the first layer and tanh in the second. The question asks for relu in
    both."""
    return two_layers(x, given, "relu", "tanh")


@misconception("relu_stack")
def tanh_in_the_first_layer(rule, x, **given):
    """{answer} is what you get from tanh in the first layer and relu in the second. The question asks for relu in
    both."""
    return two_layers(x, given, "tanh", "relu")


@misconception("relu_stack")
def relu_forgotten(rule, x, **given):
    """{answer} is what you get from two layers without an activation. Apply relu at every step of both, before the
    state is handed on."""
    return two_layers(x, given, "linear", "linear")


@misconception("relu_stack")
def only_the_last_output_handed_up(rule, x, **given):
    """{answer} lets the second layer read one timestep only, the last output of the first. It
    should read the first layer's output of every timestep."""
    return two_layers(x, given, "relu", "relu", slice(-1, None))


@misconception("relu_stack")
def biases_of_the_stack_not_added(rule, x, **given):
    """{answer} leaves out the biases. Each layer adds its own, before the activation."""
    return two_layers(
        x, given | {name: zeros(given[name]) for name in ("bias", "top_bias")}, "relu", "relu"
    )


def two_layers(x, given, activation, top_activation, handed_up=slice(None)):
    """`relu_stack` with other activations, or with a part of the first layer's outputs handed up."""
    below = reference.simple_rnn_layer(
        x,
        given["kernel"],
        given["recurrent_kernel"],
        given["bias"],
        return_sequences=True,
        activation=activation,
    )
    return reference.simple_rnn_layer(
        below[:, handed_up],
        given["top_kernel"],
        given["top_recurrent_kernel"],
        given["top_bias"],
        activation=top_activation,
    )
