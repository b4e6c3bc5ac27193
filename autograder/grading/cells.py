"""What the cells of an assignment's notebook are, by nbgrader's metadata."""

from nbgrader.utils import is_grade, is_solution

EXTRA = "extra-"


def grade_id(cell):
    """The id that nbgrader knows a cell by, or None."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def is_check(cell):
    """A check cell: graded automatically, not written by the student."""
    return cell.cell_type == "code" and is_grade(cell) and not is_solution(cell)


def is_answer(cell):
    """An answer cell, whether the grader or a person judges it."""
    return is_solution(cell)


def is_extra(cell):
    """A cell that the student added; :mod:`autograder.grading.rebuild` gives it such an id."""
    return cell.get("id", "").startswith(EXTRA)


def notes(notebook):
    """What grading wants to tell a person about this notebook, as a list of sentences that can be added to."""
    return notebook.metadata.setdefault("autograder", {}).setdefault("review", [])
