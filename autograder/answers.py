"""Read answers as :mod:`autograder.evidence` describes them: compare them, and put them into words."""

import math

import numpy as np

TOLERANCE = 1e-4  # float32 against float64, over a few dozen steps
WHOLE, NUMBER, TRUTH, TEXT, ARRAY = (
    "a whole number",
    "a number",
    "True or False",
    "a text in quotes",
    "an array",
)


SHAPES = "a list of shapes"


def same(answer, expected):
    """Whether a described answer is ``expected``, in any of its spellings (list for tuple, 4.0 for 4)."""
    if expected is None:
        return answer["type"] == "none"
    if isinstance(expected, (bool, np.bool_)):
        return answer["type"] == "bool" and answer["value"] == bool(expected)
    if isinstance(expected, str):
        return answer["type"] == "text" and answer["value"].strip() == expected
    if isinstance(expected, (int, np.integer)):
        return read_number(answer) == expected
    if isinstance(expected, (float, np.floating)):
        number = read_number(answer)
        return number is not None and math.isclose(number, expected, rel_tol=1e-6, abs_tol=1e-9)
    if isinstance(expected, dict):
        return (
            answer["type"] == "dict"
            and answer["items"].keys() == expected.keys()
            and all(same(answer["items"][key], expected[key]) for key in expected)
        )
    if isinstance(expected, np.ndarray):
        return same_array(answer, expected)
    items = read_items(answer)
    return (
        items is not None
        and len(items) == len(expected)
        and all(same(item, wanted) for item, wanted in zip(items, expected, strict=True))
    )


def same_array(answer, expected):
    """Whether a described array, number or nested list holds the numbers of ``expected``, in its shape."""
    found, expected = read_array(answer), np.asarray(expected)
    return (
        found is not None
        and found.shape == expected.shape
        and np.allclose(found, expected, rtol=TOLERANCE, atol=TOLERANCE)
    )


def same_result(answer, expected):
    """Like :func:`same`, for what a function returns: numbers are compared as closely as arrays."""
    if isinstance(expected, (tuple, list)):
        items = read_items(answer)
        return (
            items is not None
            and len(items) == len(expected)
            and all(map(same_result, items, expected))
        )
    if isinstance(expected, (int, float, np.number, np.ndarray)) and not isinstance(expected, bool):
        return same_array(answer, expected)
    return same(answer, expected)


def read_number(answer):
    """The number in a described answer, or None: integers, floats and arrays without an axis."""
    if answer["type"] in ("int", "float"):
        return answer["value"]
    if answer["type"] == "array" and answer["shape"] == []:
        return answer["values"][0]
    return None


def read_array(answer):
    """The array in a described answer, or None; numbers and nested lists of numbers count as arrays."""
    if answer["type"] == "array":
        numbers = [math.nan if number is None else number for number in answer["values"]]
        return np.array(numbers, dtype=float).reshape(answer["shape"])
    if answer["type"] in ("int", "float") and answer["value"] is not None:
        return np.array(float(answer["value"]))
    if answer["type"] == "list":
        parts = [read_array(item) for item in answer["items"]]
        if parts and all(part is not None and part.shape == parts[0].shape for part in parts):
            return np.stack(parts)
    return None


def read_items(answer):
    """The items of a described list, or of an array along its first axis, or None."""
    if answer["type"] == "list":
        return answer["items"]
    if answer["type"] == "array" and answer["shape"]:
        rows = read_array(answer)
        return [
            {"type": "array", "shape": list(row.shape), "values": row.ravel().tolist()}
            for row in rows
        ]
    return None


def mismatch(answer, expected):
    """Why an answer has not the form of ``expected``, in words, or None when it has."""
    form = form_of(expected)
    fits = {
        TRUTH: answer["type"] == "bool",
        TEXT: answer["type"] == "text",
        WHOLE: (number := read_number(answer)) is not None and float(number).is_integer(),
        NUMBER: read_number(answer) is not None,
        ARRAY: read_array(answer) is not None,
    }
    if isinstance(expected, dict):
        fits[form] = answer["type"] == "dict" and answer["items"].keys() == expected.keys()
    elif isinstance(expected, (list, tuple)):
        items, nested = (
            read_items(answer),
            any(isinstance(item, (list, tuple)) for item in expected),
        )
        fits[form] = items is not None and (
            not nested or all(read_items(item) is not None for item in items)
        )
    if fits[form]:
        return None
    if form == SHAPES and (items := read_items(answer)) is not None:
        return (
            f"{form} was expected, one for each array, even if there is only one; "
            f"{show(answer)} came. A shape with one axis needs its comma: (5,)."
        )
    return f"{form} was expected, {kind(answer)} came."


def form_of(expected):
    """What an answer like ``expected`` is called, without telling what it is."""
    if isinstance(expected, (bool, np.bool_)):
        return TRUTH
    if isinstance(expected, str):
        return TEXT
    if isinstance(expected, (int, np.integer)):
        return WHOLE
    if isinstance(expected, (float, np.floating)):
        return NUMBER
    if isinstance(expected, np.ndarray):
        return ARRAY
    if isinstance(expected, dict):
        return f"a dictionary with the keys {', '.join(repr(key) for key in expected)}"
    if any(isinstance(item, (list, tuple)) for item in expected):
        return SHAPES
    if all(item is None or isinstance(item, (int, np.integer)) for item in expected):
        unknown = " (None where a size is unknown)" if None in expected else ""
        return f"a tuple or list of whole numbers{unknown}"
    return "a tuple or list"


def kind(answer):
    """What a described answer is, in words."""
    if answer["type"] == "dict":
        return (
            f"a dictionary with the keys {', '.join(map(repr, answer['items']))}"
            if answer["items"]
            else "an empty dictionary"
        )
    if answer["type"] == "list" and any(item["type"] == "list" for item in answer["items"]):
        return "a list of lists"
    names = {
        "bool": show(answer),
        "int": WHOLE,
        "float": "nan or infinity" if answer.get("value") is None else f"the number {show(answer)}",
        "text": f"the text {show(answer)}",
        "list": "a list or tuple",
        "array": ARRAY,
        "model": "a Keras model",
        "none": "None",
        "unanswered": "no answer",
        "calls": "a function",
    }
    return names.get(answer["type"]) or f"an object of type {answer.get('name', 'unknown')}"


def show(answer):
    """A described answer as the student would write it, shortened."""
    if answer["type"] == "list":
        inside = ", ".join(map(show, answer["items"]))
        text = f"({inside},)" if len(answer["items"]) == 1 else f"({inside})"
    elif answer["type"] == "dict":
        text = (
            "{" + ", ".join(f"{key!r}: {show(item)}" for key, item in answer["items"].items()) + "}"
        )
    elif answer["type"] == "array" and answer["shape"]:
        text = f"an array of shape {tuple(answer['shape'])}"
    elif (number := read_number(answer)) is not None:
        text = str(int(number)) if float(number).is_integer() else f"{number:.8g}"
    else:
        text = (
            repr(answer["value"])
            if "value" in answer
            else {"none": "None"}.get(answer["type"], kind_name(answer))
        )
    return text if len(text) <= 120 else text[:117] + "..."


def kind_name(answer):
    return answer.get("name", answer["type"])
