"""The catalogue: from a wrong answer to its cause.

An entry computes the answer that somebody with the misconception would give to a question; if the student's answer is
that one, its sentence is told. To add one, write a function below, named after the cause, with the rules it applies
to and its sentence. It takes the question's arguments by name (and the sizes that the question sets ``aside``),
returns the wrong answer, or ``None`` where the misconception can't arise. ``{answer}`` in a sentence stands for what
the student answered. A sentence never tells the right answer. Where several entries give the same answer, the first
one is told.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from autograder import reference
from autograder.reference import GATES, RECURRENT, Layer


@dataclass(frozen=True)
class Misconception:
    cause: str
    rules: tuple[str, ...]
    sentence: str
    wrong: Callable  # (rule, given) -> the wrong answer, or None
    inverse: bool  # told for inverse questions too


CATALOGUE: list[Misconception] = []


def misconception(*rules, sentence, inverse=False):
    """Enter a function into the catalogue for questions on these rules; its name is the cause."""

    def enter(function):
        return add(function, rules, sentence, lambda rule, given: function(**given, rule=rule), inverse)

    return enter


def counts(sentence):
    """Enter a function from a layer and its features to its wrong split, for every rule that counts parameters."""

    def enter(function):
        return add(function, COUNTING, sentence, lambda rule, given: count(function, rule, **given), inverse=True)

    return enter


def add(function, rules, sentence, wrong, inverse):
    CATALOGUE.append(Misconception(function.__name__.replace("_", "-"), rules, sentence, wrong, inverse))
    return function


def explain(question, calls, matches):
    """The first entry whose wrong answers, one for each of ``calls``, match what was answered; or None."""
    aside = decode(question.get("aside", {}))
    for entry in CATALOGUE:
        if question["rule"] in entry.rules and (entry.inverse or question["check"] != "solve"):
            wrong = [entry.wrong(question["rule"], call | aside) for call in calls]
            if all(answer is not None for answer in wrong) and matches(wrong):
                return entry
    return None


def hint(rule):
    """What to look at again when no entry of the catalogue fits."""
    return HINTS.get(rule, "")


def decode(spec):
    """From JSON to the reference's arguments: a dictionary with a ``kind`` is a layer, a list is a tuple."""
    if isinstance(spec, dict) and "kind" in spec:
        return Layer(**{key: decode(item) for key, item in spec.items()})
    if isinstance(spec, dict):
        return {key: decode(item) for key, item in spec.items()}
    if isinstance(spec, list):
        return tuple(decode(item) for item in spec)
    return spec


HINTS = {
    "params": "Count the kernel, the recurrent kernel if there is one, and the bias, each for every gate, and add them up.",
    "split": "Write down the shape of each weight and multiply it out.",
    "weight_shapes": "A kernel has a row for each number that comes in and, for every gate, a column for each unit.",
    "output_shape": "Ask of each axis: is it the batch, the time, or the units?",
    "stack_params": "Go from the input upwards: what a layer gives is what the next one takes.",
    "stack_total": "Go from the input upwards: what a layer gives is what the next one takes.",
    "stack_shapes": "Go from the input upwards: what a layer gives is what the next one takes.",
}

# Parameter counts: an entry is written once, for the split of one layer.

COUNTING = ("split", "params", "stack_params", "stack_total")


def count(wrong_split, rule, layer=None, features=None, layers=None, input_shape=None, **aside):
    """What ``wrong_split`` makes of a question that counts parameters, whatever its form."""
    if layers is None:
        split = wrong_split(layer, features, **aside)
        return split if rule == "split" or split is None else sum(split.values())
    inputs = [input_shape, *reference.stack_shapes(layers, input_shape)]
    wrong = [wrong_split(layer, shape[-1], **aside) for layer, shape in zip(layers, inputs, strict=False)]
    if not any(wrong):
        return None
    # Layers that the misconception can't concern are counted rightly.
    right = reference.stack_split(layers, input_shape)
    return in_form(rule, [sum((one or other).values()) for one, other in zip(wrong, right, strict=True)])


def in_form(rule, each_layer):
    return sum(each_layer) if rule == "stack_total" else each_layer


@counts("{answer} leaves out the bias: every unit adds a number of its own, in each gate where there are gates.")
def bias_forgotten(layer, features, **_):
    split = reference.split(layer, features)
    return {**split, "bias": 0} if split.get("bias") else None


@counts("{answer} is the count of the textbook GRU, which has one bias vector. "
        "Keras keeps two by default (`reset_after=True`): one is added to the input's part, one to the state's.")
def one_bias_vector(layer, features, **_):
    return reference.split(replace(layer, reset_after=False), features) if has_two_biases(layer) else None


@counts("{answer} counts two bias vectors. Keras's GRU keeps two only with `reset_after=True`, and no other layer does.")
def two_bias_vectors(layer, features, **_):
    if layer.kind not in RECURRENT or has_two_biases(layer) or not layer.use_bias:
        return None
    split = reference.split(layer, features)
    return {**split, "bias": 2 * split["bias"]}


@counts("{answer} leaves out the recurrent kernel: the previous hidden state is an input too, "
        "and each of its numbers is weighted for every unit.")
def recurrent_kernel_forgotten(layer, features, **_):
    return {**reference.split(layer, features), "recurrent_kernel": 0} if layer.kind in RECURRENT else None


@counts("{answer} leaves out the kernel, which weights the input's features.")
def kernel_forgotten(layer, features, **_):
    return {**reference.split(layer, features), "kernel": 0} if layer.kind in RECURRENT else None


@counts("{answer} counts one set of weights. A gated layer has a set for each of its gates and for its candidate.")
def gates_forgotten(layer, features, **_):
    return with_sets(layer, features, 1) if GATES.get(layer.kind, 1) > 1 else None


@counts("{answer} counts the sets of weights of the other gated layer. "
        "Go through the layer's equations and count how many times the input is multiplied by a matrix.")
def gates_of_the_other_layer(layer, features, **_):
    other = {"LSTM": 3, "GRU": 4}.get(layer.kind)
    return with_sets(layer, features, other) if other else None


@counts("{answer} gives every gate its kernels but only one of them a bias. Each gate has a bias of its own.")
def bias_of_one_gate(layer, features, **_):
    if GATES.get(layer.kind, 1) == 1 or not layer.use_bias:
        return None
    return {**reference.split(layer, features), "bias": layer.units}


@counts("{answer} treats the recurrent kernel as one weight a unit. "
        "Every unit reads the whole hidden state, so it is a square matrix, one for each gate where there are gates.")
def recurrent_kernel_as_vector(layer, features, **_):
    if layer.kind not in RECURRENT or layer.units == 1:
        return None
    return {**reference.split(layer, features), "recurrent_kernel": GATES[layer.kind] * layer.units}


@counts("{answer} has input features and units swapped: the recurrent kernel and the bias go with the units.")
def input_and_units_swapped(layer, features, **_):
    if layer.kind == "TimeDistributed" or layer.units == features:
        return None
    return reference.split(replace(layer, units=features), layer.units)


@counts("{answer} gives Dense a recurrent kernel. Dense has no state, so nothing comes back into it.")
def dense_given_a_recurrent_kernel(layer, features, **_):
    dense = layer.inner if layer.kind == "TimeDistributed" else layer
    if dense.kind != "Dense":
        return None
    return {**reference.split(dense, features), "recurrent_kernel": dense.units**2}


@counts("{answer} multiplies by the timesteps. `TimeDistributed` applies one and the same layer at every timestep, "
        "so its weights are counted once.")
def time_distributed_multiplied_by_timesteps(layer, features, timesteps=None, **_):
    if layer.kind != "TimeDistributed" or not timesteps:
        return None
    return scaled(reference.split(layer, features), timesteps)


@counts("{answer} multiplies by the timesteps. The same weights are used at every timestep, "
        "so a longer sequence needs no more of them.")
def timesteps_multiplied_in(layer, features, timesteps=None, **_):
    if layer.kind == "TimeDistributed" or not timesteps:
        return None
    return scaled(reference.split(layer, features), timesteps)


@counts("{answer} multiplies by the batch size. All sequences of a batch go through the same weights.")
def batch_multiplied_in(layer, features, batch=None, **_):
    return scaled(reference.split(layer, features), batch) if batch else None


@counts("{answer} takes timesteps for features. The kernel has a row for each number that comes in at *one* timestep.")
def timesteps_taken_for_features(layer, features, timesteps=None, **_):
    return reference.split(layer, timesteps) if timesteps and timesteps != features else None


def has_two_biases(layer):
    return layer.kind == "GRU" and layer.reset_after and layer.use_bias


def with_sets(layer, features, sets):
    one = Layer("SimpleRNN", layer.units, use_bias=layer.use_bias)
    return scaled(reference.split(one, features), sets)


def scaled(split, factor):
    return {name: count * factor for name, count in split.items()}


@misconception("stack_params", "stack_total",
               sentence="{answer} lets every layer read the model's input. A layer reads what the layer below gives, "
                        "so its features are that layer's units.")
def units_below_not_used(layers, input_shape, rule, **_):
    return in_form(rule, [reference.params(layer, input_shape[-1]) for layer in layers])


# Shapes: an entry is written for the outputs of one layer, or of a stack.


@misconception("output_shape", "stack_shapes",
               sentence="{answer} has no batch axis. Every shape starts with it; it is None where the batch size is unknown.")
def batch_axis_missing(rule, **given):
    return each_shape(rule, given, lambda shape: shape[1:])


@misconception("output_shape", sentence="{answer} gives a batch size, but the batch size is unknown here: its axis is None.")
def batch_size_made_up(layer, input_shape, batch=None, **_):
    if input_shape[0] is not None or batch is None:
        return None
    return reference.output_shape(layer, (batch, *input_shape[1:]))


@misconception("output_shape", sentence="{answer} leaves the batch size unknown, but this batch has a known size.")
def batch_size_left_out(layer, input_shape, **_):
    return reference.output_shape(layer, (None, *input_shape[1:])) if input_shape[0] is not None else None


@misconception("output_shape", inverse=True,
               sentence="{answer} confuses `return_sequences` with `return_state`. `return_sequences` gives the output of every "
                        "timestep; `return_state` gives the last state beside the output.")
def return_sequences_confused_with_return_state(layer, input_shape, **_):
    if layer.return_sequences == layer.return_state:
        return None
    flags = {"return_sequences": layer.return_state, "return_state": layer.return_sequences}
    return reference.output_shape(replace(layer, **flags), input_shape)


@misconception("output_shape", sentence="{answer} is the output of the last timestep alone, but `return_sequences=True` "
                                        "gives the output of every timestep.")
def return_sequences_ignored(layer, input_shape, **_):
    return reference.output_shape(replace(layer, return_sequences=False), input_shape) if layer.return_sequences else None


@misconception("output_shape", sentence="{answer} has an output for every timestep. A recurrent layer gives only the last one "
                                        "unless `return_sequences=True`.")
def return_sequences_assumed(layer, input_shape, **_):
    if layer.kind not in RECURRENT or layer.return_sequences:
        return None
    return reference.output_shape(replace(layer, return_sequences=True), input_shape)


@misconception("output_shape", sentence="{answer} leaves out the states: `return_state=True` gives them beside the output.")
def states_forgotten(layer, input_shape, **_):
    return reference.output_shape(replace(layer, return_state=False), input_shape) if layer.return_state else None


@misconception("output_shape", sentence="{answer} has a state too few. Ask what the layer hands on from one timestep to the next: "
                                        "an LSTM hands on two things.")
def a_state_too_few(layer, input_shape, **_):
    return reference.output_shapes(layer, input_shape)[:-1] if layer.return_state and layer.kind == "LSTM" else None


@misconception("output_shape", sentence="{answer} has a state too many. Only an LSTM has a cell state beside its hidden state.")
def a_state_too_many(layer, input_shape, **_):
    if not layer.return_state or layer.kind == "LSTM":
        return None
    shapes = reference.output_shapes(layer, input_shape)
    return [*shapes, shapes[-1]]


@misconception("output_shape", sentence="{answer} gives states although `return_state` is off.")
def states_assumed(layer, input_shape, **_):
    if layer.kind not in RECURRENT or layer.return_state:
        return None
    return reference.output_shape(replace(layer, return_state=True), input_shape)


@misconception("output_shape", sentence="{answer} gives the states a time axis. A state is what is left after the last timestep: "
                                        "one vector for each sequence.")
def states_given_a_time_axis(layer, input_shape, **_):
    if not layer.return_state:
        return None
    batch, timesteps, _features = input_shape
    output, *states = reference.output_shapes(layer, input_shape)
    return [output, *((batch, timesteps, layer.units) for _state in states)]


@misconception("output_shape", "stack_shapes",
               sentence="{answer} keeps the input's features. The last axis of an output is the layer's units.")
def features_kept(rule, **given):
    features = given["input_shape"][-1]
    return each_shape(rule, given, lambda shape: (*shape[:-1], features))


@misconception("output_shape", "stack_shapes",
               sentence="{answer} has timesteps and units swapped: the order is (batch, timesteps, units).")
def timesteps_and_units_swapped(rule, **given):
    return each_shape(rule, given, lambda shape: (shape[0], *reversed(shape[1:])))


@misconception("stack_shapes", sentence="{answer} lets a layer give only its last output where the next one needs the output of "
                                        "every timestep. Look at each layer's `return_sequences`.")
def return_sequences_ignored_in_a_stack(layers, input_shape, **_):
    return each_with_sequences(layers, input_shape, False)


@misconception("stack_shapes", sentence="{answer} has an output for every timestep after each layer. A recurrent layer gives only "
                                        "the last one unless `return_sequences=True`.")
def return_sequences_assumed_in_a_stack(layers, input_shape, **_):
    return each_with_sequences(layers, input_shape, True)


def each_with_sequences(layers, input_shape, sequences):
    """The stack's shapes, if every recurrent layer returned sequences, or none did."""
    right = reference.stack_shapes(layers, input_shape)
    timesteps = (input_shape[1],) if sequences else ()
    return [(shape[0], *timesteps, shape[-1]) if layer.kind in RECURRENT else shape
            for layer, shape in zip(layers, right, strict=True)]


def each_shape(rule, given, change):
    """The right shapes, each changed; a single one stays single."""
    if rule == "stack_shapes":
        return list(map(change, reference.stack_shapes(given["layers"], given["input_shape"])))
    shapes = list(map(change, reference.output_shapes(given["layer"], given["input_shape"])))
    return shapes[0] if len(shapes) == 1 else shapes


# Steps and layers written by hand: an entry changes an argument, or the result, of the reference's function.

STEPS = ("simple_rnn_step", "lstm_step", "gru_step")
LAYERS = ("simple_rnn_layer", "lstm_layer", "gru_layer")


def run(rule, given, **changed):
    return getattr(reference, rule)(**given | changed)


def zeros(array):
    return np.zeros_like(array)


@misconception(*STEPS, *LAYERS, "dense", "time_distributed_dense", sentence="{answer} fits an equation without the bias. Add it before the activation.")
def bias_not_added(rule, **given):
    return run(rule, given, bias=zeros(given["bias"]))


@misconception(*STEPS, *LAYERS, sentence="{answer} fits an equation without the recurrent kernel: the previous hidden state has no say in it.")
def recurrent_kernel_not_used(rule, **given):
    if rule == "simple_rnn_layer":
        return None  # gives what `state_not_handed_on` gives, which is likelier in a loop
    return run(rule, given, recurrent_kernel=zeros(given["recurrent_kernel"]))


@misconception("simple_rnn_step", "simple_rnn_layer", "dense", "time_distributed_dense",
               sentence="{answer} fits the equation before its activation. Apply the activation at every step, before the state is handed on.")
def activation_forgotten(rule, **given):
    return run(rule, given, activation="linear")


@misconception("lstm_step", "lstm_layer", sentence="{answer} fits gates in another order. Keras keeps them as i, f, c, o from left to right.")
def lstm_gates_in_another_order(rule, **given):
    return run(rule, given, **reordered(given, (1, 0, 2, 3)))


@misconception("lstm_step", "lstm_layer", sentence="{answer} takes the output gate for the candidate, or the other way round. "
                                                   "Keras keeps the gates as i, f, c, o from left to right.")
def lstm_output_gate_and_candidate_swapped(rule, **given):
    return run(rule, given, **reordered(given, (0, 1, 3, 2)))


@misconception("gru_step", "gru_layer", sentence="{answer} fits gates in another order. Keras keeps them as z, r, h from left to right.")
def gru_gates_in_another_order(rule, **given):
    return run(rule, given, **reordered(given, (1, 0, 2)))


def reordered(given, order):
    """The weights with the blocks of their gates in another order."""
    return {name: np.concatenate([np.split(given[name], len(order), axis=-1)[gate] for gate in order], axis=-1)
            for name in ("kernel", "recurrent_kernel", "bias")}


@misconception("lstm_step", sentence="{answer} shows the cell state as it is. The hidden state is the output gate times tanh of the new cell state.")
def cell_state_not_squashed(rule, **given):
    h, c = run(rule, given)
    return h / np.tanh(c) * c, c


@misconception("lstm_step", sentence="{answer} has the two states in the other order: hidden state first, then cell state.")
def states_in_the_other_order(rule, **given):
    h, c = run(rule, given)
    return c, h


@misconception("lstm_step", sentence="{answer} shows the old cell state. The hidden state is made from the new one.")
def old_cell_state_shown(rule, **given):
    h, c = run(rule, given)
    return h / np.tanh(c) * np.tanh(given["c"]), c


@misconception("gru_step", "gru_layer", sentence="{answer} mixes with z the other way round. In Keras z weights the previous hidden state "
                                    "and 1 − z the candidate; many texts swap them.")
def update_gate_the_other_way_round(rule, **given):
    # 1 − sigmoid(a) = sigmoid(−a): with z's weights negated, z and 1 − z change places.
    return run(rule, given, **{name: np.concatenate(
        [-np.split(given[name], 3, axis=-1)[0], *np.split(given[name], 3, axis=-1)[1:]], axis=-1)
        for name in ("kernel", "recurrent_kernel", "bias")})


@misconception("gru_step", "gru_layer", sentence="{answer} applies the reset gate to the hidden state before the matrix product. With `reset_after=True` "
                                    "it multiplies the product, its bias included.")
def reset_before_the_product(rule, reset_after=True, **given):
    if not reset_after:
        return None
    bias = given["bias"].sum(axis=0)
    return run(rule, given, bias=bias, reset_after=False)


@misconception("gru_step", "gru_layer", sentence="{answer} applies the reset gate after the matrix product. With `reset_after=False` it multiplies the hidden state before.")
def reset_after_the_product(rule, reset_after=True, **given):
    if reset_after:
        return None
    return run(rule, given, bias=np.stack([given["bias"], zeros(given["bias"])]), reset_after=True)


@misconception(*LAYERS, sentence="{answer} starts every timestep from the initial state, zeros if none is given. "
                                 "Hand the state on from one timestep to the next.")
def state_not_handed_on(rule, x, return_sequences=False, return_state=False, **given):
    if return_state:
        return None
    each = [run(rule, given, x=x[:, t:t + 1]) for t in range(x.shape[1])]
    return np.stack(each, axis=1) if return_sequences else each[-1]


@misconception(*LAYERS, sentence="{answer} reads the sequence from its end to its beginning.")
def read_backwards(rule, x, go_backwards=False, **given):
    return run(rule, given, x=x, go_backwards=not go_backwards)


@misconception(*LAYERS, sentence="{answer} starts from zeros although an `initial_state` is given.")
def initial_state_not_used(rule, initial_state=None, **given):
    return run(rule, given) if initial_state is not None else None


@misconception(*LAYERS, sentence="{answer} stops one timestep too early.")
def last_timestep_left_out(rule, x, return_sequences=False, **given):
    return None if return_sequences or x.shape[1] < 2 else run(rule, given, x=x[:, :-1])


# SimpleRNN: counts, steps, and two layers with relu.


@counts("{answer} counts four sets of weights, as for an LSTM. A SimpleRNN has no gates: one set makes its hidden "
        "state.")
def four_sets_in_a_simple_rnn(layer, features, **_):
    return scaled(reference.split(layer, features), 4) if layer.kind == "SimpleRNN" else None


@counts("{answer} counts three sets of weights, as for a GRU. A SimpleRNN has no gates: one set makes its hidden "
        "state.")
def three_sets_in_a_simple_rnn(layer, features, **_):
    return scaled(reference.split(layer, features), 3) if layer.kind == "SimpleRNN" else None


@misconception("simple_rnn_step", "simple_rnn_layer",
               sentence="{answer} fits the recurrent kernel transposed. Its rows belong to the previous hidden state,"
                        " its columns to the new one: the state stands on the left of the product.")
def recurrent_kernel_transposed(rule, **given):
    return run(rule, given, recurrent_kernel=given["recurrent_kernel"].T)


@misconception("simple_rnn_step", "simple_rnn_layer",
               sentence="{answer} fits relu. Where nothing is said, a SimpleRNN's activation is Keras's default.")
def relu_for_tanh(rule, activation="tanh", **given):
    return run(rule, given, activation="relu") if activation == "tanh" else None


@misconception("simple_rnn_step", "simple_rnn_layer",
               sentence="{answer} fits the sigmoid. It belongs to gates; where nothing is said, a SimpleRNN's "
                        "activation is Keras's default.")
def sigmoid_for_tanh(rule, activation="tanh", **given):
    return run(rule, given, activation="sigmoid") if activation == "tanh" else None


@misconception("relu_stack", sentence="{answer} fits tanh in both layers. The question asks for relu.")
def tanh_for_relu(rule, x, **given):
    return two_layers(x, given, "tanh", "tanh")


@misconception("relu_stack",
               sentence="{answer} fits relu in the first layer and tanh in the second. The question asks for relu in "
                        "both.")
def tanh_in_the_second_layer(rule, x, **given):
    return two_layers(x, given, "relu", "tanh")


@misconception("relu_stack",
               sentence="{answer} fits tanh in the first layer and relu in the second. The question asks for relu in "
                        "both.")
def tanh_in_the_first_layer(rule, x, **given):
    return two_layers(x, given, "tanh", "relu")


@misconception("relu_stack",
               sentence="{answer} fits two layers without an activation. Apply relu at every step of both, before the"
                        " state is handed on.")
def relu_forgotten(rule, x, **given):
    return two_layers(x, given, "linear", "linear")


@misconception("relu_stack",
               sentence="{answer} lets the second layer read one timestep only, the last output of the first. It "
                        "should read the first layer's output of every timestep.")
def only_the_last_output_handed_up(rule, x, **given):
    return two_layers(x, given, "relu", "relu", slice(-1, None))


@misconception("relu_stack", sentence="{answer} leaves out the biases. Each layer adds its own, before the activation.")
def biases_of_the_stack_not_added(rule, x, **given):
    return two_layers(x, given | {name: zeros(given[name]) for name in ("bias", "top_bias")}, "relu", "relu")


def two_layers(x, given, activation, top_activation, handed_up=slice(None)):
    """`relu_stack` with other activations, or with a part of the first layer's outputs handed up."""
    below = reference.simple_rnn_layer(x, given["kernel"], given["recurrent_kernel"], given["bias"],
                                       return_sequences=True, activation=activation)
    return reference.simple_rnn_layer(below[:, handed_up], given["top_kernel"], given["top_recurrent_kernel"],
                                      given["top_bias"], activation=top_activation)


# GRU: the two forms of its bias and of its reset gate.


@misconception("output_shape",
               sentence="{answer} has a block for each gate on its last axis. The gates are used up inside the layer;"
                        " what comes out is the hidden state.")
def gates_kept_in_the_output(layer, input_shape, **_):
    if GATES.get(layer.kind, 1) == 1:
        return None
    return reference.output_shape(replace(layer, units=GATES[layer.kind] * layer.units), input_shape)


@misconception("weight_shapes", inverse=True,
               sentence="{answer} has the bias of the GRU's other form. With `reset_after=True` the input's part and "
                        "the state's part have a bias each, with `reset_after=False` there is one for both.")
def bias_of_the_other_form(layer, features, **_):
    if layer.kind != "GRU" or not layer.use_bias:
        return None
    return reference.weight_shapes(replace(layer, reset_after=not layer.reset_after), features)


@misconception("weight_shapes", inverse=True,
               sentence="{answer} takes a kernel's columns for the units. The gates' blocks stand side by side in it,"
                        " each as wide as the units.")
def columns_taken_for_units(layer, features, **_):
    gates = GATES.get(layer.kind, 1)
    if gates == 1 or layer.units % gates:
        return None
    return reference.weight_shapes(replace(layer, units=layer.units // gates), features)


@misconception("gru_step", "gru_layer",
               sentence="{answer} adds the second bias after the reset gate. With `reset_after=True` the gate "
                        "multiplies the whole of the state's part of the candidate, its bias included.")
def second_bias_not_reset(rule, reset_after=True, **given):
    if not reset_after:
        return None
    first, second = given["bias"]
    candidate = np.arange(len(second)) >= len(second) // 3 * 2
    moved = np.where(candidate, second, 0)
    return run(rule, given, bias=np.stack([first + moved, second - moved]))


@misconception("gru_step", "gru_layer",
               sentence="{answer} adds the first row of the bias only. The second row goes with the hidden state's "
                        "part.")
def second_bias_not_added(rule, reset_after=True, **given):
    return run(rule, given, bias=given["bias"] * [[1], [0]]) if reset_after else None


@misconception("gru_step", "gru_layer",
               sentence="{answer} has the rows of the bias in the other order: the first is added to the input's "
                        "part, the second to the state's.")
def bias_rows_swapped(rule, reset_after=True, **given):
    return run(rule, given, bias=given["bias"][::-1]) if reset_after else None


@misconception("gru_step", "gru_layer",
               sentence="{answer} does not use the reset gate. It decides how much of the hidden state the candidate "
                        "sees.")
def reset_gate_not_used(rule, reset_after=True, **given):
    return run(rule, given, reset_after=reset_after, bias=with_gate_fixed(given["bias"], 1, 1e4))


@misconception("gru_step", "gru_layer",
               sentence="{answer} is the candidate alone. The new hidden state mixes it with the previous one; the "
                        "update gate says how much of each.")
def candidate_alone(rule, reset_after=True, **given):
    return run(rule, given, reset_after=reset_after, bias=with_gate_fixed(given["bias"], 0, -1e4))


@misconception("gru_step", "gru_layer",
               sentence="{answer} fits a sigmoid in the candidate. Only the gates are squashed to between 0 and 1; "
                        "the candidate has tanh.")
def sigmoid_in_the_candidate(rule, **given):
    return run(rule, given, activation="sigmoid")


@misconception("gru_step", "gru_layer",
               sentence="{answer} takes the first two numbers of the bias for its two rows. With `reset_after=False` "
                        "the bias is one vector, with a block for z, r and h each.")
def bias_indexed_as_two_rows(rule, reset_after=True, **given):
    if reset_after:
        return None
    rows = np.repeat(given["bias"][:2, np.newaxis], len(given["bias"]), axis=1)
    return run(rule, given, bias=rows, reset_after=True)


def with_gate_fixed(bias, block, value):
    """A GRU's bias, in either form, with one block so large that its gate is fully open or shut."""
    bias = np.array(bias)
    np.split(bias, 3, axis=-1)[block][...] = value
    return bias


# Outputs and states: what a layer returns, where it stands, and what is done with it.


@misconception("result_positions",
               sentence="{answer} puts the states before the output. A layer returns its output first; "
                        "`return_state` puts the states behind it.")
def states_before_the_output(layer, rule, **_):
    first, *states = reference.result_positions(layer)
    return {name: place for place, name in enumerate([*states, first])}


@misconception("result_positions",
               sentence="{answer} takes the cell state for the first of the two states. Keras returns the one that "
                        "the layer shows before the one that it keeps to itself.")
def cell_state_before_the_hidden_state(layer, rule, **_):
    right = reference.result_positions(layer)
    return {**right, "h": right["c"], "c": right["h"]} if "c" in right else None


@misconception("result_positions", sentence="{answer} counts from 1. Python's first position is 0.")
def positions_counted_from_one(layer, rule, **_):
    return {name: place + 1 for name, place in reference.result_positions(layer).items()}


@misconception("last_state",
               sentence="{answer} is the state after the first timestep. The last state is made when the whole "
                        "sequence was read.")
def first_timestep_taken(output, rule, **_):
    return output[:, 0]


@misconception("last_state",
               sentence="{answer} is all timesteps of the last sequence. The first axis is the batch, the second is "
                        "the time.")
def last_sequence_taken(output, rule, **_):
    return output[-1]


@misconception("last_state",
               sentence="{answer} is the mean over the timesteps. The last state is the output of one timestep.")
def mean_over_time_taken(output, rule, **_):
    return output.mean(axis=1)


@misconception("last_state",
               sentence="{answer} is the largest output over the timesteps. The last state is the output of one "
                        "timestep.")
def largest_over_time_taken(output, rule, **_):
    return output.max(axis=1)


@misconception("lstm_results", sentence="{answer} starts from zeros although both states are given.")
def given_states_not_used(rule, **given):
    return run(rule, given, h=zeros(given["h"]), c=zeros(given["c"]))


@misconception("lstm_results",
               sentence="{answer} starts from the hidden state that is given, but from a cell state of zeros. An "
                        "LSTM needs both.")
def cell_state_not_started(rule, **given):
    return run(rule, given, c=zeros(given["c"]))


@misconception("lstm_results",
               sentence="{answer} starts from the cell state that is given, but from a hidden state of zeros. An "
                        "LSTM needs both.")
def hidden_state_not_started(rule, **given):
    return run(rule, given, h=zeros(given["h"]))


@misconception("lstm_results", sentence="{answer} has the two states in the other order than Keras returns them.")
def last_states_in_the_other_order(rule, **given):
    output, h, c = run(rule, given)
    return output, c, h


@misconception("lstm_results",
               sentence="{answer} collects the state before each step. The output of a timestep is the hidden state "
                        "that was made with this timestep's input.")
def state_before_the_step_collected(rule, **given):
    output, h, c = run(rule, given)
    return np.concatenate([given["h"][:, None], output[:, :-1]], axis=1), h, c


@misconception("lstm_results",
               sentence="{answer} has cell states for output. What a layer gives at each timestep is its hidden "
                        "state.")
def cell_states_collected(rule, x, h, c, **given):
    states, result = [], (None, h, c)
    for t in range(x.shape[1]):
        result = run(rule, given, x=x[:, t:t + 1], h=result[1], c=result[2])
        states.append(result[2])
    return np.stack(states, axis=1), result[1], result[2]


@misconception("backwards_in_order",
               sentence="{answer} reads the sequence from its beginning to its end. Start with the last timestep.")
def read_forwards(rule, x, **given):
    return run(rule, given, x=x[:, ::-1])[:, ::-1]


@misconception("backwards_in_order",
               sentence="{answer} leaves the outputs in the order in which they were made, the last timestep's "
                        "first. Put them back into the order of the input.")
def outputs_left_in_order_of_reading(rule, **given):
    return run(rule, given)[:, ::-1]


@misconception("backwards_in_order",
               sentence="{answer} reads the sequence forwards and turns the outputs round. The input is what should "
                        "be read backwards.")
def outputs_turned_round_only(rule, x, **given):
    return run(rule, given, x=x[:, ::-1])


@misconception("backwards_in_order",
               sentence="{answer} starts every timestep from states of zeros. Hand the states on from one timestep "
                        "to the next.")
def states_not_handed_on(rule, x, **given):
    return np.concatenate([run(rule, given, x=x[:, t:t + 1]) for t in range(x.shape[1])], axis=1)


@misconception("encode_decode",
               sentence="{answer} starts the decoder from zeros, so nothing of the source reaches it. Start it from "
                        "the encoder's last states.")
def decoder_started_from_zeros(rule, **given):
    return decode_from(lambda h, c: (zeros(h), zeros(c)), **given)


@misconception("encode_decode",
               sentence="{answer} hands on the hidden state only and starts the decoder's cell state at zero. An "
                        "LSTM hands on two states.")
def only_the_hidden_state_handed_on(rule, **given):
    return decode_from(lambda h, c: (h, zeros(c)), **given)


@misconception("encode_decode",
               sentence="{answer} hands on the cell state only and starts the decoder's hidden state at zero. An "
                        "LSTM hands on two states.")
def only_the_cell_state_handed_on(rule, **given):
    return decode_from(lambda h, c: (zeros(h), c), **given)


@misconception("encode_decode",
               sentence="{answer} hands on the encoder's two states in the other order: its cell state became the "
                        "decoder's hidden state.")
def states_handed_on_in_the_other_order(rule, **given):
    return decode_from(lambda h, c: (c, h), **given)


@misconception("encode_decode",
               sentence="{answer} uses the hidden state for the decoder's cell state too. An LSTM hands on two "
                        "states.")
def hidden_state_handed_on_twice(rule, **given):
    return decode_from(lambda h, c: (h, h), **given)


@misconception("encode_decode",
               sentence="{answer} goes back to the encoder's states before every step of the decoder. They are its "
                        "first states; from there on it hands on its own.")
def decoder_started_again_at_every_step(rule, target, **given):
    return np.concatenate([run(rule, given, target=target[:, t:t + 1]) for t in range(target.shape[1])], axis=1)


@misconception("encode_decode",
               sentence="{answer} reads the target with the encoder's weights. The decoder has weights of its own.")
def encoder_weights_in_the_decoder(rule, **given):
    weights = {f"decoder_{name}": given[f"encoder_{name}"] for name in ("kernel", "recurrent_kernel", "bias")}
    return run(rule, given, **weights) if given["source"].shape[2] == given["target"].shape[2] else None


def decode_from(handed_on, source, target, **weights):
    """`encode_decode` with the decoder started from what ``handed_on`` makes of the encoder's last states."""
    encoder, decoder = ([weights[f"{part}_{name}"] for name in ("kernel", "recurrent_kernel", "bias")]
                        for part in ("encoder", "decoder"))
    _output, h, c = reference.lstm_layer(source, *encoder, return_state=True)
    return reference.lstm_layer(target, *decoder, initial_state=handed_on(h, c), return_sequences=True)


# Whole tables: what is known of one layer is known of each row, and of what follows from it.


@misconception("stack_shapes",
               sentence="{answer} keeps the time axis to the end. A recurrent layer gives only the last output "
                        "unless `return_sequences=True`, and then what comes after it has no time axis either.")
def time_axis_kept_to_the_end(layers, input_shape, **_):
    return [(*input_shape[:2], shape[-1]) for shape in reference.stack_shapes(layers, input_shape)]


@misconception("weight_shapes",
               sentence="{answer} has one block in each weight. A gated layer has a block for each gate and for its "
                        "candidate, side by side.")
def one_block_in_each_weight(layer, features, **_):
    gates = GATES.get(layer.kind, 1)
    if gates == 1:
        return None
    return {name: (*shape[:-1], shape[-1] // gates) for name, shape in reference.weight_shapes(layer, features).items()}


@misconception("weight_shapes",
               sentence="{answer} has rows and columns swapped. The input stands on the left of the product, so a "
                        "kernel has a row for each number that comes in.")
def rows_and_columns_swapped(layer, features, **_):
    shapes = reference.weight_shapes(layer, features)
    return {name: tuple(reversed(shape)) if "kernel" in name else shape for name, shape in shapes.items()}


@misconception("weight_shapes",
               sentence="{answer} gives the recurrent kernel a row for each feature. It weights the previous hidden "
                        "state, not the input.")
def recurrent_kernel_reads_the_input(layer, features, **_):
    if layer.kind not in RECURRENT:
        return None
    shapes = reference.weight_shapes(layer, features)
    return {**shapes, "recurrent_kernel": shapes["kernel"]}


@misconception("stack_memory",
               sentence="{answer} is the number of parameters. Each is a float32 and takes several bytes.")
def bytes_not_counted(layers, input_shape, **_):
    return reference.stack_total(layers, input_shape)


@misconception("stack_memory", sentence="{answer} takes the numbers for float64. Keras keeps its weights in float32.")
def float64_counted(layers, input_shape, **_):
    return reference.memory_bytes(reference.stack_total(layers, input_shape), 8)


@misconception("stack_memory", sentence="{answer} counts bits. A byte has eight of them.")
def bits_counted(layers, input_shape, **_):
    return reference.memory_bytes(reference.stack_total(layers, input_shape), 32)


@misconception("largest_units",
               sentence="{answer} takes the budget for a number of parameters. Each parameter is a float32 and "
                        "takes several bytes.")
def bytes_taken_for_parameters(layer_kind, features, budget, **_):
    return reference.largest_units(layer_kind, features, reference.memory_bytes(budget))


def in_each_row(wrong, kinds, features, units):
    """What ``wrong`` makes of each row of a table, with rows that it can't concern counted rightly; None if all are."""
    rows = [(Layer(kind, size), inputs) for kind, inputs, size in zip(kinds, features, units, strict=True)]
    found = [wrong(*row) for row in rows]
    if all(count is None for count in found):
        return None
    return [reference.params(*row) if count is None else count for row, count in zip(rows, found, strict=True)]


def most_units(wrong, layer_kind, features, budget):
    """The most units within the budget if ``wrong`` counted the parameters, or None if it never comes to an end."""
    for units in range(1, 10_000):
        count = wrong(Layer(layer_kind, units), features)
        if count is None:
            count = reference.params(Layer(layer_kind, units), features)
        if reference.memory_bytes(count) > budget:
            return units - 1
    return None


def for_whole_tables(entry):
    """Enter what an entry says of one layer for the questions that count many layers, or from a count backwards."""

    def counted(layer, features):
        return entry.wrong("params", {"layer": layer, "features": features})

    def in_bytes(rule, given):
        total = entry.wrong("stack_total", given)
        return None if total is None else reference.memory_bytes(total)

    def in_table(rule, given):
        return in_each_row(counted, *(given[name] for name in ("kinds", "features", "units")))

    def in_budget(rule, given):
        return most_units(counted, *(given[name] for name in ("layer_kind", "features", "budget")))

    behind = entry.sentence.replace("{answer}", "The reasoning behind {answer}")
    for rule, wrong, sentence in (("params_table", in_table, entry.sentence), ("stack_memory", in_bytes, behind),
                                  ("largest_units", in_budget, behind)):
        CATALOGUE.append(replace(entry, rules=(rule,), sentence=sentence, wrong=wrong, inverse=False))


def for_shape_tables(entry):
    """Enter what an entry says of one layer's shapes for the table of several layers."""

    def in_table(rule, given):
        right = reference.shape_table(given["layers"], given["input_shape"])
        found = {name: entry.wrong("output_shape", {"layer": layer, "input_shape": given["input_shape"]})
                 for name, layer in given["layers"].items()}
        if all(shapes is None for shapes in found.values()):
            return None
        return {name: right[name] if shapes is None else shapes if isinstance(shapes, list) else [shapes]
                for name, shapes in found.items()}

    CATALOGUE.append(replace(entry, rules=("shape_table",), wrong=in_table, inverse=False))


@misconception("stack_params", "stack_total",
               sentence="{answer} takes the timesteps for the features that the first layer reads. They are the "
                        "input's last axis.")
def timesteps_read_by_the_first_layer(layers, input_shape, rule, **_):
    _first, *above = reference.stack_params(layers, input_shape)
    if len(input_shape) != 3 or input_shape[1] is None:
        return None
    return in_form(rule, [reference.params(layers[0], input_shape[1]), *above])


HINTS.update({
    "params_table": HINTS["params"],
    "stack_memory": "Add up the parameters of all layers, then ask how many bytes one of them takes.",
    "largest_units": "Write the count as a function of the units, and try it on your answer and on one unit more.",
    "result_positions": "Ask what comes first, and what `return_state` adds behind it.",
})

# Where a budget is wide, several entries lead to the same number: what is wrong more often comes first.
counting = [entry for entry in CATALOGUE if "params" in entry.rules]
for known in sorted(counting, key=lambda entry: entry.cause != "one-bias-vector"):
    for_whole_tables(known)
for known in [entry for entry in CATALOGUE if "output_shape" in entry.rules]:
    for_shape_tables(known)


@misconception("largest_units",
               sentence="{answer} is over the budget by one unit. Round down: the parameters have to fit.")
def over_the_budget(layer_kind, features, budget, **_):
    return reference.largest_units(layer_kind, features, budget) + 1


@misconception("shape_table",
               sentence="{answer} leaves a single shape as it is. The table has a list of shapes for every layer, "
                        "of one shape too.")
def single_shapes_not_in_a_list(layers, input_shape, **_):
    return {name: reference.output_shape(layer, input_shape) for name, layer in layers.items()}


# Sequential data: arrays, windows, splits, forecasts, tokens.


@misconception("framed_shape",
               sentence="{answer} has a timestep for every sample. Here a frame is a timestep, and its samples "
                        "are the features.")
def samples_taken_for_timesteps(sequences, samples, **_):
    return sequences, samples, 1


@misconception("framed_shape",
               sentence="{answer} has the last two axes swapped: the order is (batch, timesteps, features).")
def frames_and_samples_swapped(rule, **given):
    sequences, frames, samples = run(rule, given)
    return sequences, samples, frames


@misconception("framed_shape", sentence="{answer} has no batch axis. Each sound is one sequence of the batch.")
def sounds_not_counted(rule, **given):
    return run(rule, given)[1:]


@misconception("framed_shape",
               sentence="{answer} strings the sounds together. Each sound is a sequence of its own, on the "
                        "batch axis.")
def sounds_strung_together(sequences, samples, frame, **_):
    return 1, sequences * samples // frame, frame


@misconception("stack_features",
               sentence="{answer} has the right shape, but its numbers have lost their places. `reshape` keeps "
                        "the numbers in the order in which they lie in memory and cuts that row anew; it does "
                        "not bring a new axis to the end.")
def reshaped_instead_of_stacked(first, second, **_):
    return np.stack([first, second]).reshape(*np.shape(first), 2)


@misconception("stack_features",
               sentence="{answer} has the right shape, but a timestep's two features are both from the same "
                        "measurement. Joining along the time axis and cutting anew mixes the timesteps.")
def timesteps_joined_and_cut_anew(first, second, **_):
    return np.concatenate([first, second], axis=1).reshape(*np.shape(first), 2)


@misconception("stack_features", sentence="{answer} has the two features in the other order.")
def features_in_the_other_order(first, second, **_):
    return np.stack([second, first], axis=-1)


def recount(rule, count, length, window, horizon=1, features=1, train=None, **_):
    """The answer to any question that counts windows, if ``count(length, window, horizon)`` counted them."""
    if rule == "split_window_counts":
        return count(train, window, horizon), count(length - train, window, horizon)
    counted = count(length, window, horizon)
    return [(counted, window, features), (counted,)] if rule == "window_shapes" else counted


COUNTING_WINDOWS = ("window_count", "window_shapes", "split_window_counts")


@misconception(*COUNTING_WINDOWS, inverse=True,
               sentence="{answer} leaves no room for the target. The last window must end early enough for its "
                        "target to be in the series.")
def target_not_counted(rule, **given):
    return recount(rule, lambda length, window, horizon: length - window + 1, **given)


@misconception(*COUNTING_WINDOWS, inverse=True,
               sentence="{answer} fits a target right after the window. Here the target lies `horizon` steps "
                        "after the window's last value.")
def horizon_not_counted(rule, horizon=1, **given):
    return recount(rule, lambda length, window, _: length - window, **given) if horizon > 1 else None


@misconception(*COUNTING_WINDOWS, inverse=True,
               sentence="{answer} is one window off. Try it with a series so short that only one window and "
                        "its target fit.")
def one_window_missing(rule, **given):
    return recount(rule, lambda length, window, horizon: length - window - horizon, **given)


@misconception(*COUNTING_WINDOWS, inverse=True,
               sentence="{answer} lays the windows end to end. They overlap: a new window begins at every step.")
def windows_laid_end_to_end(rule, **given):
    return recount(rule, lambda length, window, horizon: length // window, **given)


@misconception("split_window_counts",
               sentence="{answer} also counts windows that begin in the training part and end, or have their "
                        "target, in the test part. Cut the series first: then no window crosses the border.")
def windows_across_the_border(length, train, window, horizon=1, **_):
    inside = reference.window_count(train, window, horizon)
    return inside, reference.window_count(length, window, horizon) - inside


@misconception("split_window_counts",
               sentence="{answer} counts the windows whose targets lie in the test part. With the series cut "
                        "first, the test part's own values have to fill its windows.")
def one_window_for_each_test_value(length, train, window, horizon=1, **_):
    return reference.window_count(train, window, horizon), length - train


@misconception("window_shapes",
               sentence="{answer} has no features axis in the windows: a recurrent layer takes three axes.")
def features_axis_missing(rule, **given):
    x, y = run(rule, given)
    return [x[:2], y]


@misconception("window_shapes",
               sentence="{answer} has the windows' last two axes swapped: the order is (batch, timesteps, "
                        "features).")
def window_and_features_swapped(rule, **given):
    (count, window, features), y = run(rule, given)
    return [(count, features, window), y]


@misconception("window_shapes",
               sentence="{answer} gives a target every feature. Only one of them is forecast, so a target is a "
                        "single number.")
def target_of_all_features(rule, **given):
    x, y = run(rule, given)
    return [x, (*y, x[-1])]


@misconception("window_shapes",
               sentence="{answer} keeps one feature in the windows. All that was measured may help to "
                        "forecast.")
def other_features_dropped(rule, **given):
    x, y = run(rule, given)
    return [(*x[:2], 1), y]


@misconception("window_shapes",
               sentence="{answer} gives the targets a second axis. The question asks for an array of one axis: "
                        "one number for each window.")
def targets_given_an_axis(rule, **given):
    x, y = run(rule, given)
    return [x, (*y, 1)]


@misconception("windows",
               sentence="{answer} has right windows, but each target comes right after its window. It should "
                        "lie `horizon` steps after the window's last value.")
def targets_right_after_the_window(series, window, horizon=1, **_):
    x, y = reference.windows(series, window, horizon)
    return (x, np.asarray(series)[window:window + len(y)]) if horizon > 1 else None


@misconception("windows",
               sentence="{answer} has right windows, but targets that are counted from a window's first value. "
                        "So a window may contain its own target, and there is nothing left to forecast.")
def target_inside_the_window(series, window, horizon=1, **_):
    x, y = reference.windows(series, window, horizon)
    return x, np.asarray(series)[horizon:horizon + len(y)]


@misconception("windows",
               sentence="{answer} has right windows, but each target is its window's last value. The network "
                        "could copy it; the target must come later.")
def target_is_the_last_value(series, window, horizon=1, **_):
    x, y = reference.windows(series, window, horizon)
    return x, np.asarray(series)[window - 1:window - 1 + len(y)]


def standardised(train, test, mean, deviation):
    return (train - mean) / deviation, (test - mean) / deviation


@misconception("standardise",
               sentence="{answer} fits a mean and a standard deviation of both parts together. The test part "
                        "is the future: nothing that is computed from it may reach the training part.")
def test_part_leaked(train, test, **_):
    both = np.concatenate([train, test])
    return standardised(train, test, both.mean(axis=0), both.std(axis=0))


@misconception("standardise",
               sentence="{answer} standardises the test part with statistics of its own. Both parts must go "
                        "through the same change, and in use the future's mean is not known.")
def each_part_by_itself(train, test, **_):
    return tuple((part - part.mean(axis=0)) / part.std(axis=0) for part in (train, test))


@misconception("standardise",
               sentence="{answer} takes one mean and one deviation over all features. Each feature has its own "
                        "unit, so each needs its own.")
def features_thrown_together(train, test, **_):
    return standardised(train, test, train.mean(), train.std())


@misconception("standardise",
               sentence="{answer} takes a mean for every timestep. A feature's mean is taken along the time "
                        "axis.")
def mean_over_the_features(train, test, **_):
    return tuple((part - part.mean(axis=1, keepdims=True)) / part.std(axis=1, keepdims=True) for part in (train, test))


@misconception("standardise",
               sentence="{answer} has the mean taken away, but is not divided by the standard deviation.")
def not_divided_by_the_deviation(train, test, **_):
    return standardised(train, test, train.mean(axis=0), 1)


@misconception("standardise",
               sentence="{answer} is divided by the variance. The standard deviation is its square root.")
def divided_by_the_variance(train, test, **_):
    return standardised(train, test, train.mean(axis=0), train.var(axis=0))


@misconception("standardise",
               sentence="{answer} leaves the test part as it was. The network learned from standardised "
                        "numbers and must be tested on such.")
def test_part_left_as_it_was(train, test, **_):
    return reference.standardise(train, test)[0], test


@misconception("naive_error",
               sentence="{answer} lets errors up and down cancel. Take the absolute value of each error before "
                        "the mean.")
def errors_cancel(series, period=1, **_):
    return float(np.mean(series[period:] - series[:-period]))


@misconception("naive_error",
               sentence="{answer} takes the absolute value of the mean error, so errors up and down have "
                        "cancelled already. Each error needs its absolute value before the mean.")
def absolute_value_too_late(series, period=1, **_):
    return float(np.abs(np.mean(series[period:] - series[:-period])))


@misconception("naive_error", sentence="{answer} is the mean of the squared errors; the absolute errors are asked for.")
def errors_squared(series, period=1, **_):
    return float(np.mean((series[period:] - series[:-period]) ** 2))


@misconception("naive_error",
               sentence="{answer} divides by the length of the series. The first values have no forecast, so "
                        "there are fewer errors than values.")
def divided_by_all_values(series, period=1, **_):
    return float(np.sum(np.abs(series[period:] - series[:-period])) / len(series))


@misconception("naive_error",
               sentence="{answer} compares each value with the one just before it, not with the one a whole "
                        "period before.")
def period_not_used(series, period=1, **_):
    return reference.naive_error(series) if period > 1 else None


@misconception("naive_error",
               sentence="{answer} also uses values from the wrong end: `np.roll` brings the last values round "
                        "to the front, but the first values have no forecast.")
def last_values_rolled_to_the_front(series, period=1, **_):
    return float(np.mean(np.abs(series - np.roll(series, period))))


def padded_otherwise(sequences, length, padding, truncating, **_):
    return reference.pad(sequences, length, padding=padding, truncating=truncating)


@misconception("pad", inverse=True,
               sentence="{answer} mixes the two options up: `padding` says where zeros are put, `truncating` "
                        "where items are cut off.")
def padding_and_truncating_swapped(padding="pre", truncating="pre", **given):
    return padded_otherwise(padding=truncating, truncating=padding, **given)


OTHER_SIDE = {"pre": "post", "post": "pre"}


@misconception("pad", inverse=True,
               sentence="{answer} puts the zeros on the wrong side. `pre` is before the data, `post` after it.")
def zeros_on_the_wrong_side(padding="pre", truncating="pre", **given):
    return padded_otherwise(padding=OTHER_SIDE[padding], truncating=truncating, **given)


@misconception("pad", inverse=True,
               sentence="{answer} cuts the long sequence at the wrong end. `pre` cuts at its beginning, `post` "
                        "at its end.")
def cut_at_the_wrong_end(padding="pre", truncating="pre", **given):
    return padded_otherwise(padding=padding, truncating=OTHER_SIDE[truncating], **given)


@misconception("masked_one_hot",
               sentence="{answer} gives padding a one. Token 0 stands for no token at all, so its row should "
                        "hold zeros only.")
def padding_given_a_one(tokens, vocabulary, **_):
    return reference.one_hot(tokens, vocabulary)


@misconception("masked_one_hot",
               sentence="{answer} has the ones a column too far to the left. Token v has its one in column v, "
                        "counted from 0.")
def ones_in_the_column_before(tokens, vocabulary, **_):
    return np.roll(reference.masked_one_hot(tokens, vocabulary), -1, axis=-1)


@misconception("masked_one_hot",
               sentence="{answer} has the token's number where its one should be. The number is a name, not a "
                        "quantity.")
def numbers_for_ones(tokens, vocabulary, **_):
    return reference.masked_one_hot(tokens, vocabulary) * np.asarray(tokens)[..., np.newaxis]


@misconception("masked_mean_absolute_error",
               sentence="{answer} is the error of all steps, padding too. Where the token is 0 there is "
                        "nothing to predict.")
def padding_counted_in(y, predictions, **_):
    return float(np.mean(np.abs(y - predictions)))


@misconception("masked_mean_absolute_error",
               sentence="{answer} leaves padding out of the sum but not out of the count: divide by the number "
                        "of steps that are no padding.")
def divided_by_padding_too(y, predictions, tokens, **_):
    return float(np.mean(np.abs(y - predictions) * (tokens != 0)))


@misconception("masked_mean_absolute_error",
               sentence="{answer} is the mean of the sequences' means, so a step of a short sequence weighs "
                        "more. Every step that is no padding should weigh the same.")
def mean_of_means(y, predictions, tokens, **_):
    valid = tokens != 0
    if not valid.any(axis=1).all():
        return None
    return float(np.mean([np.abs(a - b)[v].mean() for a, b, v in zip(y, predictions, valid, strict=True)]))


@misconception("masked_mean_absolute_error", sentence="{answer} is the error at the padding. Turn the condition round.")
def only_padding_counted_in(y, predictions, tokens, **_):
    return float(np.abs(y - predictions)[tokens == 0].mean()) if (tokens == 0).any() else None


HINTS |= {
    "framed_shape": "Ask what one timestep is, how many of them a sound has, and how many numbers each holds.",
    "window_count": "Number the values of a short series and write down where the last window and its target lie.",
    "window_shapes": "Number the values of a short series and write down where the last window and its target lie.",
    "split_window_counts": "Treat each part as a series of its own.",
}

# Recurrence by hand: the loop, fading memory, counts, perplexity.


@misconception("linear_recurrence",
               sentence="{answer} carries nothing on: the state before has to be faded and added at every "
                        "step.")
def nothing_carried_on(x, **_):
    return np.asarray(x, dtype=float)


@misconception("linear_recurrence", sentence="{answer} adds the states up without fading them.")
def state_not_faded(x, **_):
    return np.cumsum(x)


@misconception("linear_recurrence",
               sentence="{answer} fades the new input too. Only the state before is multiplied; the input is "
                        "added as it is.")
def input_faded_too(x, a, **_):
    return a * reference.linear_recurrence(x, a)


@misconception("linear_recurrence",
               sentence="{answer} fades the input and keeps the state. The factor belongs to the state before.")
def input_faded_instead(x, a, **_):
    return np.cumsum(a * np.asarray(x))


@misconception("linear_recurrence",
               sentence="{answer} adds the faded *input* before. It is the state before that is carried on, "
                        "and that holds all earlier inputs.")
def input_before_for_state_before(x, a, **_):
    return np.asarray(x) + a * np.array([0, *x[:-1]])


@misconception("unroll", sentence="{answer} fits a recurrence without tanh.")
def tanh_forgotten(x, w, u, b=0.0, h0=0.0, **_):
    return reference.linear_recurrence(w * np.asarray(x) + b, u, h0)


@misconception("unroll",
               sentence="{answer} applies tanh to what is returned, but hands on the state without it. The "
                        "state that is handed on is the one after tanh.")
def tanh_only_in_the_result(rule, **given):
    return np.tanh(tanh_forgotten(rule=rule, **given))


@misconception("unroll", sentence="{answer} has the weights of the input and of the state before swapped.")
def weights_of_input_and_state_swapped(rule, w, u, **given):
    return run(rule, given, w=u, u=w)


@misconception("unroll", sentence="{answer} starts from 0 although a first state `h0` is given.")
def first_state_not_used(rule, **given):
    return run(rule, given, h0=0.0)


@misconception("unroll",
               sentence="{answer} uses the first state `h0` at every step. Hand the new state on to the next "
                        "step.")
def first_state_at_every_step(x, w, u, b=0.0, h0=0.0, **_):
    return np.tanh(w * np.asarray(x) + u * h0 + b)


@misconception("unroll", sentence="{answer} fits a recurrence without the bias.")
def bias_left_out_of_the_loop(rule, **given):
    return run(rule, given, b=0.0)


@misconception("unroll",
               sentence="{answer} is one step late: it begins with the first state `h0` and leaves the last "
                        "state out.")
def states_one_step_late(rule, h0=0.0, **given):
    return np.array([h0, *run(rule, given, h0=h0)[:-1]])


@misconception("memory_span",
               sentence="{answer} lets the memory fade by the same amount at each step. It fades by the same "
                        "*factor*: each step takes a part of what is left.")
def fading_taken_as_linear(a, threshold, **_):
    return int(np.floor((1 - threshold) / (1 - a))) + 1


@misconception("memory_span",
               sentence="After {answer} steps what is left is still above the threshold: one step too few.")
def one_step_too_few(rule, **given):
    return run(rule, given) - 1


@misconception("memory_span",
               sentence="{answer} is not the smallest number: one step earlier it is below the threshold "
                        "already.")
def one_step_too_many(rule, **given):
    return run(rule, given) + 1


@misconception("memory_span", sentence="{answer} takes the factor for what is lost at a step. It is what is kept.")
def kept_and_lost_swapped(rule, a, **given):
    return run(rule, given, a=1 - a)


@misconception("gradient_through_time",
               sentence="{answer} fits a recurrence without tanh. With it, each step's factor also has the "
                        "slope of tanh at that step.")
def slope_of_tanh_forgotten(h, u, **_):
    return float(u ** len(h))


@misconception("gradient_through_time",
               sentence="{answer} leaves out the weight of the state, which is a factor at every step.")
def recurrent_weight_left_out(h, **_):
    return float(np.prod(1 - h**2))


@misconception("gradient_through_time",
               sentence="{answer} has the weight of the state once. It is a factor at every step.")
def recurrent_weight_only_once(h, u, **_):
    return float(u * np.prod(1 - h**2))


@misconception("gradient_through_time",
               sentence="{answer} adds the steps' factors up. By the chain rule they are multiplied.")
def factors_added_up(h, u, **_):
    return float(np.sum(u * (1 - h**2)))


@misconception("gradient_through_time",
               sentence="{answer} takes tanh of the states again. They are what tanh gave, so its slope is 1 − "
                        "h².")
def tanh_taken_twice(h, u, **_):
    return float(np.prod(u * (1 - np.tanh(h) ** 2)))


@misconception("gradient_through_time",
               sentence="{answer} has the states themselves in the slope of tanh; it is their square that is "
                        "taken from 1.")
def state_not_squared(h, u, **_):
    return float(np.prod(u * (1 - h)))


@misconception("flattened_params",
               sentence="{answer} is the count for one timestep. Flattened, all timesteps come in at once, and "
                        "each number has weights of its own.")
def one_timestep_counted(features, units, **_):
    return (features + 1) * units


@misconception("flattened_params",
               sentence="{answer} has a bias for every timestep. The sequence comes in as one vector, so each "
                        "unit has one bias.")
def bias_for_every_timestep(timesteps, features, units, **_):
    return timesteps * (features + 1) * units


@misconception("flattened_params",
               sentence="{answer} leaves out the bias: every unit has one number of its own that is added.")
def bias_of_dense_forgotten(timesteps, features, units, **_):
    return timesteps * features * units


@misconception("flattened_params",
               sentence="{answer} leaves out the features: a timestep brings one number for each feature.")
def features_not_counted(timesteps, units, **_):
    return (timesteps + 1) * units


@misconception("flattened_params",
               sentence="{answer} multiplies by the batch size. All sequences of a batch go through the same "
                        "weights.")
def flattened_batch_multiplied_in(rule, batch=None, **given):
    return batch * run(rule, given) if batch else None


@misconception("flattened_params",
               sentence="{answer} is the count of a recurrent layer. Dense has no state, so no recurrent "
                        "kernel.")
def flattened_given_a_recurrent_kernel(features, units, **_):
    return (features + units + 1) * units


@counts("{answer} counts a kernel of its own for every timestep. The same kernel meets each timestep's input.")
def kernel_for_every_timestep(layer, features, timesteps=None, **_):
    if layer.kind not in RECURRENT or not timesteps:
        return None
    split = reference.split(layer, features)
    return {**split, "kernel": timesteps * split["kernel"]}


@counts("{answer} is the count of a Dense layer that reads all timesteps at once. A recurrent layer reads one timestep "
        "and the state before, again and again.")
def all_timesteps_read_at_once(layer, features, timesteps=None, **_):
    if layer.kind not in RECURRENT or not timesteps:
        return None
    return reference.split(Layer("Dense", layer.units), timesteps * features)


@misconception("order_for_largest_state",
               sentence="{answer} has the largest number first. The earlier an input comes, the more often it "
                        "is multiplied by a.")
def largest_first(values, **_):
    return tuple(sorted(values, reverse=True))


@misconception("order_for_largest_state",
               sentence="{answer} is the order in which the numbers were given. Another order ends with a "
                        "larger state.")
def order_left_as_given(values, **_):
    return tuple(values)


@misconception("order_for_largest_state",
               sentence="{answer} goes by size without the sign. A number below 0 makes the state smaller: it "
                        "does least harm where it fades most.")
def sign_not_regarded(values, **_):
    return tuple(sorted(values, key=abs))


@misconception("order_for_largest_state",
               sentence="{answer} is not an order of the given numbers. Use each of them once.")
def repeated_largest(values, **_):
    return (max(values),) * len(values)


PERPLEXITY = ("perplexity", "perplexity_of_scores")


def true_probabilities(rule, probabilities=None, scores=None, tokens=None, **_):
    """The probabilities that a question's model gave to the true tokens."""
    if rule == "perplexity":
        return np.asarray(probabilities, dtype=float)
    return reference.softmax(scores)[np.arange(len(scores)), tokens]


def perplexities(sentence):
    """Enter a function from the true tokens' probabilities to a wrong perplexity."""

    def enter(function):
        def wrong(rule, given):
            p = true_probabilities(rule, **given)
            return float(function(p)) if np.all(p > 0) else None

        return add(function, PERPLEXITY, sentence, wrong, inverse=True)

    return enter


@perplexities("{answer} fits the mean of the probabilities. Perplexity takes the mean of their logarithms.")
def mean_of_probabilities(p):
    return 1 / np.mean(p)


@perplexities("{answer} fits the sum of the logarithms. With their mean, perplexity doesn't grow with the "
              "length of the text.")
def logarithms_summed(p):
    return 1 / np.prod(p)


@perplexities("{answer} fits the mean of −log p itself, the cross-entropy. Perplexity is exp of it.")
def cross_entropy_not_raised(p):
    return -np.mean(np.log(p))


@perplexities("{answer} fits a power of 2 with a natural logarithm in the exponent. Logarithm and power must "
              "have the same base.")
def bases_mixed(p):
    return 2 ** -np.mean(np.log(p))


@perplexities("{answer} is the mean of the single tokens' perplexities 1/p. The logarithms are averaged first.")
def perplexities_averaged(p):
    return np.mean(1 / p)


@perplexities("{answer} lacks the minus sign: the logarithm of a probability is not above 0, and perplexity is "
              "at least 1.")
def minus_sign_forgotten(p):
    return np.exp(np.mean(np.log(p)))


@misconception("perplexity_of_scores",
               sentence="{answer} fits a softmax along the time axis. At each timestep the probabilities of "
                        "all tokens add up to 1.")
def softmax_along_time(scores, tokens, **_):
    return reference.perplexity(reference.softmax(scores.T).T[np.arange(len(scores)), tokens])


@misconception("perplexity_of_scores",
               sentence="{answer} fits the probability of the most probable token. The probability that the "
                        "*true* token got is what counts.")
def best_token_for_true_token(scores, **_):
    return reference.perplexity(reference.softmax(scores).max(axis=-1))


HINTS |= {
    "linear_recurrence": "Write the steps one below the other, each with the state before it.",
    "memory_span": "After n further steps the factor to the power of n is left.",
    "flattened_params": "How many numbers come in at once, and how many weights has each unit for them?",
    "order_for_largest_state": "In the last state the last input is whole, the one before it is multiplied by a, and so on.",
}

# TimeDistributed.


@misconception("output_shape",
               sentence="{answer} lacks the axis after the batch. `TimeDistributed` goes along it and gives an "
                        "output for each of its entries; it doesn't sum them up.")
def time_axis_dropped(layer, input_shape, **_):
    if layer.kind != "TimeDistributed":
        return None
    batch, _timesteps, *rest = reference.output_shape(layer, input_shape)
    return batch, *rest


@misconception("output_shape", inverse=True,
               sentence="{answer} keeps the axis that the inner layer reads through. Without "
                        "`return_sequences=True` a recurrent layer gives its last output only, inside "
                        "`TimeDistributed` too.")
def inner_sequences_assumed(layer, input_shape, **_):
    if layer.kind != "TimeDistributed" or layer.inner.kind not in RECURRENT or layer.inner.return_sequences:
        return None
    return reference.output_shape(replace(layer, inner=replace(layer.inner, return_sequences=True)), input_shape)


@misconception("output_shape",
               sentence="{answer} keeps the wrong one of the two axes after the batch. `TimeDistributed` goes "
                        "along the first of them; what comes after it is read by the inner layer.")
def first_axis_taken_for_the_sequence(layer, input_shape, **_):
    if layer.kind != "TimeDistributed" or layer.inner.kind not in RECURRENT:
        return None
    batch, _first, *rest = reference.output_shape(layer, input_shape)
    return batch, input_shape[2], *rest


@counts("{answer} counts a bias, but `use_bias=False` leaves it out.")
def bias_counted_though_off(layer, features, **_):
    if layer.kind == "TimeDistributed":
        return None if layer.inner.use_bias else reference.split(replace(layer.inner, use_bias=True), features)
    return None if layer.use_bias else reference.split(replace(layer, use_bias=True), features)


@counts("{answer} has a bias for every timestep. `TimeDistributed` repeats the whole layer, so kernel and bias "
        "are the same at every timestep.")
def bias_for_each_timestep(layer, features, timesteps=None, **_):
    if layer.kind != "TimeDistributed" or not timesteps or not layer.inner.use_bias:
        return None
    split = reference.split(layer, features)
    return {**split, "bias": timesteps * split["bias"]}


@misconception("influenced_steps",
               sentence="{answer} lets the change stay where it is. A recurrent layer hands it on in its "
                        "hidden state.")
def memory_not_regarded(layers, timesteps, step, **_):
    return (step,)


@misconception("influenced_steps",
               sentence="{answer} lets the change reach the past too. A layer that reads forwards knows "
                        "nothing of later steps.")
def past_changed(layers, timesteps, step, **_):
    return tuple(range(timesteps))


@misconception("influenced_steps",
               sentence="{answer} leaves out the step of the change itself. What comes in at a step is seen at "
                        "that step.")
def own_step_left_out(layers, timesteps, step, **_):
    return tuple(range(step + 1, timesteps))


@misconception("influenced_steps",
               sentence="{answer} names the last step alone. With `return_sequences=True` there is an output "
                        "at every step.")
def only_the_last_step_changed(layers, timesteps, step, **_):
    return (timesteps - 1,)


@misconception("influenced_steps", sentence="{answer} counts the timesteps from 1; here they are counted from 0.")
def steps_counted_from_one(rule, **given):
    return tuple(number + 1 for number in run(rule, given))


@misconception("influenced_steps",
               sentence="{answer} goes one step past the end. The last timestep has the number `timesteps` − "
                        "1.")
def one_step_past_the_end(rule, timesteps, **given):
    return run(rule, given, timesteps=timesteps + 1)


@misconception("softmax_dense", sentence="{answer} fits Dense without softmax.")
def softmax_left_out(x, kernel, bias, **_):
    return reference.dense(x, kernel, bias)


@misconception("softmax_dense", sentence="{answer} fits an equation without the bias. Add it before the softmax.")
def bias_not_added_before_softmax(rule, **given):
    return run(rule, given, bias=zeros(given["bias"]))


@misconception("softmax_dense", sentence="{answer} fits a bias that is added after the softmax. It belongs inside.")
def bias_added_after_softmax(rule, bias, **given):
    return run(rule, given, bias=zeros(bias)) + bias


@misconception("softmax_dense",
               sentence="{answer} fits a softmax along the batch or the time axis. The units of one timestep "
                        "are what should add up to 1.")
def softmax_along_another_axis(x, kernel, bias, **_):
    sums = np.moveaxis(reference.dense(x, kernel, bias), -2, -1)
    return np.moveaxis(reference.softmax(sums), -1, -2)


@misconception("softmax_dense",
               sentence="{answer} fits one softmax over everything at once. Each timestep of each sequence "
                        "needs its own, over its units.")
def one_softmax_over_everything(x, kernel, bias, **_):
    sums = reference.dense(x, kernel, bias)
    return reference.softmax(sums.ravel()).reshape(sums.shape)


@misconception("softmax_dense",
               sentence="{answer} fits a softmax over a whole sequence. Each timestep needs its own, over its "
                        "units.")
def softmax_over_a_whole_sequence(x, kernel, bias, **_):
    sums = reference.dense(x, kernel, bias)
    return reference.softmax(sums.reshape(len(sums), -1)).reshape(sums.shape) if sums.ndim == 3 else None


@misconception("softmax_dense",
               sentence="{answer} fits sigmoid for softmax. Softmax makes a step's outputs add up to 1.")
def sigmoid_for_softmax(x, kernel, bias, **_):
    return reference.dense(x, kernel, bias, activation="sigmoid")


@misconception("softmax_dense",
               sentence="{answer} has the first timestep's output at every step. Apply the layer to each "
                        "timestep's own input.")
def first_timestep_repeated(rule, x, **given):
    if np.ndim(x) != 3:
        return None
    return np.repeat(run(rule, given, x=x[:, :1]), x.shape[1], axis=1)


HINTS["influenced_steps"] = (
    "Follow the change upwards, layer by layer, and ask of each whether it looks at other timesteps.")


@misconception("output_shape", sentence="{answer} lists the output only. `return_state=True` gives the states behind it.")
def only_the_output_listed(layer, input_shape, **_):
    return reference.output_shapes(layer, input_shape)[:1] if layer.return_state else None
