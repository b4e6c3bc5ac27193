"""Judge a Keras model against the layers that a question describes.

A model is right when it takes and gives the shapes it should, has the weights it should, and, with weights drawn from
the run's seed, predicts what the NumPy reference predicts. How it was written does not matter.
"""

from dataclasses import replace

from autograder import evidence, reference
from autograder.answers import kind, read_items, same_array
from autograder.questions import decode
from autograder.reference import RECURRENT

NEEDS_TIME = (*RECURRENT, "TimeDistributed")


def check_model(question, answer, seed):
    """Return (cause, sentence) for a described model; see :func:`autograder.check.model` for the question."""
    if answer["type"] != "model":
        return "type", f"a Keras model was expected, {kind(answer)} came."
    takes = (None, *question["takes"])
    gives = shapes_given(question["gives"])
    layers = with_flags(decode(question["layers"]), gives)
    weights = weight_shapes(layers, takes)
    structure = (
        explain_takes(answer["takes"], takes)
        or explain_layers(answer["layers"], layers, takes)
        or explain_gives(answer["outputs"], gives)
        or explain_weights(answer["weights"], weights)
    )
    if not matches(answer, takes, gives, weights):
        return structure or ("value", "its layers do not fit the description.")
    return check_predictions(question, answer, layers, weights, seed)


def shapes_given(gives):
    """The output shapes: a question gives one shape, or a list of them."""
    return [tuple(shape) for shape in (gives if isinstance(gives[0], list) else [gives])]


def with_flags(layers, gives):
    """The flags that a description leaves open follow from the layers above, and from what the model gives."""
    flagged = []
    for number, layer in enumerate(layers, start=1):
        above = layers[number:]
        if layer.kind in RECURRENT:
            layer = replace(
                layer,
                return_sequences=len(gives[0]) == 3
                or any(other.kind in NEEDS_TIME for other in above),
                return_state=len(gives) > 1 and not above,
            )
        flagged.append(layer)
    return flagged


def weight_shapes(layers, takes):
    """Each layer's weight shapes, in a list for each layer."""
    inputs = [takes, *reference.stack_shapes(layers, takes)]
    return [
        list(reference.weight_shapes(layer, shape[-1]).values())
        for layer, shape in zip(layers, inputs, strict=False)
    ]


def matches(answer, takes, gives, weights):
    found = (answer["takes"], answer["outputs"], answer["weights"])
    return found == (
        [list(takes)],
        list(map(list, gives)),
        [list(shape) for layer in weights for shape in layer],
    )


def explain_takes(found, takes):
    """Why the model's input has the wrong shape, or None."""
    if found == [list(takes)]:
        return None
    if len(found) != 1:
        return "input-shape", f"the model should take one input, it takes {len(found)}."
    came = tuple(found[0])
    if len(came) == len(takes) + 1:
        return "batch-in-input", (
            f"the model takes {came}. `Input` is given the shape of one sequence, without the batch "
            "axis: Keras puts that in front itself."
        )
    if came[1:] == takes[1:]:
        return "batch-fixed", (
            f"the model takes {came}, so batches of one size only. Give `Input` the shape of one "
            "sequence and no batch size."
        )
    if sorted(came[1:], key=str) == sorted(takes[1:], key=str):
        return "input-axes-swapped", f"the model takes {came}. The order is (timesteps, features)."
    if len(came) == len(takes) and all(
        wanted in (None, size) for size, wanted in zip(came, takes, strict=True)
    ):
        return (
            "input-shape",
            f"the model takes {came}, so sequences of one length only. Sequences of any length should fit.",
        )
    return (
        "input-shape",
        f"the model takes {came}, which is not the input that the question describes.",
    )


def explain_layers(found, layers, takes):
    """Why the layers are not those described, or None."""
    if len(found) < len(layers):
        return "layer-missing", f"the model has {len(found)} layers, the description has more."
    shapes = reference.stack_shapes(layers, takes)
    params = reference.stack_params(layers, takes)
    for number, (came, layer, shape, count) in enumerate(
        zip(found, layers, shapes, params, strict=False), start=1
    ):
        which = f"layer {number} ({came['kind']})"
        if came["shapes"][0] == list(shape) and came["params"] == count:
            continue
        inner = layer.inner or layer
        # On three axes a Dense and a wrapped Dense are the same, so neither is a wrong kind for the other.
        alike = inner.kind == "Dense" and came["kind"] in ("Dense", "TimeDistributed")
        if came["kind"] != layer.kind and not alike:
            return (
                "layer-kind",
                f"layer {number} is {came['kind']}, which is not what the description says there.",
            )
        units = (
            came["units"] or (came["shapes"][0] or [None])[-1]
        )  # a wrapper has no units, but its output's last axis tells
        if units != inner.units:
            return "units", (
                f"{which} has {units} unit{'s' if units != 1 else ''}, "
                "which is not what the description says."
            )
        if len(came["shapes"][0]) < len(shape):
            return "return-sequences-missing", (
                f"{which} gives {tuple(came['shapes'][0])}, its last output only. What comes after "
                "it needs the output of every timestep: `return_sequences=True`."
            )
        if len(came["shapes"][0]) > len(shape):
            return "return-sequences-unneeded", (
                f"{which} gives {tuple(came['shapes'][0])}, an output for every timestep. "
                "Here only the last one is wanted."
            )
        if came["params"] != count:
            return "layer-params", (
                f"{which} has {came['params']} parameters, which is not what the description leads to. "
                "Look at its options, such as `use_bias` or `reset_after`."
            )
        return (
            "layer-shape",
            f"{which} gives {tuple(came['shapes'][0])}, which does not fit the description.",
        )
    return None


def explain_gives(found, gives):
    """Why the model's outputs are not those described, or None."""
    if len(found) < len(gives):
        return (
            "states-missing",
            f"the model gives {len(found)} output{'s' if len(found) != 1 else ''}; "
            "the states are wanted too (`return_state=True`).",
        )
    if len(found) > len(gives):
        return (
            "states-unneeded",
            f"the model gives {len(found)} outputs, more than the question asks for.",
        )
    wanted = list(map(list, gives))
    if found == wanted:
        return None
    if sorted(found, key=str) == sorted(wanted, key=str):
        came = ", ".join(str(tuple(shape)) for shape in found)
        return "output-shape", f"the model gives the right shapes in another order: {came}."
    for number, (came, shape) in enumerate(zip(found, wanted, strict=True), start=1):
        if came != shape:
            which = f"output {number} of the model" if len(found) > 1 else "the model's output"
            return "output-shape", f"{which} has shape {tuple(came)}, which is not asked for."


def explain_weights(found, weights):
    if found != [list(shape) for layer in weights for shape in layer]:
        return (
            "layer-unneeded",
            "the model has layers with weights that the description does not have.",
        )
    return None


def check_predictions(question, answer, layers, weights, seed):
    """Compare the model's predictions with the reference's, weights and input drawn from the seed."""
    if "predictions" not in answer:
        return "value", "the model could not be tried on an input of the described shape."
    found = read_items(answer["predictions"])
    drawn = iter(
        evidence.draw_weights(
            [shape for layer in weights for shape in layer], seed, question["name"]
        )
    )
    weights = [[next(drawn) for _ in layer] for layer in weights]
    x = evidence.draw_input(question["takes"], seed, question["name"])

    def predicts(layers):
        expected = reference.stack_forward(layers, weights, x)
        return len(found) == len(expected) and all(map(same_array, found, expected))

    if predicts(layers):
        return "right", "right."
    for number, layer in enumerate(layers, start=1):
        for changed, cause, sentence in variants(layer):
            if predicts([*layers[: number - 1], changed, *layers[number:]]):
                return cause, sentence.format(which=f"layer {number} ({layer.kind})")
    return "value", (
        "shapes and counts are right, but with the same weights it predicts other numbers than the "
        "description leads to. Look at the activations and at what feeds what."
    )


def variants(layer):
    """Other layers with the same weights, each with the cause it would have."""
    inner = layer.inner or layer
    for name in ("linear", "tanh", "relu", "sigmoid", "softmax"):
        changed = replace(inner, activation=name)
        yield (
            (replace(layer, inner=changed) if layer.inner else changed),
            "activation",
            ("{which} has another activation than the description says."),
        )
    if layer.kind in RECURRENT:
        yield (
            replace(layer, go_backwards=not layer.go_backwards),
            "read-backwards",
            ("{which} reads the sequence in the other direction."),
        )
