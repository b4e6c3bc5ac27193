"""Read the evidence that a check cell left, as what it is: anything that somebody's code may have made.

There has to be exactly one piece, it has to be of this question, and it has to have the exact form that
:mod:`autograder.evidence` gives. Only plain data of that form is judged.
"""

from autograder import check, evidence

LARGEST = max(evidence.LARGEST_ARRAY, evidence.LARGEST_LIST)


def read_evidence(cell, question):
    """The cell's only piece of evidence, and what is wrong with it, if anything."""
    found = [
        output.data[check.MIME]
        for output in cell.outputs
        if output.output_type == "display_data" and check.MIME in output.get("data", {})
    ]
    if not found:
        error = next((output for output in cell.outputs if output.output_type == "error"), None)
        if error:
            return None, f"the check stopped with {error.ename}: {error.evalue}"[:300]
        if cell.get("execution_count") is None:
            return None, "the check was not run."
        return (
            None,
            "the check ran without leaving evidence. Something in the notebook changed what cells do.",
        )
    if len(found) > 1:
        return None, f"the check left {len(found)} pieces of evidence instead of one."
    if not is_evidence(found[0], question):
        return None, "the check left evidence that is not of this question."
    return found[0], ""


def is_evidence(found, question):
    """Whether ``found`` is a piece of evidence of this question, in the exact form that check gives it."""
    return (
        isinstance(found, dict)
        and found.keys() == {"question", "answer"}
        and isinstance(found["question"], dict)
        and found["question"].get("name") == question["name"]
        and is_description(found["answer"])
    )


FIELDS = {
    "unanswered": {},
    "undefined": {},
    "none": {},
    "bool": {"value": bool},
    "int": {"value": int},
    "float": {"value": (float, int, type(None))},
    "text": {"value": str},
    "list": {"items": list},
    "calls": {"items": list},
    "dict": {"items": dict},
    "array": {"shape": list, "dtype": str, "values": list},
    "model": {"takes": list, "outputs": list, "layers": list, "weights": list},
    "raised": {"error": str},
    "other": {"name": str},
}


def is_description(answer, depth=0):
    """Whether ``answer`` has the exact form that :mod:`autograder.evidence` gives it."""
    if not isinstance(answer, dict) or not isinstance(answer.get("type"), str) or depth > 8:
        return False
    if answer["type"] not in FIELDS or len(answer.get("items", ())) > LARGEST:
        return False
    fields = FIELDS[answer["type"]]
    optional = {"predictions"} if answer["type"] == "model" else set()
    if not fields.keys() | {"type"} <= answer.keys() <= fields.keys() | {"type"} | optional:
        return False
    if not all(is_exactly(answer[name], kinds) for name, kinds in fields.items()):
        return False
    if answer["type"] == "array":
        return is_array(answer)
    if answer["type"] == "model":
        return is_model(answer) and is_description(
            answer.get("predictions", {"type": "none"}), depth + 1
        )
    items = answer.get("items", [])
    return all(
        is_description(item, depth + 1)
        for item in (items.values() if isinstance(items, dict) else items)
    )


def is_exactly(value, kinds):
    """isinstance, but True is no number."""
    return isinstance(value, kinds) and (kinds is bool or not isinstance(value, bool))


def is_array(answer):
    """Whether a described array's shape and values are numbers that fit together."""
    size = 1
    for axis in answer["shape"]:
        if not is_exactly(axis, int) or axis < 0:
            return False
        size *= axis
    return size == len(answer["values"]) and all(
        is_exactly(number, (int, float, type(None))) for number in answer["values"]
    )


def is_model(answer):
    """Whether a described model's layers and shapes have the form that they should."""
    shapes = [*answer["takes"], *answer["outputs"], *answer["weights"]]
    for layer in answer["layers"]:
        if not (
            isinstance(layer, dict)
            and layer.keys() == {"kind", "units", "shapes", "params"}
            and isinstance(layer["kind"], str)
            and is_exactly(layer["units"], (int, type(None)))
            and is_exactly(layer["params"], int)
            and isinstance(layer["shapes"], list)
            and layer["shapes"]
        ):
            return False
        shapes += layer["shapes"]
    return all(
        isinstance(shape, list) and all(is_exactly(axis, (int, type(None))) for axis in shape)
        for shape in shapes
    )
