"""Where the course is: its folders, and the names of its assignments."""

import hashlib
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent.parent
SOLUTIONS = ROOT / "solutions"
EXERCISES = ROOT / "exercises"
KEYS = ROOT / "_build" / "keys"  # can be made again at any time
CLASSROOM = ROOT / "classroom"
NOT_DECIDING = (
    "__main__.py",
    "sample_class.py",
    "release.py",
    "ledger.py",
)  # no score depends on these


class CourseError(Exception):
    """Something about the course or the classroom stops the whole command; the message is one sentence."""


def assignments(names=()):
    """The assignments' names in order, or those of ``names``; raises CourseError at a name that does not exist."""
    known = sorted(
        path.parent.name for path in SOLUTIONS.glob("*/*.ipynb") if path.stem == path.parent.name
    )
    unknown = [name for name in names if name not in known]
    if unknown:
        raise CourseError(
            f"There is no assignment {unknown[0]!r}. The assignments are {', '.join(known)}."
        )
    return list(dict.fromkeys(names)) or known


def solution_path(name):
    """Where an assignment is written, with its solution."""
    return SOLUTIONS / name / f"{name}.ipynb"


def release_path(name):
    """Where the notebook is that students get."""
    return EXERCISES / name / f"{name}.ipynb"


def read(path):
    """A notebook of the course, in nbformat 4."""
    return nbformat.read(path, as_version=4)


def grader_version(name):
    """A digest of all that decides the scores of an assignment: the solution and the package's code."""
    digest = hashlib.sha256(solution_path(name).read_bytes())
    for path in sorted((ROOT / "autograder").rglob("*.py")):
        if path.name not in NOT_DECIDING:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
