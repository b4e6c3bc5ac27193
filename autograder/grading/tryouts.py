"""Tryouts: answers to try on a question, in a raw cell beside it in the solution notebook.

The cell is tagged ``tryouts`` and holds YAML: for each answer's name a list of ``right`` answers and, by cause, the
``wrong`` ones. An answer is the answer cell's new source, or ``replace``: texts of the solution and what to put in
their place. The tests try them all, the sample class is made of them, and they are never released.
"""

from dataclasses import dataclass

import yaml
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.grading.cells import grade_id, is_answer, is_check

TAG = "tryouts"


class DropTryouts(NbGraderPreprocessor):
    """nbgrader's first step when it generates an assignment."""

    def preprocess(self, nb, resources):
        nb.cells = [cell for cell in nb.cells if not is_tryouts(cell)]
        return nb, resources


def is_tryouts(cell):
    return TAG in cell.metadata.get("tags", [])


def solved_answers(solution):
    """The solution's answers by their names, without the marks around what is not released."""
    return {
        grade_id(cell): without_marks(cell.source) for cell in filter(is_answer, solution.cells)
    }


def without_marks(source):
    return "\n".join(
        line for line in source.splitlines() if "### BEGIN" not in line and "### END" not in line
    )


@dataclass(frozen=True)
class Question:
    """An autograded question: the answer's name, the solution's source, the check's source, and the answers to try."""

    name: str
    answer: str
    check: str
    right: list
    wrong: dict

    def source(self, tryout):
        """The answer cell's source for one of the answers to try."""
        if isinstance(tryout, str):
            return tryout
        changed = self.answer
        for old, new in tryout["replace"].items():
            if old not in changed:
                raise ValueError(
                    f"{self.name}: {old!r} is not in the solution, so it can't be replaced"
                )
            changed = changed.replace(old, new)
        return changed


def questions(solution):
    """The autograded questions of a solution notebook, in order. An answer cell stands before its check cell."""
    tryouts = {}
    for cell in filter(is_tryouts, solution.cells):
        tryouts |= yaml.safe_load(cell.source)
    found, answer = [], None
    for cell in solution.cells:
        if is_answer(cell):
            answer = cell
        elif is_check(cell):
            tried = tryouts.get(grade_id(answer), {})
            found.append(
                Question(
                    grade_id(answer),
                    without_marks(answer.source),
                    cell.source,
                    tried.get("right", []),
                    tried.get("wrong", {}),
                )
            )
    return found
