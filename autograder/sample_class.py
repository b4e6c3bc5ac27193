"""A sample class for `make course`: submissions right, partly right, blank, mistaken and hostile, and their grades.

python -m autograder.sample_class DIR
"""

import argparse
import copy
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from autograder.__main__ import print_report
from autograder.grading import course
from autograder.grading.cells import grade_id, is_answer
from autograder.grading.config import gradebook_url
from autograder.grading.grade import grade
from autograder.grading.tryouts import questions, solved_answers

ASSIGNMENTS = ("simple_rnn", "lstm", "gru")

# From here on every cell of the notebook does nothing, check cells too.
DISARM = "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])"


def submissions(name):
    """The sample notebooks of an assignment by the student's name, as text."""
    release, solution = (
        course.read(course.release_path(name)),
        course.read(course.solution_path(name)),
    )
    right, asked = solved_answers(solution), questions(solution)
    wrong = {
        question.name: question.source(next(iter(question.wrong.values()))) for question in asked
    }
    first_half = [question.name for question in asked[: len(asked) // 2]]
    return {
        "right": nbformat.writes(with_answers(release, right)),
        "partly-right": nbformat.writes(
            with_answers(release, {key: right[key] for key in first_half})
        ),
        "blank": nbformat.writes(release),
        "mistaken": nbformat.writes(with_answers(release, wrong)),
        "hostile-disarms-cells": nbformat.writes(with_first_cell(release, DISARM)),
        "hostile-kills-its-kernel": nbformat.writes(
            with_first_cell(release, "import os; os._exit(0)")
        ),
        "unreadable": nbformat.writes(release)[:1000],
    }


def with_answers(release, answers):
    notebook = copy.deepcopy(release)
    for cell in filter(is_answer, notebook.cells):
        cell.source = answers.get(grade_id(cell), cell.source)
    return notebook


def with_first_cell(release, source):
    notebook = copy.deepcopy(release)
    notebook.cells.insert(0, new_code_cell(source, id="first"))
    return notebook


def hand_in(classroom):
    """Write the sample class's submissions; those that are there already and the same stay as they are."""
    for name in ASSIGNMENTS:
        for student, text in submissions(name).items():
            path = classroom / "submitted" / student / name / f"{name}.ipynb"
            if not path.exists() or path.read_text() != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)


def print_scores(classroom):
    """A table of students and autograded points; answers in words wait for a person."""
    with Gradebook(gradebook_url(classroom)) as gradebook:
        rows = {}
        for submission in (
            one for name in ASSIGNMENTS for one in gradebook.assignment_submissions(name)
        ):
            scores = rows.setdefault(submission.student.id, {})
            scores[submission.assignment.name] = (
                f"{submission.code_score:g} / {submission.max_code_score:g}"
            )
    width = max(map(len, rows)) + 2
    print(f"\n{'student':<{width}}" + "".join(f"{name:>14}" for name in ASSIGNMENTS))
    for student in sorted(rows):
        print(
            f"{student:<{width}}"
            + "".join(f"{rows[student].get(name, ''):>14}" for name in ASSIGNMENTS)
        )


def main(classroom):
    hand_in(classroom)
    report = grade(ASSIGNMENTS, classroom)
    print_report(report)
    print_scores(classroom)
    return 1 if report.failed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m autograder.sample_class", description=__doc__)
    parser.add_argument("classroom", type=Path, metavar="DIR", help="where the sample class lives")
    sys.exit(main(parser.parse_args().classroom))
