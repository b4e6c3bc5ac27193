"""Build notebooks and classrooms for the tests, from the released exercises and the solutions."""

import nbformat
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from autograder.grading import course
from autograder.grading.cells import grade_id
from autograder.grading.config import gradebook_url
from autograder.grading.tryouts import questions, solved_answers
from autograder.sample_class import with_answers


def released(name):
    return course.read(course.release_path(name))


def solved(name, **answers):
    """The released notebook with the solution's answers, but other sources for those in ``answers``."""
    return with_answers(
        released(name), solved_answers(course.read(course.solution_path(name))) | answers
    )


def wrong(name, answer, cause):
    """The source of the answer to try on a question that has this cause."""
    asked = {
        question.name: question for question in questions(course.read(course.solution_path(name)))
    }
    return asked[answer].source(asked[answer].wrong[cause])


def with_cell(notebook, source, at=0):
    notebook.cells.insert(at, new_code_cell(source, id=f"added-{at}"))
    return notebook


def hand_in(classroom, student, name, notebook):
    """Write a submission; a notebook, or the text of a file."""
    path = classroom / "submitted" / student / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(notebook if isinstance(notebook, str) else nbformat.writes(notebook))
    return path


def scores(classroom, name):
    """Each student's points at the autograded questions: {student: {check cell: (points, most)}}."""
    found = {}
    with Gradebook(gradebook_url(classroom)) as gradebook:
        for submission in gradebook.assignment_submissions(name):
            for notebook in submission.notebooks:
                found[submission.student.id] = {
                    grade.name: (grade.score, grade.max_score)
                    for grade in notebook.grades
                    if grade.cell_type == "code"
                }
    return found


def told(classroom, student, name):
    """What the autograded notebook tells at each check cell: {check cell: sentence}."""
    notebook = course.read(classroom / "autograded" / student / name / f"{name}.ipynb")
    return {
        grade_id(cell): output.get("text") or output.get("evalue")
        for cell in notebook.cells
        if grade_id(cell)
        for output in cell.get("outputs", [])[-1:]
    }
