"""Rebuild: start from the released notebook, and take from a submission only what a student may write.

These are the sources of the answer cells and the student's extra cells, without metadata and outputs. Everything
else (check cells, sizes, points, tags, the kernel) is as it was released, whatever the submission says.
"""

import copy

from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.grading import course
from autograder.grading.cells import grade_id, is_answer, notes

LONGEST_SOURCE = 200_000  # characters; no honest cell comes near


class Rebuild(NbGraderPreprocessor):
    """nbgrader's sanitize step: replaces the submitted notebook by the rebuilt one."""

    def preprocess(self, nb, resources):
        release = course.read(course.release_path(resources["nbgrader"]["assignment"]))
        return rebuild(release, nb), resources


def rebuild(release, submitted):
    """The released notebook with the answers and the extra cells of ``submitted``, in a new notebook."""
    rebuilt = copy.deepcopy(release)
    answers, extras = answers_and_extras(release, submitted)
    for cell in rebuilt.cells:
        if is_answer(cell) and grade_id(cell) in answers:
            cell.source = answers[grade_id(cell)]
    missing = [
        grade_id(cell)
        for cell in rebuilt.cells
        if is_answer(cell) and grade_id(cell) not in answers
    ]
    if missing:
        notes(rebuilt).append(f"the submission has no cell for {', '.join(missing)}.")
    rebuilt.cells = [
        cell
        for place, own in enumerate([None, *rebuilt.cells])
        for cell in ([own] if own else []) + extras.get(place, [])
    ]
    return rebuilt


def answers_and_extras(release, submitted):
    """The answers by grade id, and the extra cells by the number of released cells before them."""
    places = {}  # what identifies a released cell, to its place
    for place, cell in enumerate(release.cells, start=1):
        places[("id", cell.get("id"))] = places[("source", cell.source.strip())] = place
        if is_answer(cell):
            places[("answer", grade_id(cell))] = place
    answered = {key[1] for key in places if key[0] == "answer"}
    answers, extras, place = {}, {}, 0
    last = {}  # where an answer cell was copied, the last copy counts, as it did when the student ran them all
    for index, cell in enumerate(submitted.cells):
        if submitted_grade_id(cell) in answered:
            last[submitted_grade_id(cell)] = index
    for index, cell in enumerate(submitted.cells):
        name = submitted_grade_id(cell)
        if last.get(name) == index:
            answers[name] = source(cell)
            place = places[("answer", name)]
        elif name not in answered and (
            known := places.get(("id", cell_id(cell)))
            or places.get(("source", source(cell).strip()))
        ):
            place = known
        elif source(cell).strip() and cell.cell_type in ("code", "markdown"):
            extras.setdefault(place, []).append(extra_cell(cell, index))
    return answers, extras


def cell_id(cell):
    """The cell's id; a submission may have anything there."""
    return cell.get("id") if isinstance(cell.get("id"), str) else ""


def submitted_grade_id(cell):
    marks = cell.get("metadata", {}).get("nbgrader", {})
    return (
        marks.get("grade_id")
        if isinstance(marks, dict) and isinstance(marks.get("grade_id"), str)
        else None
    )


def source(cell):
    """The cell's source as text that can be written, with this system's line ends.

    It is cut at a length that no honest cell reaches.
    """
    text = cell.get("source", "")
    text = "".join(map(str, text)) if isinstance(text, list) else str(text)
    text = text[:LONGEST_SOURCE].replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode("utf-8")


def extra_cell(cell, index):
    new = new_code_cell if cell.cell_type == "code" else new_markdown_cell
    return new(source(cell), id=f"extra-{index}")
