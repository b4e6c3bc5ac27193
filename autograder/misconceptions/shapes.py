"""Shapes: an entry is written for the outputs of one layer, or of a stack."""

from dataclasses import replace

from autograder import reference
from autograder.misconceptions.catalogue import misconception
from autograder.reference import RECURRENT


@misconception("output_shape", "stack_shapes")
def batch_axis_missing(rule, **given):
    """{answer} has no batch axis. Every shape starts with it; it is None where the batch size is
    unknown."""
    return each_shape(rule, given, lambda shape: shape[1:])


@misconception("output_shape")
def batch_size_made_up(layer, input_shape, batch=None, **_):
    """{answer} gives a batch size, but the batch size is unknown here: its axis is None."""
    if input_shape[0] is not None or batch is None:
        return None
    return reference.output_shape(layer, (batch, *input_shape[1:]))


@misconception("output_shape")
def batch_size_left_out(layer, input_shape, **_):
    """{answer} leaves the batch size unknown, but this batch has a known size."""
    return (
        reference.output_shape(layer, (None, *input_shape[1:]))
        if input_shape[0] is not None
        else None
    )


@misconception("output_shape", inverse=True)
def return_sequences_confused_with_return_state(layer, input_shape, **_):
    """{answer} confuses `return_sequences` with `return_state`. `return_sequences` gives the output
    of every timestep; `return_state` gives the last state beside the output."""
    if layer.return_sequences == layer.return_state:
        return None
    flags = {"return_sequences": layer.return_state, "return_state": layer.return_sequences}
    return reference.output_shape(replace(layer, **flags), input_shape)


@misconception("output_shape")
def return_sequences_ignored(layer, input_shape, **_):
    """{answer} is the output of the last timestep alone, but `return_sequences=True` gives the
    output of every timestep."""
    return (
        reference.output_shape(replace(layer, return_sequences=False), input_shape)
        if layer.return_sequences
        else None
    )


@misconception("output_shape")
def return_sequences_assumed(layer, input_shape, **_):
    """{answer} has an output for every timestep. A recurrent layer gives only the last one unless
    `return_sequences=True`."""
    if layer.kind not in RECURRENT or layer.return_sequences:
        return None
    return reference.output_shape(replace(layer, return_sequences=True), input_shape)


@misconception("output_shape")
def states_forgotten(layer, input_shape, **_):
    """{answer} leaves out the states: `return_state=True` gives them beside the output."""
    return (
        reference.output_shape(replace(layer, return_state=False), input_shape)
        if layer.return_state
        else None
    )


@misconception("output_shape")
def a_state_too_few(layer, input_shape, **_):
    """{answer} has a state too few. Ask what the layer hands on from one timestep to the next: an
    LSTM hands on two things."""
    return (
        reference.output_shapes(layer, input_shape)[:-1]
        if layer.return_state and layer.kind == "LSTM"
        else None
    )


@misconception("output_shape")
def a_state_too_many(layer, input_shape, **_):
    """{answer} has a state too many. Only an LSTM has a cell state beside its hidden state."""
    if not layer.return_state or layer.kind == "LSTM":
        return None
    shapes = reference.output_shapes(layer, input_shape)
    return [*shapes, shapes[-1]]


@misconception("output_shape")
def states_assumed(layer, input_shape, **_):
    """{answer} gives states although `return_state` is off."""
    if layer.kind not in RECURRENT or layer.return_state:
        return None
    return reference.output_shape(replace(layer, return_state=True), input_shape)


@misconception("output_shape")
def states_before_the_output(layer, input_shape, **_):
    """{answer} has a state before the output. The output comes first, then the states."""
    if not (layer.return_state and layer.return_sequences):
        return None
    output, *states = reference.output_shapes(layer, input_shape)
    return [*states, output]


@misconception("output_shape")
def states_given_a_time_axis(layer, input_shape, **_):
    """{answer} gives the states a time axis. A state is what is left after the last timestep: one
    vector for each sequence."""
    if not layer.return_state:
        return None
    batch, timesteps, _features = input_shape
    output, *states = reference.output_shapes(layer, input_shape)
    return [output, *((batch, timesteps, layer.units) for _state in states)]


@misconception("output_shape", "stack_shapes")
def features_kept(rule, **given):
    """{answer} keeps the input's features. The last axis of an output is the layer's units."""
    features = given["input_shape"][-1]
    return each_shape(rule, given, lambda shape: (*shape[:-1], features))


@misconception("output_shape", "stack_shapes")
def timesteps_and_units_swapped(rule, **given):
    """{answer} has timesteps and units swapped: the order is (batch, timesteps, units)."""
    return each_shape(rule, given, lambda shape: (shape[0], *reversed(shape[1:])))


@misconception("stack_shapes")
def return_sequences_ignored_in_a_stack(layers, input_shape, **_):
    """{answer} lets a layer give only its last output where the next one needs the output of every
    timestep. Look at each layer's `return_sequences`."""
    return each_with_sequences(layers, input_shape, False)


@misconception("stack_shapes")
def return_sequences_assumed_in_a_stack(layers, input_shape, **_):
    """{answer} has an output for every timestep after each layer. A recurrent layer gives only the
    last one unless `return_sequences=True`."""
    return each_with_sequences(layers, input_shape, True)


def each_with_sequences(layers, input_shape, sequences):
    """The stack's shapes, if every recurrent layer returned sequences, or none did."""
    right = reference.stack_shapes(layers, input_shape)
    timesteps = (input_shape[1],) if sequences else ()
    return [
        (shape[0], *timesteps, shape[-1]) if layer.kind in RECURRENT else shape
        for layer, shape in zip(layers, right, strict=True)
    ]


def each_shape(rule, given, change):
    """The right shapes, each changed; a single one stays single."""
    if rule == "stack_shapes":
        return list(map(change, reference.stack_shapes(given["layers"], given["input_shape"])))
    shapes = list(map(change, reference.output_shapes(given["layer"], given["input_shape"])))
    return shapes[0] if len(shapes) == 1 else shapes
