"""The committed exercises are what the solutions make."""

import pytest

from autograder.grading import course
from autograder.grading.release import release, released_text
from autograder.grading.tryouts import is_tryouts


@pytest.mark.parametrize("name", course.assignments())
def test_exercises_are_what_release_makes(name):
    assert course.release_path(name).read_text() == released_text(name), (
        f"run `python -m autograder release {name}`"
    )


@pytest.mark.parametrize("name", course.assignments())
def test_nothing_of_a_solution_is_released(name):
    notebook = course.read(course.release_path(name))
    assert not any(map(is_tryouts, notebook.cells))
    assert not any("SOLUTION" in cell.source or cell.get("outputs") for cell in notebook.cells)


def test_every_exercise_has_a_solution():
    assert sorted(path.name for path in course.EXERCISES.iterdir()) == course.assignments()


def test_release_writes_only_what_changed(tmp_path, monkeypatch):
    name = course.assignments()[0]
    monkeypatch.setattr(course, "EXERCISES", tmp_path)
    said = []
    release([name], say=said.append)
    release([name], say=said.append)
    assert said == [f"{name}: released", f"{name}: unchanged"]
