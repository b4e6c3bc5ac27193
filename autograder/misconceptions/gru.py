"""GRU: the two forms of its bias and of its reset gate."""

from dataclasses import replace

import numpy as np

from autograder import reference
from autograder.misconceptions.catalogue import misconception
from autograder.misconceptions.steps import run
from autograder.reference import GATES


@misconception("output_shape")
def gates_kept_in_the_output(layer, input_shape, **_):
    """{answer} has a block for each gate on its last axis. The gates are used up inside the layer;
    what comes out is the hidden state."""
    if GATES.get(layer.kind, 1) == 1:
        return None
    return reference.output_shape(
        replace(layer, units=GATES[layer.kind] * layer.units), input_shape
    )


@misconception("weight_shapes", inverse=True)
def bias_of_the_other_form(layer, features, **_):
    """{answer} has the bias of the GRU's other form. With `reset_after=True` the input's part and
    the state's part have a bias each, with `reset_after=False` there is one for both."""
    if layer.kind != "GRU" or not layer.use_bias:
        return None
    return reference.weight_shapes(replace(layer, reset_after=not layer.reset_after), features)


@misconception("weight_shapes", inverse=True)
def columns_taken_for_units(layer, features, **_):
    """{answer} takes a kernel's columns for the units. The gates' blocks stand side by side in it,
    each as wide as the units."""
    gates = GATES.get(layer.kind, 1)
    if gates == 1 or layer.units % gates:
        return None
    return reference.weight_shapes(replace(layer, units=layer.units // gates), features)


@misconception("gru_step", "gru_layer")
def second_bias_not_reset(rule, reset_after=True, **given):
    """{answer} adds the second bias after the reset gate. With `reset_after=True` the gate
    multiplies the whole of the state's part of the candidate, its bias included."""
    if not reset_after:
        return None
    first, second = given["bias"]
    candidate = np.arange(len(second)) >= len(second) // 3 * 2
    moved = np.where(candidate, second, 0)
    return run(rule, given, bias=np.stack([first + moved, second - moved]))


@misconception("gru_step", "gru_layer")
def second_bias_not_added(rule, reset_after=True, **given):
    """{answer} adds the first row of the bias only. The second row goes with the hidden state's
    part."""
    return run(rule, given, bias=given["bias"] * [[1], [0]]) if reset_after else None


@misconception("gru_step", "gru_layer")
def bias_rows_swapped(rule, reset_after=True, **given):
    """{answer} has the rows of the bias in the other order: the first is added to the input's part,
    the second to the state's."""
    return run(rule, given, bias=given["bias"][::-1]) if reset_after else None


@misconception("gru_step", "gru_layer")
def reset_gate_not_used(rule, reset_after=True, **given):
    """{answer} does not use the reset gate. It decides how much of the hidden state the candidate
    sees."""
    return run(rule, given, reset_after=reset_after, bias=with_gate_fixed(given["bias"], 1, 1e4))


@misconception("gru_step", "gru_layer")
def candidate_alone(rule, reset_after=True, **given):
    """{answer} is the candidate alone. The new hidden state mixes it with the previous one; the
    update gate says how much of each."""
    return run(rule, given, reset_after=reset_after, bias=with_gate_fixed(given["bias"], 0, -1e4))


@misconception("gru_step", "gru_layer")
def sigmoid_in_the_candidate(rule, **given):
    """{answer} is what you get from a sigmoid in the candidate. Only the gates are squashed to between 0 and 1; the
    candidate has tanh."""
    return run(rule, given, activation="sigmoid")


@misconception("gru_step", "gru_layer")
def bias_indexed_as_two_rows(rule, reset_after=True, **given):
    """{answer} takes the first two numbers of the bias for its two rows. With `reset_after=False`
    the bias is one vector, with a block for z, r and h each."""
    if reset_after:
        return None
    rows = np.repeat(given["bias"][:2, np.newaxis], len(given["bias"]), axis=1)
    return run(rule, given, bias=rows, reset_after=True)


def with_gate_fixed(bias, block, value):
    """A GRU's bias, in either form, with one block so large that its gate is fully open or shut."""
    bias = np.array(bias)
    np.split(bias, 3, axis=-1)[block][...] = value
    return bias
