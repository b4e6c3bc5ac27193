"""TimeDistributed."""

from dataclasses import replace

import numpy as np

from autograder import reference
from autograder.misconceptions.catalogue import misconception
from autograder.misconceptions.counts import counts
from autograder.misconceptions.steps import run, zeros
from autograder.reference import RECURRENT


@misconception("output_shape")
def time_axis_dropped(layer, input_shape, **_):
    """{answer} lacks the axis after the batch. `TimeDistributed` goes along it and gives an output
    for each of its entries; it doesn't sum them up."""
    if layer.kind != "TimeDistributed":
        return None
    batch, _timesteps, *rest = reference.output_shape(layer, input_shape)
    return batch, *rest


@misconception("output_shape", inverse=True)
def inner_sequences_assumed(layer, input_shape, **_):
    """{answer} keeps the axis that the inner layer reads through. Without `return_sequences=True` a
    recurrent layer gives its last output only, inside `TimeDistributed` too."""
    if (
        layer.kind != "TimeDistributed"
        or layer.inner.kind not in RECURRENT
        or layer.inner.return_sequences
    ):
        return None
    return reference.output_shape(
        replace(layer, inner=replace(layer.inner, return_sequences=True)), input_shape
    )


@misconception("output_shape")
def first_axis_taken_for_the_sequence(layer, input_shape, **_):
    """{answer} keeps the wrong one of the two axes after the batch. `TimeDistributed` goes along
    the first of them; what comes after it is read by the inner layer."""
    if layer.kind != "TimeDistributed" or layer.inner.kind not in RECURRENT:
        return None
    batch, _first, *rest = reference.output_shape(layer, input_shape)
    return batch, input_shape[2], *rest


@counts
def bias_counted_though_off(layer, features, **_):
    """{answer} counts a bias, but `use_bias=False` leaves it out."""
    if layer.kind == "TimeDistributed":
        return (
            None
            if layer.inner.use_bias
            else reference.split(replace(layer.inner, use_bias=True), features)
        )
    return None if layer.use_bias else reference.split(replace(layer, use_bias=True), features)


@counts
def bias_for_each_timestep(layer, features, timesteps=None, **_):
    """{answer} has a bias for every timestep. `TimeDistributed` repeats the whole layer, so kernel
    and bias are the same at every timestep."""
    if layer.kind != "TimeDistributed" or not timesteps or not layer.inner.use_bias:
        return None
    split = reference.split(layer, features)
    return {**split, "bias": timesteps * split["bias"]}


@misconception("influenced_steps")
def memory_not_regarded(layers, timesteps, step, **_):
    """{answer} lets the change stay where it is. A recurrent layer hands it on in its hidden state."""
    return (step,)


@misconception("influenced_steps")
def past_changed(layers, timesteps, step, **_):
    """{answer} lets the change reach the past too. A layer that reads forwards knows nothing of
    later steps."""
    return tuple(range(timesteps))


@misconception("influenced_steps")
def own_step_left_out(layers, timesteps, step, **_):
    """{answer} leaves out the step of the change itself. What comes in at a step is seen at that
    step."""
    return tuple(range(step + 1, timesteps))


@misconception("influenced_steps")
def only_the_last_step_changed(layers, timesteps, step, **_):
    """{answer} names the last step alone. With `return_sequences=True` there is an output at every
    step."""
    return (timesteps - 1,)


@misconception("influenced_steps")
def steps_counted_from_one(rule, **given):
    """{answer} counts the timesteps from 1; here they are counted from 0."""
    return tuple(number + 1 for number in run(rule, given))


@misconception("influenced_steps")
def one_step_past_the_end(rule, timesteps, **given):
    """{answer} goes one step past the end. The last timestep has the number `timesteps` − 1."""
    return run(rule, given, timesteps=timesteps + 1)


@misconception("softmax_dense")
def softmax_left_out(x, kernel, bias, **_):
    """{answer} is what you get from Dense without softmax."""
    return reference.dense(x, kernel, bias)


@misconception("softmax_dense")
def bias_not_added_before_softmax(rule, **given):
    """{answer} is what you get from an equation without the bias. Add it before the softmax."""
    return run(rule, given, bias=zeros(given["bias"]))


@misconception("softmax_dense")
def bias_added_after_softmax(rule, bias, **given):
    """{answer} is what you get from a bias that is added after the softmax. It belongs inside."""
    return run(rule, given, bias=zeros(bias)) + bias


@misconception("softmax_dense")
def softmax_along_another_axis(x, kernel, bias, **_):
    """{answer} is what you get from a softmax along the batch or the time axis. The units of one timestep are what
    should add up to 1."""
    sums = np.moveaxis(reference.dense(x, kernel, bias), -2, -1)
    return np.moveaxis(reference.softmax(sums), -1, -2)


@misconception("softmax_dense")
def one_softmax_over_everything(x, kernel, bias, **_):
    """{answer} is what you get from one softmax over everything at once. Each timestep of each sequence needs its
    own, over its units."""
    sums = reference.dense(x, kernel, bias)
    return reference.softmax(sums.ravel()).reshape(sums.shape)


@misconception("softmax_dense")
def softmax_over_a_whole_sequence(x, kernel, bias, **_):
    """{answer} is what you get from a softmax over a whole sequence. Each timestep needs its own, over its units."""
    sums = reference.dense(x, kernel, bias)
    return (
        reference.softmax(sums.reshape(len(sums), -1)).reshape(sums.shape)
        if sums.ndim == 3
        else None
    )


@misconception("softmax_dense")
def sigmoid_for_softmax(x, kernel, bias, **_):
    """{answer} is what you get from sigmoid for softmax. Softmax makes a step's outputs add up to 1."""
    return reference.dense(x, kernel, bias, activation="sigmoid")


@misconception("softmax_dense")
def first_timestep_repeated(rule, x, **given):
    """{answer} has the first timestep's output at every step. Apply the layer to each timestep's
    own input."""
    if np.ndim(x) != 3:
        return None
    return np.repeat(run(rule, given, x=x[:, :1]), x.shape[1], axis=1)


@misconception("output_shape")
def only_the_output_listed(layer, input_shape, **_):
    """{answer} lists the output only. `return_state=True` gives the states behind it."""
    return reference.output_shapes(layer, input_shape)[:1] if layer.return_state else None
