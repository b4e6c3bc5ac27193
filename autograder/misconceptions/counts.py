"""Parameter counts: an entry is written once, for the split of one layer."""

from dataclasses import replace

from autograder import reference
from autograder.misconceptions.catalogue import add, misconception
from autograder.reference import GATES, RECURRENT, Layer

COUNTING = ("split", "params", "stack_params", "stack_total")


def count(wrong_split, rule, layer=None, features=None, layers=None, input_shape=None, **aside):
    """What ``wrong_split`` makes of a question that counts parameters, whatever its form."""
    if layers is None:
        split = wrong_split(layer, features, **aside)
        return split if rule == "split" or split is None else sum(split.values())
    inputs = [input_shape, *reference.stack_shapes(layers, input_shape)]
    wrong = [
        wrong_split(layer, shape[-1], **aside) for layer, shape in zip(layers, inputs, strict=False)
    ]
    if not any(wrong):
        return None
    # Layers that the misconception can't concern are counted rightly.
    right = reference.stack_split(layers, input_shape)
    return in_form(
        rule, [sum((one or other).values()) for one, other in zip(wrong, right, strict=True)]
    )


def counts(function):
    """Enter a function from a layer and its features to its wrong split, for all that counts parameters."""
    return add(function, COUNTING, lambda rule, given: count(function, rule, **given), inverse=True)


def in_form(rule, each_layer):
    return sum(each_layer) if rule == "stack_total" else each_layer


@counts
def bias_forgotten(layer, features, **_):
    """{answer} leaves out the bias: every unit adds a number of its own, in each gate where there
    are gates."""
    split = reference.split(layer, features)
    return {**split, "bias": 0} if split.get("bias") else None


@counts
def one_bias_vector(layer, features, **_):
    """{answer} is the count of the textbook GRU, which has one bias vector. Keras keeps two by
    default (`reset_after=True`): one is added to the input's part, one to the state's."""
    return (
        reference.split(replace(layer, reset_after=False), features)
        if has_two_biases(layer)
        else None
    )


@counts
def two_bias_vectors(layer, features, **_):
    """{answer} counts two bias vectors. Keras's GRU keeps two only with `reset_after=True`, and no
    other layer does."""
    if layer.kind not in RECURRENT or has_two_biases(layer) or not layer.use_bias:
        return None
    split = reference.split(layer, features)
    return {**split, "bias": 2 * split["bias"]}


@counts
def recurrent_kernel_forgotten(layer, features, **_):
    """{answer} leaves out the recurrent kernel: the previous hidden state is an input too, and each
    of its numbers is weighted for every unit."""
    return (
        {**reference.split(layer, features), "recurrent_kernel": 0}
        if layer.kind in RECURRENT
        else None
    )


@counts
def kernel_forgotten(layer, features, **_):
    """{answer} leaves out the kernel, which weights the input's features."""
    return {**reference.split(layer, features), "kernel": 0} if layer.kind in RECURRENT else None


@counts
def gates_forgotten(layer, features, **_):
    """{answer} counts one set of weights. A gated layer has a set for each of its gates and for its
    candidate."""
    return with_sets(layer, features, 1) if GATES.get(layer.kind, 1) > 1 else None


@counts
def gates_of_the_other_layer(layer, features, **_):
    """{answer} counts the sets of weights of the other gated layer. Go through the layer's
    equations and count how many times the input is multiplied by a matrix."""
    other = {"LSTM": 3, "GRU": 4}.get(layer.kind)
    return with_sets(layer, features, other) if other else None


@counts
def bias_of_one_gate(layer, features, **_):
    """{answer} gives every gate its kernels but only one of them a bias. Each gate has a bias of
    its own."""
    if GATES.get(layer.kind, 1) == 1 or not layer.use_bias:
        return None
    return {**reference.split(layer, features), "bias": layer.units}


@counts
def recurrent_kernel_as_vector(layer, features, **_):
    """{answer} treats the recurrent kernel as one weight a unit. Every unit reads the whole hidden
    state, so it is a square matrix, one for each gate where there are gates."""
    if layer.kind not in RECURRENT or layer.units == 1:
        return None
    return {**reference.split(layer, features), "recurrent_kernel": GATES[layer.kind] * layer.units}


@counts
def input_and_units_swapped(layer, features, **_):
    """{answer} has input features and units swapped: the recurrent kernel and the bias go with the
    units."""
    if layer.kind == "TimeDistributed" or layer.units == features:
        return None
    return reference.split(replace(layer, units=features), layer.units)


@counts
def dense_given_a_recurrent_kernel(layer, features, **_):
    """{answer} gives Dense a recurrent kernel. Dense has no state, so nothing comes back into it."""
    dense = layer.inner if layer.kind == "TimeDistributed" else layer
    if dense.kind != "Dense":
        return None
    return {**reference.split(dense, features), "recurrent_kernel": dense.units**2}


@counts
def time_distributed_multiplied_by_timesteps(layer, features, timesteps=None, **_):
    """{answer} multiplies by the timesteps. `TimeDistributed` applies one and the same layer at
    every timestep, so its weights are counted once."""
    if layer.kind != "TimeDistributed" or not timesteps:
        return None
    return scaled(reference.split(layer, features), timesteps)


@counts
def timesteps_multiplied_in(layer, features, timesteps=None, **_):
    """{answer} multiplies by the timesteps. The same weights are used at every timestep, so a
    longer sequence needs no more of them."""
    if layer.kind == "TimeDistributed" or not timesteps:
        return None
    return scaled(reference.split(layer, features), timesteps)


@counts
def batch_multiplied_in(layer, features, batch=None, **_):
    """{answer} multiplies by the batch size. All sequences of a batch go through the same weights."""
    return scaled(reference.split(layer, features), batch) if batch else None


@counts
def timesteps_taken_for_features(layer, features, timesteps=None, **_):
    """{answer} takes timesteps for features. The kernel has a row for each number that comes in at
    *one* timestep."""
    return reference.split(layer, timesteps) if timesteps and timesteps != features else None


def has_two_biases(layer):
    return layer.kind == "GRU" and layer.reset_after and layer.use_bias


def with_sets(layer, features, sets):
    one = Layer("SimpleRNN", layer.units, use_bias=layer.use_bias)
    return scaled(reference.split(one, features), sets)


def scaled(split, factor):
    return {name: count * factor for name, count in split.items()}


@misconception("stack_params", "stack_total")
def units_below_not_used(layers, input_shape, rule, **_):
    """{answer} lets every layer read the model's input. A layer reads what the layer below gives,
    so its features are that layer's units."""
    return in_form(rule, [reference.params(layer, input_shape[-1]) for layer in layers])
