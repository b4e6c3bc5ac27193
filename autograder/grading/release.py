"""Release: make `exercises/` from `solutions/`, with nbgrader's generate_assignment."""

import re
import tempfile
from pathlib import Path

from nbgrader.apps import NbGraderAPI

from autograder.grading import course
from autograder.grading.config import classroom_config


def release(names, say=print):
    """Write the exercises of ``names`` (all, if empty) that differ from what their solutions make."""
    for name in course.assignments(names):
        path, text = course.release_path(name), released_text(name)
        changed = not path.exists() or path.read_text() != text
        if changed:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        say(f"{name}: {'released' if changed else 'unchanged'}")


def released_text(name):
    """The released notebook of an assignment, as text; no classroom's gradebook is touched."""
    with tempfile.TemporaryDirectory() as folder:
        generate(name, NbGraderAPI(config=classroom_config(Path(folder))))
        return (Path(folder) / "released" / name / f"{name}.ipynb").read_text()


def generate(name, nbgrader):
    """Generate an assignment into a classroom: the released notebook, and its cells in the gradebook."""
    result = nbgrader.generate_assignment(name)
    if not result["success"]:
        raise course.CourseError(f"nbgrader could not generate {name}: {last_line(result)}")


def last_line(result):
    """The line of an nbgrader result that says what went wrong: the last exception that its log shows."""
    lines = [
        line.strip()
        for line in (result.get("log") or result.get("error") or "").splitlines()
        if line.strip()
    ]
    raised = [
        line
        for line in lines
        if re.match(r"[\w.]+(Error|Exception|Entry|InvalidNotebook): ", line)
        and "the above traceback" not in line
    ]
    return (raised or lines or ["it gave no reason."])[-1]
