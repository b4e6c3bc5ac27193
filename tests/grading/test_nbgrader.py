"""Plain nbgrader, started at the course's root without flags, gives the same scores as the course's own command."""

import csv
import os
import shutil
import subprocess
import sys

import pytest

from autograder.grading import course
from autograder.grading.grade import grade
from autograder.sample_class import DISARM
from classroom import hand_in, released, scores, solved, told, with_cell

NAME = "sequential_data"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A copy of the course, so that its own classroom is never touched."""
    root = tmp_path_factory.mktemp("course")
    for folder in ("autograder", "solutions", "exercises"):
        shutil.copytree(
            course.ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(course.ROOT / "nbgrader_config.py", root)
    for student, notebook in submissions().items():
        hand_in(root / "classroom", student, NAME, notebook)
    return root


def submissions():
    return {
        "solution": solved(NAME),
        "release": released(NAME),
        "disarms": with_cell(solved(NAME), DISARM),
    }


def nbgrader(root, *arguments):
    """Run nbgrader at the root of the copied course, whose package is imported instead of the installed one."""
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=root,
        text=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    return done.returncode, done.stdout + done.stderr


def test_release_grade_feedback_and_export(root, tmp_path):
    for step in ("generate_assignment", "autograde", "generate_feedback"):
        force = (
            ["--force"] if step == "generate_assignment" else []
        )  # the copy has the released notebook already
        status, said = nbgrader(root, step, NAME, *force)
        assert status == 0, said
    status, said = nbgrader(root, "export")
    assert status == 0, said
    assert (root / "exercises" / NAME / f"{NAME}.ipynb").read_text() == course.release_path(
        NAME
    ).read_text()

    for student, notebook in submissions().items():
        hand_in(tmp_path, student, NAME, notebook)
    grade([NAME], tmp_path, say=lambda line: None)
    assert scores(root / "classroom", NAME) == scores(tmp_path, NAME)
    for student in submissions():
        assert told(root / "classroom", student, NAME) == told(tmp_path, student, NAME)
        assert (root / "classroom" / "feedback" / student / NAME / f"{NAME}.html").exists()

    with open(root / "classroom" / "grades.csv") as file:
        exported = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert exported["release"] == exported["disarms"] == 0 < exported["solution"]


def test_validate_passes_the_solution_and_tells_what_is_wrong(root):
    status, said = nbgrader(
        root,
        "validate",
        str(root / "classroom" / "submitted" / "solution" / NAME / f"{NAME}.ipynb"),
    )
    assert "Success! Your notebook passes all the tests." in said
    status, said = nbgrader(root, "validate", str(root / "exercises" / NAME / f"{NAME}.ipynb"))
    assert "VALIDATION FAILED" in said and "not answered yet" in said
