"""Describe a student's answer as plain JSON, so that it can be judged outside the kernel that ran it.

This module runs beside the student's code. It knows nothing of right answers and imports neither the reference nor
TensorFlow. A described value is a dictionary with a ``type``:

========== =================================================================
type       further fields
========== =================================================================
unanswered none: the answer is still ``...`` or ``None``
undefined  none: the name does not exist
bool, int  value
float      value, or null when it is not finite
text       value
list       items, described in turn (tuples, lists and shapes alike)
calls      items: what each call of a function returned
dict       items, by their names
array      shape, dtype, values in C order (null where not finite)
model      takes, outputs, layers, weights, predictions
raised     error: the class and the first line of the message
other      name: the class, when it is none of these
========== =================================================================
"""

import math
import random
import zlib

import numpy as np

LARGEST_ARRAY = 20_000
LARGEST_LIST = 1_000
LARGEST_MODEL = 2_000_000
LONGEST_TEXT = 2_000


def describe(value, depth=0):
    """Describe ``value`` in exact, JSON-safe types; see the table above."""
    if value is None or value is Ellipsis:
        return {"type": "unanswered"}
    if isinstance(value, (bool, np.bool_)):
        return {"type": "bool", "value": bool(value)}
    if isinstance(value, (int, np.integer)):
        if abs(int(value)) >= 2**63:  # no question has such an answer, and JSON readers disagree
            return {"type": "other", "name": "int with more than 63 bits"}
        return {"type": "int", "value": int(value)}
    if isinstance(value, (float, np.floating)):
        return {"type": "float", "value": finite(value)}
    if isinstance(value, str):
        return {"type": "text", "value": str(value)[:LONGEST_TEXT]}
    if isinstance(value, dict):
        return describe_dict(value, depth)
    if is_array(value):
        return describe_array(np.asarray(value))
    if isinstance(value, (list, tuple)) or hasattr(value, "as_list"):
        return describe_list(value, depth)
    return other(value)


def other(value):
    return {"type": "other", "name": type(value).__name__[:80]}


def finite(number):
    number = float(number)
    return number if math.isfinite(number) else None


def is_array(value):
    """NumPy arrays and scalars of tensors: what has both a shape and a dtype, as Keras and TensorFlow tensors do."""
    return hasattr(value, "shape") and hasattr(value, "dtype") and hasattr(value, "__array__")


def describe_list(value, depth):
    items = list(value)
    if len(items) > LARGEST_LIST or depth > 4:
        return other(value)
    # In a shape, None is an axis of unknown size, not a missing answer.
    return {
        "type": "list",
        "items": [
            {"type": "none"} if item is None else describe(item, depth + 1) for item in items
        ],
    }


def describe_dict(value, depth):
    if len(value) > LARGEST_LIST or depth > 4:
        return other(value)
    return {
        "type": "dict",
        "items": {
            str(name)[:80]: {"type": "none"} if item is None else describe(item, depth + 1)
            for name, item in value.items()
        },
    }


def describe_array(array):
    if array.dtype.kind not in "biuf":
        return {"type": "other", "name": f"array of {array.dtype}"}
    described = {"type": "array", "shape": list(array.shape), "dtype": str(array.dtype)}
    if array.size > LARGEST_ARRAY:
        return {"type": "other", "name": f"array of {array.size} numbers"}
    return described | {"values": [finite(number) for number in array.ravel()]}


def generator(seed, *names):
    """A NumPy generator of its own for each question and purpose, so that one draw never moves another."""
    return np.random.default_rng([seed, *(zlib.crc32(str(name).encode()) for name in names)])


def draw(arguments, seed, name, case):
    """The arguments of one call: arrays and tokens drawn from the seed, everything else as it stands.

    ``{"array": [3, 4]}`` becomes normal numbers of that shape, scaled to keep gates away from saturation;
    ``{"tokens": [2, 5], "below": 7}`` becomes whole numbers from 0 to 6;
    ``{"either": [false, true]}`` one of these in each case, in turn.
    """
    return {
        argument: draw_one(wanted, generator(seed, name, case, argument), case)
        for argument, wanted in arguments.items()
    }


def draw_one(wanted, numbers, case):
    """One argument of a call; see :func:`draw`."""
    if isinstance(wanted, dict) and "either" in wanted:
        return draw_one(wanted["either"][case % len(wanted["either"])], numbers, case)
    if isinstance(wanted, dict) and "array" in wanted:
        return numbers.normal(0, 0.6, wanted["array"])
    if isinstance(wanted, dict) and "tokens" in wanted:
        return numbers.integers(0, wanted["below"], wanted["tokens"])
    return wanted


def describe_calls(function, arguments, seed, name, cases):
    """Call the student's function on ``cases`` draws of its arguments and describe what it returned."""
    if not callable(function):
        return describe(function)
    calls = []
    for case in range(cases):
        try:
            calls.append(describe(function(**draw(arguments, seed, name, case))))
        except (
            BaseException
        ) as error:  # whatever the student's code raises is what there is to tell
            return describe_error(error)
    return {"type": "calls", "items": calls}


def describe_error(error):
    first_line = next(iter(str(error).strip().splitlines()), "")
    return {"type": "raised", "error": f"{type(error).__name__}: {first_line}"[:LONGEST_TEXT]}


def describe_model(model, takes, seed, name):
    """Describe a Keras model: its shapes, its layers, and its predictions with weights set from the seed.

    ``takes`` is the input's shape without the batch axis; an axis of unknown size is drawn as 7. The model's own
    weights are put back afterwards, so that a check does not undo a training.
    """
    if not all(
        hasattr(model, needed)
        for needed in ("layers", "get_weights", "set_weights", "count_params")
    ):
        return describe(model)
    try:
        described = describe_structure(model)
    except (AttributeError, ValueError):
        return describe_error(
            ValueError("the model does not know its input. Start it with `keras.Input`.")
        )
    if model.count_params() <= LARGEST_MODEL:
        try:
            described["predictions"] = describe(predictions(model, takes, seed, name))
        except Exception:  # it takes another input; its shapes tell that better than the error does
            pass
    return described


def describe_structure(model):
    return {
        "type": "model",
        "takes": [shape(tensor) for tensor in model.inputs],
        "outputs": [shape(tensor) for tensor in model.outputs],
        "layers": [
            describe_layer(layer) for layer in model.layers if type(layer).__name__ != "InputLayer"
        ],
        "weights": [list(weight.shape) for weight in model.get_weights()],
    }


def describe_layer(layer):
    outputs = layer.output if isinstance(layer.output, (list, tuple)) else [layer.output]
    return {
        "kind": type(layer).__name__,
        "units": getattr(layer, "units", None),
        "shapes": [shape(tensor) for tensor in outputs],
        "params": int(layer.count_params()),
    }


def shape(tensor):
    return [None if size is None else int(size) for size in tensor.shape]


def draw_weights(shapes, seed, name):
    """Weights of the given shapes, drawn in their order: the same shapes always get the same numbers."""
    numbers = generator(seed, name, "weights")
    # Small enough that activations are told apart: where a layer saturates, tanh and sigmoid look the same.
    return [
        numbers.normal(0, min(0.4, 0.8 / math.sqrt(weight[0])) if len(weight) > 1 else 0.4, weight)
        for weight in shapes
    ]


def draw_input(takes, seed, name):
    """A batch of 3 inputs; ``takes`` is the shape without the batch axis."""
    return generator(seed, name, "input").normal(
        0, 0.6, [3, *(7 if size is None else size for size in takes)]
    )


def predictions(model, takes, seed, name):
    kept = model.get_weights()
    try:
        model.set_weights(draw_weights([weight.shape for weight in kept], seed, name))
        found = model(draw_input(takes, seed, name), training=False)
        return [
            np.asarray(array) for array in (found if isinstance(found, (list, tuple)) else [found])
        ]
    finally:
        model.set_weights(kept)


def fresh_seed():
    """A seed that nobody can know beforehand."""
    return random.SystemRandom().randrange(2**31)
