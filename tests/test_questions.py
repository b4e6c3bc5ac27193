"""Every question is answerable, and every wrong answer gets 0 with its cause named.

The answers to try stand beside each question in its solution notebook; see `autograder.grading.tryouts`.
"""

import pytest
from notebooks import Run

from autograder.answers import show
from autograder.grading import course
from autograder.grading.cells import is_answer
from autograder.grading.tryouts import questions
from autograder.misconceptions import CATALOGUE

ASSIGNMENTS = course.assignments()


def solution(assignment):
    return course.read(course.solution_path(assignment))


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_answers_are_judged_as_they_should_be(assignment, monkeypatch):
    notebook = solution(assignment)
    asked = questions(notebook)
    run = Run(notebook, monkeypatch)
    assert list(run.key) == [question.name for question in asked], (
        "a check cell must ask for the answer above it"
    )
    for question in asked:
        tried = [
            ("right", question.answer),
            *(("right", tryout) for tryout in question.right),
            *question.wrong.items(),
        ]
        for cause, tryout in tried:
            code = question.source(tryout)
            verdict = run.judge(question, code)
            assert verdict.cause == cause, f"{verdict.sentence}\n\n{code}"
            assert verdict.right == (cause == "right")
            assert not tells_the_answer(verdict, run.key[question.name]["answer"]), verdict.sentence


def tells_the_answer(verdict, right):
    """Whether a miss has the right answer in its sentence, beside what was answered.

    Short answers may stand there by chance, and one of the wrong type may be repeated as it came.
    """
    if (
        verdict.right
        or verdict.cause == "type"
        or right["type"] not in ("int", "float", "list", "dict")
    ):
        return False
    return len(show(right)) > 3 and show(right) in verdict.sentence


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_question_has_enough_answers_to_try(assignment):
    for question in questions(solution(assignment)):
        assert len(question.wrong) >= 2, f"{question.name} needs two wrong answers"
        assert len(question.right) >= 1, f"{question.name} needs another right answer"


def test_every_misconception_is_tried():
    tried = {
        cause
        for assignment in ASSIGNMENTS
        for question in questions(solution(assignment))
        for cause in question.wrong
    }
    assert {entry.cause for entry in CATALOGUE} - tried == set()


def test_the_assignments_have_enough_questions():
    notebooks = [solution(assignment) for assignment in ASSIGNMENTS]
    by_hand = [
        cell
        for notebook in notebooks
        for cell in notebook.cells
        if is_answer(cell) and cell.cell_type == "markdown"
    ]
    assert len(ASSIGNMENTS) == 8
    assert sum(len(questions(notebook)) for notebook in notebooks) >= 60
    assert len(by_hand) >= 8
