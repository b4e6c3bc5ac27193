"""Preflight: read a submission's folder without trusting it.

A submission that can't be read is not skipped: it is graded as a blank notebook, and the reason is recorded.
"""

import hashlib
import json
from dataclasses import dataclass, field

import nbformat
import nbformat.reader
from nbgrader.utils import parse_utc

from autograder.grading import course

LARGEST = 50_000_000  # bytes of a notebook file


@dataclass
class Submission:
    """``notebook`` is None where it can't be read; ``notes`` say what a person should know."""

    student: str
    assignment: str
    notebook: nbformat.NotebookNode | None
    digest: str
    notes: list[str] = field(default_factory=list)
    timestamp: str = ""  # when it was handed in, if nbgrader's exchange collected it


def handed_in(classroom, name):
    """The submissions to an assignment, in the order of the students."""
    # All of `*/*`, because a pattern with a plain name at its end passes over links that lead nowhere.
    found = sorted(path for path in (classroom / "submitted").glob("*/*") if path.name == name)
    return [read_submission(path, path.parent.name, name) for path in found if is_hand_in(path)]


def is_hand_in(path):
    """Whether something stands where a submission should, under a name that nbgrader can find and record."""
    student = path.parent.name
    fit = student == student.strip() and student.isprintable() and not set(student) & set("*?[]")
    return fit and (path.is_dir() or path.is_symlink())


def unknown_hand_ins(classroom):
    """What lies beside the submissions and is none: no folder, or not of an assignment of this course."""
    known, submitted = course.assignments(), classroom / "submitted"
    found = [path for path in submitted.glob("*/*") if not path.name.startswith(".")]
    odd = [path for path in found if not (path.name in known and is_hand_in(path))]
    odd += [
        path for path in submitted.glob("*") if not path.is_dir() and not path.name.startswith(".")
    ]
    return sorted(ascii(str(path.relative_to(submitted)))[1:-1] for path in odd)


class Refused(Exception):
    """Why a submission can't be read, in one sentence."""


def read_submission(folder, student, assignment):
    """Read `folder`/`assignment`.ipynb, or say why that can't be done."""
    notes, content, notebook, timestamp = [], b"", None, ""
    try:
        path = find_notebook(folder, assignment, notes)
        timestamp = read_timestamp(folder / "timestamp.txt")
        content = path.read_bytes()
        notebook = parse(content, notes)
    except Refused as refused:
        notes.append(f"{refused} It was graded as blank.")
    except OSError as error:
        notes.append(f"The notebook can't be read: {error.strerror}. It was graded as blank.")
    digest = hashlib.sha256(content + json.dumps([notes, timestamp]).encode()).hexdigest()[:16]
    return Submission(student, assignment, notebook, digest, notes, timestamp)


def read_timestamp(path):
    """What nbgrader's exchange wrote beside the notebook, if it is a time."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > 100:
        return ""
    text = path.read_text(errors="replace").strip()
    try:
        parse_utc(text)
    except (ValueError, OverflowError):
        return ""
    return text


def find_notebook(folder, assignment, notes):
    """The notebook's path; what a person should know of it is added to ``notes``. Raises Refused."""
    if folder.is_symlink() or folder.parent.is_symlink():
        raise Refused("The submission is a link to another folder.")
    found = sorted(path for path in folder.iterdir() if path.suffix == ".ipynb")
    if not found:
        raise Refused("The submission has no notebook.")
    path = folder / f"{assignment}.ipynb"
    if path not in found:
        if len(found) > 1:
            raise Refused(
                f"The submission has {len(found)} notebooks, none of them named {assignment}.ipynb."
            )
        path = found[0]
        notes.append(
            f"The notebook is named {ascii(path.name)[1:-1]} instead of {assignment}.ipynb; it was graded all the same."
        )
    if path.is_symlink() or not path.is_file():
        raise Refused("The notebook is a link, not a file.")
    if path.stat().st_size > LARGEST:
        raise Refused(
            f"The notebook has {path.stat().st_size // 1_000_000} MB, more than {LARGEST // 1_000_000} MB."
        )
    return path


def parse(content, notes):
    """The notebook in ``content``, brought to nbformat 4."""
    try:
        loaded = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Refused("The notebook is not valid JSON.") from None
    if not isinstance(loaded, dict) or not isinstance(loaded.get("nbformat"), int):
        raise Refused("The file is JSON, but not a notebook.")
    if loaded["nbformat"] < 4:
        notes.append(f"The notebook has the old format {loaded['nbformat']}; it was converted.")
    try:
        notebook = nbformat.convert(nbformat.reader.reads(json.dumps(loaded)), 4)
    except Exception:
        raise Refused("The notebook has a format that can't be read.") from None
    if not well_formed(notebook):
        raise Refused("The notebook's cells are not in order.")
    language = language_of(notebook)
    if language != "python":
        notes.append(f"The notebook was written for {language}; it was run with Python.")
    return notebook


def well_formed(notebook):
    return isinstance(notebook.get("cells"), list) and all(
        isinstance(cell, dict)
        and isinstance(cell.get("cell_type"), str)
        and isinstance(cell.get("metadata", {}), dict)
        for cell in notebook.cells
    )


def language_of(notebook):
    metadata = notebook.get("metadata", {})
    kernel = metadata.get("kernelspec", {}) if isinstance(metadata, dict) else {}
    if not isinstance(kernel, dict):
        return "an unknown kernel"
    named = str(kernel.get("language") or kernel.get("name") or "python").lower()[:40]
    return "python" if "python" in named or named in ("conda", "xpython") else named
