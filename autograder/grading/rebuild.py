"""Rebuild: start from the released notebook, and take from a submission only what a student may write.

These are the sources of the answer cells and the student's extra cells, without metadata and outputs. Everything
else (check cells, sizes, points, tags, the kernel) is as it was released, whatever the submission says.
"""

import ast
import copy
import re
from dataclasses import dataclass, field

from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.grading import course
from autograder.grading.cells import EXTRA, grade_id, is_answer, notes

LONGEST_SOURCE = 200_000  # characters; no honest cell comes near


class Rebuild(NbGraderPreprocessor):
    """nbgrader's sanitize step: replaces the submitted notebook by the rebuilt one."""

    def preprocess(self, nb, resources):
        release = course.read(course.release_path(resources["nbgrader"]["assignment"]))
        return rebuild(release, nb), resources


def rebuild(release, submitted):
    """The released notebook with the answers and the extra cells of ``submitted``, in a new notebook."""
    rebuilt, written = copy.deepcopy(release), written_by_student(release, submitted)
    for cell in filter(is_answer, rebuilt.cells):
        answer = written.answers.get(grade_id(cell))
        # Not the stub: an answer may stand in another cell, and the stub would undo it.
        cell.source = source(answer) if answer is not None else ""
        if cell.cell_type == "markdown":
            show_pictures(cell, answer)
    asked = [grade_id(cell) for cell in filter(is_answer, rebuilt.cells)]
    missing = [name for name in asked if name not in written.answers]
    if missing:
        notes(rebuilt).append(f"the submission has no cell for {', '.join(missing)}.")
    if written.changed:
        notes(rebuilt).append(
            f"changes were dropped in what was released: {', '.join(written.changed)}."
        )
    rebuilt.cells = [
        cell
        for place, own in enumerate([None, *rebuilt.cells])
        for cell in ([own] if own else []) + written.extras.get(place, [])
    ]
    return rebuilt


@dataclass
class Written:
    """What a student wrote: the answer cells by grade id, the extra cells by the number of released cells before them.

    ``changed`` names the released code cells that were changed although they are not for writing.
    """

    answers: dict = field(default_factory=dict)
    extras: dict = field(default_factory=dict)
    changed: list = field(default_factory=list)


def written_by_student(release, submitted):
    """Sort the submission's cells into answers, extra cells and what was released."""
    place_of_id = {cell.get("id"): place for place, cell in enumerate(release.cells, start=1)}
    released = dict(zip(place_of_id.values(), release.cells, strict=True))
    chosen = chosen_answers(release, submitted)
    present = {cell_id(cell) for cell in submitted.cells}
    # A cell may have lost its id on the way; then its text tells that it was released.
    lost = {cell.source.strip() for cell in release.cells if cell.get("id") not in present}
    written, place = Written(), 0
    for index, cell in enumerate(submitted.cells):
        if index in chosen:
            written.answers[chosen[index]] = cell
            place = next(at for at, own in released.items() if grade_id(own) == chosen[index])
        elif (at := place_of_id.get(cell_id(cell))) and not is_answer(released[at]):
            place = at
            if (
                released[at].cell_type == "code"
                and source(cell).strip() != released[at].source.strip()
            ):
                written.changed.append(grade_id(released[at]) or released[at].id)
                keep(written, place, imports(source(cell)), index)
        elif source(cell).strip() not in lost and cell.cell_type in ("code", "markdown"):
            keep(written, place, cell, index)
    return written


def chosen_answers(release, submitted):
    """The index of the cell that counts as the answer, for each answer: {index: grade id}.

    Of several with an answer's grade id the one with the released cell's id counts, else the last, as it did when the
    student ran them all. Where no cell has the grade id any more, the released cell's id tells.
    """
    found = {}
    for own in filter(is_answer, release.cells):
        marked = [
            i for i, cell in enumerate(submitted.cells) if submitted_grade_id(cell) == grade_id(own)
        ]
        same_id = [i for i, cell in enumerate(submitted.cells) if cell_id(cell) == own.get("id")]
        best = [i for i in marked if i in same_id] or marked or same_id
        if best:
            found[best[-1]] = grade_id(own)
    return found


def keep(written, place, cell, index):
    """Keep an extra cell, stripped of its metadata, unless it is empty."""
    if source(cell).strip():
        new = new_code_cell if cell.cell_type == "code" else new_markdown_cell
        kept = new(source(cell), id=f"{EXTRA}{index}")
        if cell.cell_type == "markdown":
            show_pictures(kept, cell)
        written.extras.setdefault(place, []).append(kept)


def imports(text):
    """A code cell with the imports at the top of ``text``: what an honest student adds to a cell of ours."""
    try:
        found = [
            node for node in ast.parse(text).body if isinstance(node, ast.Import | ast.ImportFrom)
        ]
    except (SyntaxError, ValueError, RecursionError):
        found = []
    return new_code_cell("\n".join(map(ast.unparse, found)))


def show_pictures(cell, submitted):
    """Take over the pictures pasted into a markdown cell; a page can't be made where one is missing."""
    attachments = submitted.get("attachments", {}) if submitted is not None else {}
    pictures = {
        name: {kind: data for kind, data in bundle.items() if kind.startswith("image/")}
        for name, bundle in (attachments.items() if isinstance(attachments, dict) else ())
        if isinstance(bundle, dict) and all(isinstance(data, str) for data in bundle.values())
    }
    if pictures:
        cell.attachments = pictures
    cell.source = re.sub(
        r"attachment:([^)\s\"']+)",
        lambda match: match[0] if pictures.get(match[1]) else "missing-picture",
        cell.source,
    )


def cell_id(cell):
    """The cell's id; a submission may have anything there."""
    return cell.get("id") if isinstance(cell.get("id"), str) else ""


def submitted_grade_id(cell):
    """The grade id that a submitted cell claims, or None."""
    marks = cell.get("metadata", {}).get("nbgrader", {})
    name = marks.get("grade_id") if isinstance(marks, dict) else None
    return name if isinstance(name, str) else None


def source(cell):
    """The cell's source as text that can be written, with this system's line ends.

    It is cut at a length that no honest cell reaches.
    """
    text = cell.get("source", "")
    text = "".join(map(str, text)) if isinstance(text, list) else str(text)
    text = text[:LONGEST_SOURCE].replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode("utf-8")
