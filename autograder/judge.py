"""Judge a described answer against the reference: right or not, why, and one sentence for the student.

The same function serves JupyterLab, where question and answer both come from the student's notebook, and the grader,
where the question comes from the solution notebook and only the answer from the student. TensorFlow is not needed.

What is told first is what is wrong first: the name exists, the type, the shape, the value.
"""

from dataclasses import dataclass

import numpy as np

from autograder import evidence, judge_model, misconceptions, reference
from autograder.answers import (
    ARRAY,
    kind,
    mismatch,
    read_array,
    read_items,
    read_number,
    same,
    same_result,
    show,
)
from autograder.questions import decode, substitute, unknown_parts


@dataclass(frozen=True)
class Verdict:
    """``cause`` is ``right``, a cause of the catalogue, or one of ``unanswered undefined raised type shape value``."""

    right: bool
    sentence: str
    cause: str


def verdict(question, answer, seed):
    """Judge ``answer``, described by :mod:`autograder.evidence` in a run with ``seed``, to ``question``."""
    missing = missing_cause(answer)
    cause, sentence = missing or CHECKS[question["check"]](question, answer, seed)
    return Verdict(cause == "right", f"{question['name']}: {sentence}", cause)


def missing_cause(answer):
    unfilled = [key for key, item in items_of(answer) if item["type"] == "unanswered"]
    if answer["type"] == "undefined":
        return (
            "undefined",
            "there is no such name in the notebook. Run the cell that defines it, and look for an error there.",
        )
    if is_unanswered(answer):
        return "unanswered", "not answered yet."
    if unfilled:
        return "unanswered", f"{unfilled[0]!r} is not answered yet."
    if answer["type"] == "raised":
        if answer["error"].startswith("KeyboardInterrupt"):
            return "raised", "your code took too long and was interrupted."
        return "raised", f"your code stopped with {answer['error']}"
    return None


def items_of(answer):
    return answer["items"].items() if answer["type"] == "dict" else ()


def is_unanswered(answer):
    """``...`` or ``None``, or a collection or a function's results that are nothing else."""
    if answer["type"] not in ("list", "dict", "calls"):
        return answer["type"] == "unanswered"
    items = answer["items"].values() if answer["type"] == "dict" else answer["items"]
    return bool(items) and all(item["type"] == "unanswered" for item in items)


# Values


def check_value(question, answer, seed):
    given = decode(question["given"])
    expected = getattr(reference, question["rule"])(**given)
    if same(answer, expected):
        return "right", "right."
    if wrong_form := mismatch(answer, expected):
        return "type", wrong_form
    known = misconceptions.explain(question, [given], lambda _, wrong: same(answer, wrong))
    if known:
        return known.cause, known.sentence.format(answer=show(answer))
    if isinstance(expected, np.ndarray) and (found := read_array(answer)).shape != expected.shape:
        return (
            "shape",
            f"an array of shape {found.shape} came. {misplaced(found.shape, expected.shape)}",
        )
    return (
        "value",
        f"{show(answer)} does not fit. {misconceptions.HINTS.get(question['rule'], '')}".strip(),
    )


# Inverse questions


def check_solve(question, answer, seed):
    proposal, refused = read_proposal(question, answer)
    if refused:
        return "type", refused
    gives = decode(question["gives"])
    try:
        given = decode(substitute(question["given"], proposal))
        result = evidence.describe(getattr(reference, question["rule"])(**given))
    except (TypeError, ValueError) as error:
        return "type", f"{show(answer)} can't be used here: {error}."
    if same(result, gives):
        return "right", "right."
    known = misconceptions.explain(
        question, [given], lambda _, wrong: same(evidence.describe(wrong), gives)
    )
    if known:
        behind = "The count" if isinstance(gives, int) else "The reasoning"
        return known.cause, known.sentence.format(answer=f"{behind} behind {show(answer)}")
    return (
        "value",
        f"{show(answer)} gives {show(result)}; {show(evidence.describe(gives))} is asked for.",
    )


def read_proposal(question, answer):
    """The answer as Python values for the question's unknowns, and why it can't be read, if so."""
    wanted = sorted(unknown_parts(question["given"]))
    if not wanted:
        return scalar(answer)
    if answer["type"] != "dict" or sorted(answer["items"]) != wanted:
        return (
            None,
            f"a dictionary with the keys {', '.join(map(repr, wanted))} was expected, {kind(answer)} came.",
        )
    read = {key: scalar(item) for key, item in answer["items"].items()}
    refused = [f"at {key!r}, {why}" for key, (_, why) in read.items() if why]
    return {key: item for key, (item, _) in read.items()}, " ".join(refused[:1])


def scalar(answer):
    if answer["type"] in ("bool", "text"):
        return answer["value"], ""
    number = read_number(answer)
    if number is None:
        return None, f"a number, True, False or a text was expected, {kind(answer)} came."
    return (int(number) if float(number).is_integer() else number), ""


# Functions


def check_function(question, answer, seed):
    if answer["type"] != "calls" or len(answer["items"]) != question["cases"]:
        return "type", f"a function was expected, {kind(answer)} came."
    calls = [
        decode(evidence.draw(question["given"], seed, question["name"], case))
        for case in range(question["cases"])
    ]
    rule = getattr(reference, question["rule"])
    expected = [rule(**call) for call in calls]
    if all(map(same_result, answer["items"], expected)):
        return "right", "right."
    if wrong_form := first_misformed(answer["items"], expected):
        return wrong_form
    known = misconceptions.explain(
        question, calls, lambda number, wrong: same_result(answer["items"][number], wrong)
    )
    if known:
        return known.cause, known.sentence.format(answer="what it returns")
    return "value", (
        "what it returns has the right form, but the numbers are others than the statement leads to. "
        "Work one small input by hand and compare."
    )


def first_misformed(items, expected):
    """The first of several results whose form is wrong, as (cause, sentence), or None."""
    return next(filter(None, map(misformed, items, expected)), None)


def misformed(answer, expected):
    """The first thing that is wrong with a result's form, as (cause, sentence), or None."""
    if isinstance(expected, (tuple, list)):
        items = read_items(answer)
        if answer["type"] != "list" or len(items) != len(expected):
            came = f"{len(items)} came" if answer["type"] == "list" else f"{kind(answer)} came"
            return "shape", f"it should return {len(expected)} results in a tuple or list, {came}."
        for number, (item, wanted) in enumerate(zip(items, expected, strict=True), start=1):
            if wrong_form := misformed(item, wanted):
                cause, sentence = wrong_form
                return cause, f"at result {number}, {sentence}"
        return None
    if isinstance(expected, np.ndarray):
        found = read_array(answer)
        if answer["type"] == "list" and any(item["type"] == "array" for item in answer["items"]):
            return (
                "shape",
                f"it should return one array, {len(answer['items'])} in a tuple or list came.",
            )
        if found is None:
            return "type", f"it should return {ARRAY}, {kind(answer)} came."
        if found.shape != expected.shape:
            return (
                "shape",
                f"it returned an array of shape {found.shape}. {misplaced(found.shape, expected.shape)}",
            )
        return None
    if wrong_form := mismatch(answer, expected):
        return "type", f"from what it returns, {wrong_form}"
    return None


def misplaced(found, expected):
    """What is wrong with a shape, without telling the right one."""
    if len(found) != len(expected):
        return f"It should have {len(expected)} {'axis' if len(expected) == 1 else 'axes'}."
    if sorted(found) == sorted(expected):
        return "The sizes are right, but stand on the wrong axes."
    wrong = [
        str(axis)
        for axis, (came, wanted) in enumerate(zip(found, expected, strict=True))
        if came != wanted
    ]
    return f"Its size is wrong on axis {' and '.join(wrong)}."


CHECKS = {
    "value": check_value,
    "solve": check_solve,
    "function": check_function,
    "model": judge_model.check_model,
}
