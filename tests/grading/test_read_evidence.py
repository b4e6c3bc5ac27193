"""Evidence is taken from a check cell only if it is one piece, of this question, in the exact form."""

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_output

from autograder import check
from autograder.evidence import describe
from autograder.grading.read_evidence import is_description, read_evidence

QUESTION = {"check": "value", "name": "count", "rule": "params"}
MODEL = {"takes": [[None, 3]], "outputs": [[None, 1]], "weights": [[3, 1]]}
LAYER = {"kind": "Dense", "units": 1, "shapes": [[None, 1]], "params": 4}


def bundle(answer, question=QUESTION):
    return new_output("display_data", {check.MIME: {"question": question, "answer": answer}})


def cell(*outputs):
    return new_code_cell(outputs=list(outputs), execution_count=1)


def test_one_piece_of_this_question_is_taken():
    found, trouble = read_evidence(cell(bundle(describe(3264))), QUESTION)
    assert found["answer"] == {"type": "int", "value": 3264}
    assert trouble == ""


def test_prints_and_pictures_beside_it_do_no_harm():
    noise = [new_output("stream", text="a line"), new_output("display_data", {"image/png": "AAAA"})]
    assert read_evidence(cell(*noise, bundle(describe(1))), QUESTION)[1] == ""


@pytest.mark.parametrize(
    "outputs, why",
    [
        ([], "without leaving evidence"),
        ([bundle(describe(1)), bundle(describe(1))], "2 pieces of evidence"),
        ([bundle(describe(1), {**QUESTION, "name": "other"})], "not of this question"),
        ([new_output("execute_result", {check.MIME: {}})], "without leaving evidence"),
        ([new_output("display_data", {check.MIME: None})], "not of this question"),
        ([new_output("error", ename="NameError", evalue="no x")], "stopped with NameError: no x"),
    ],
)
def test_anything_else_is_no_evidence_and_the_reason_is_told(outputs, why):
    found, trouble = read_evidence(cell(*outputs), QUESTION)
    assert found is None
    assert why in trouble


@pytest.mark.parametrize(
    "value",
    [..., 1, True, 1.5, float("nan"), "a", (None, 3), {"a": [1, None]}, np.ones((2, 3)), object()],
    ids=lambda value: type(value).__name__,
)
def test_what_check_describes_has_the_form(value):
    assert is_description(describe(value))


@pytest.mark.parametrize(
    "forged",
    [
        3360,
        {"type": "int"},
        {"type": ["int"], "value": 1},
        {"type": "int", "value": True},
        {"type": "int", "value": "3360"},
        {"type": "int", "value": 1, "points": 100},
        {"type": "list", "items": [3360]},
        {"type": "array", "shape": [3], "dtype": "f", "values": [1.0]},
        {"type": "array", "shape": [-1, -1], "dtype": "f", "values": [1.0]},
        {"type": "array", "shape": [1], "dtype": "f", "values": ["1"]},
        {"type": "model", **MODEL, "layers": [{**LAYER, "params": "4"}]},
        {"type": "model", **MODEL, "layers": [{**LAYER, "shapes": []}]},
        {"type": "model", **MODEL, "layers": [LAYER], "predictions": 1},
    ],
    ids=str,
)
def test_forged_descriptions_are_refused(forged):
    assert not is_description(forged)


def test_deep_nests_are_refused():
    deep = {"type": "none"}
    for _ in range(50):
        deep = {"type": "list", "items": [deep]}
    assert not is_description(deep)
