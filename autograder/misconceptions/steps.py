"""Steps and layers written by hand: an entry changes an argument, or the result, of the reference's function."""

import numpy as np

from autograder import reference
from autograder.misconceptions.catalogue import misconception

STEPS = ("simple_rnn_step", "lstm_step", "gru_step")
LAYERS = ("simple_rnn_layer", "lstm_layer", "gru_layer")


def run(rule, given, **changed):
    return getattr(reference, rule)(**given | changed)


def zeros(array):
    return np.zeros_like(array)


@misconception(*STEPS, *LAYERS)
def bias_not_added(rule, **given):
    """{answer} is what you get from an equation without the bias. Add it before the activation."""
    return run(rule, given, bias=zeros(given["bias"]))


@misconception(*STEPS, *LAYERS)
def recurrent_kernel_not_used(rule, **given):
    """{answer} is what you get from an equation without the recurrent kernel: the previous hidden state has no say
    in it."""
    if rule == "simple_rnn_layer":
        return None  # gives what `state_not_handed_on` gives, which is likelier in a loop
    return run(rule, given, recurrent_kernel=zeros(given["recurrent_kernel"]))


@misconception("simple_rnn_step", "simple_rnn_layer")
def activation_forgotten(rule, **given):
    """{answer} is what you get from the equation before its activation. Apply the activation at every step, before
    the state is handed on."""
    return run(rule, given, activation="linear")


@misconception("lstm_step", "lstm_layer")
def lstm_gates_in_another_order(rule, **given):
    """{answer} is what you get from gates in another order. Keras keeps them as i, f, c, o from left to right."""
    return run(rule, given, **reordered(given, (1, 0, 2, 3)))


@misconception("lstm_step", "lstm_layer")
def lstm_output_gate_and_candidate_swapped(rule, **given):
    """{answer} takes the output gate for the candidate, or the other way round. Keras keeps the
    gates as i, f, c, o from left to right."""
    return run(rule, given, **reordered(given, (0, 1, 3, 2)))


@misconception("gru_step", "gru_layer")
def gru_gates_in_another_order(rule, **given):
    """{answer} is what you get from gates in another order. Keras keeps them as z, r, h from left to right."""
    return run(rule, given, **reordered(given, (1, 0, 2)))


def reordered(given, order):
    """The weights with the blocks of their gates in another order."""
    return {
        name: np.concatenate(
            [np.split(given[name], len(order), axis=-1)[gate] for gate in order], axis=-1
        )
        for name in ("kernel", "recurrent_kernel", "bias")
    }


@misconception("lstm_step")
def cell_state_not_squashed(rule, **given):
    """{answer} shows the cell state as it is. The hidden state is the output gate times tanh of the
    new cell state."""
    h, c = run(rule, given)
    return h / np.tanh(c) * c, c


@misconception("lstm_step")
def states_in_the_other_order(rule, **given):
    """{answer} has the two states in the other order: hidden state first, then cell state."""
    h, c = run(rule, given)
    return c, h


@misconception("lstm_step")
def old_cell_state_shown(rule, **given):
    """{answer} shows the old cell state. The hidden state is made from the new one."""
    h, c = run(rule, given)
    return h / np.tanh(c) * np.tanh(given["c"]), c


@misconception("gru_step", "gru_layer")
def update_gate_the_other_way_round(rule, **given):
    """{answer} mixes with z the other way round. In Keras z weights the previous hidden state and 1
    − z the candidate; many texts swap them."""
    # 1 − sigmoid(a) = sigmoid(−a): with z's weights negated, z and 1 − z change places.
    return run(
        rule,
        given,
        **{
            name: np.concatenate(
                [-np.split(given[name], 3, axis=-1)[0], *np.split(given[name], 3, axis=-1)[1:]],
                axis=-1,
            )
            for name in ("kernel", "recurrent_kernel", "bias")
        },
    )


@misconception("gru_step", "gru_layer")
def reset_before_the_product(rule, reset_after=True, **given):
    """{answer} applies the reset gate to the hidden state before the matrix product. With
    `reset_after=True` it multiplies the product, its bias included."""
    if not reset_after:
        return None
    bias = given["bias"].sum(axis=0)
    return run(rule, given, bias=bias, reset_after=False)


@misconception("gru_step", "gru_layer")
def reset_after_the_product(rule, reset_after=True, **given):
    """{answer} applies the reset gate after the matrix product. With `reset_after=False` it
    multiplies the hidden state before."""
    if reset_after:
        return None
    return run(rule, given, bias=np.stack([given["bias"], zeros(given["bias"])]), reset_after=True)


@misconception(*LAYERS)
def state_not_handed_on(rule, x, return_sequences=False, return_state=False, **given):
    """{answer} starts every timestep from the initial state, zeros if none is given. Hand the state
    on from one timestep to the next."""
    if return_state:
        return None
    each = [run(rule, given, x=x[:, t : t + 1]) for t in range(x.shape[1])]
    return np.stack(each, axis=1) if return_sequences else each[-1]


@misconception(*LAYERS)
def read_backwards(rule, x, go_backwards=False, **given):
    """{answer} reads the sequence from its end to its beginning."""
    return run(rule, given, x=x, go_backwards=not go_backwards)


@misconception(*LAYERS)
def initial_state_not_used(rule, initial_state=None, **given):
    """{answer} starts from zeros although an `initial_state` is given."""
    return run(rule, given) if initial_state is not None else None


@misconception(*LAYERS)
def last_timestep_left_out(rule, x, return_sequences=False, **given):
    """{answer} stops one timestep too early."""
    return None if return_sequences or x.shape[1] < 2 else run(rule, given, x=x[:, :-1])


@misconception(*LAYERS)
def as_many_steps_as_sequences(rule, x, return_sequences=False, **given):
    """{answer} is what you get from as many steps as there are sequences in the batch. Time is axis 1 of
    x."""
    if return_sequences or len(x) >= x.shape[1]:
        return None
    return run(rule, given, x=x[:, : len(x)])


@misconception(*LAYERS)
def first_output_returned(rule, x, return_sequences=False, **given):
    """{answer} is the output of the first timestep. The last one is asked for."""
    return None if return_sequences else run(rule, given, x=x[:, :1])


@misconception("gru_step", "gru_layer")
def candidate_without_tanh(rule, **given):
    """{answer} is what you get from a candidate without tanh."""
    return run(rule, given, activation="linear")
