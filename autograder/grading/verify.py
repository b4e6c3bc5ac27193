"""Verify: turn the evidence of each check cell into a verdict, outside the kernel that ran the student's code.

The verdict is written into the check cell's outputs in the form that nbgrader scores: an error is 0 points, text on
stdout is full marks. All else that the cell left there is removed, so no output of the student's counts.
"""

from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder import check, evidence, judge
from autograder.grading import key
from autograder.grading.cells import grade_id, is_check, notes


class Verify(NbGraderPreprocessor):
    """nbgrader's step between executing and saving the scores."""

    def preprocess(self, nb, resources):
        return verify(nb, key.questions(resources["nbgrader"]["assignment"])), resources


def verify(notebook, questions):
    """Write a verdict into each check cell. ``questions`` has the key's question for each check cell's grade id.

    What a person should look at goes to the notebook's notes, a sentence for all questions that it holds for.
    """
    troubles = {}
    for cell in filter(is_check, notebook.cells):
        question = questions[grade_id(cell)]
        right, sentence, trouble = verdict_on(cell, question, notebook)
        cell.outputs = [output(right, sentence)]
        if trouble:
            troubles.setdefault(trouble, []).append(question["name"])
    notes(notebook).extend(f"{listed(names)}: {trouble}" for trouble, names in troubles.items())
    return notebook


def listed(names):
    """Names in a row; of many the first two, and how many there are."""
    if len(names) <= 3:
        return ", ".join(names)
    return f"{len(names)} answers ({names[0]}, {names[1]}, ...)"


def verdict_on(cell, question, notebook):
    """Whether the answer is right, the sentence that says why, and what a person should look at, if anything."""
    name, grading = question["name"], notebook.metadata.get("autograder", {})
    if cell.get("execution_count") is None and "stopped" in grading:
        return False, f"{name}: 0 points, because it was not run. {grading['stopped']}", ""
    try:
        found, trouble = read_evidence(cell, question)
        if not trouble:
            verdict = judge.verdict(question, found["answer"], grading.get("seed", 0))
            if not verdict.right and found["question"] != question:
                return (
                    False,
                    f"{explained(verdict, question, notebook)} {OTHER_QUESTION}",
                    OTHER_QUESTION,
                )
            return verdict.right, explained(verdict, question, notebook), ""
    except Exception as error:  # evidence that has the form of an answer, but makes no sense
        trouble = f"its evidence could not be judged ({type(error).__name__})."
    return False, f"{name}: 0 points, because {trouble}", trouble


OTHER_QUESTION = (
    "In this notebook the question was asked with other sizes than the exercise's: "
    "a cell changes a name that the exercise uses."
)


def explained(verdict, question, notebook):
    """The verdict's sentence; where there is no answer because its cell raised, the error instead."""
    if verdict.cause in ("unanswered", "undefined"):
        for cell in notebook.cells:
            if grade_id(cell) == question["name"]:
                for error in (
                    output for output in cell.get("outputs", []) if output.output_type == "error"
                ):
                    return (
                        f"{question['name']}: its cell stopped with {error.ename}: {error.evalue}"[
                            :500
                        ]
                    )
    return verdict.sentence


def output(right, sentence):
    """The only output of a check cell, in the form that nbgrader scores."""
    if right:
        return new_output("stream", name="stdout", text=f"{sentence}\n")
    return new_output("error", ename="Missed", evalue=sentence, traceback=check.wrapped(sentence))


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
            return None, f"its check stopped with {error.ename}: {error.evalue}"[:300]
        if cell.get("execution_count") is None:
            return None, "its check was not run."
        return (
            None,
            "its check ran without leaving evidence. Something in the notebook changed what cells do.",
        )
    if len(found) > 1:
        return None, f"its check left {len(found)} pieces of evidence instead of one."
    if not is_evidence(found[0], question):
        return None, "its check left evidence that is not of this question."
    return found[0], ""


def is_evidence(found, question):
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


LARGEST = max(evidence.LARGEST_ARRAY, evidence.LARGEST_LIST)


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
    size = 1
    for axis in answer["shape"]:
        if not is_exactly(axis, int) or axis < 0:
            return False
        size *= axis
    return size == len(answer["values"]) and all(
        is_exactly(number, (int, float, type(None))) for number in answer["values"]
    )


def is_model(answer):
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
