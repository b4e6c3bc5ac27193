"""The key: the questions of an assignment, as the solution notebook asks them when it is run like a submission.

A student can change what a check cell says in their own kernel, so the questions that are judged come from here.
"""

import functools
import json
import os
import tempfile

from autograder import check, judge
from autograder.grading import collect, course
from autograder.grading.cells import grade_id, is_check


def questions(name):
    """The question of each check cell by its grade id; kept on disk until the solution or the package changes.

    Raises CourseError if the solution's own answer to a question is not right.
    """
    return of_version(name, course.grader_version(name))


@functools.cache
def of_version(name, version):
    kept = course.KEYS / f"{name}-{version}.json"
    if not kept.exists():
        found = ask(name)
        kept.parent.mkdir(parents=True, exist_ok=True)
        for old in kept.parent.glob(f"{name}-*.json"):
            old.unlink(missing_ok=True)
        # Another process may want the same key: it sees the whole file or none.
        with tempfile.NamedTemporaryFile(
            "w", dir=kept.parent, suffix=".part", delete=False
        ) as file:
            json.dump(found, file, indent=1)
        os.replace(file.name, kept)
    return json.loads(kept.read_text())


def ask(name):
    """Run the solution notebook and read its questions."""
    with tempfile.TemporaryDirectory() as folder:
        solution = course.read(course.solution_path(name))
        executed = collect.execute(solution, folder, collect.course_settings())
    if "stopped" in executed.metadata["autograder"]:
        raise course.CourseError(
            f"The solution of {name} was not run to its end: {executed.metadata['autograder']['stopped']}"
        )
    seed, found = executed.metadata["autograder"]["seed"], {}
    for cell in filter(is_check, executed.cells):
        evidence = [
            output.data[check.MIME]
            for output in cell.outputs
            if check.MIME in output.get("data", {})
        ]
        if len(evidence) != 1:
            raise course.CourseError(
                f"In the solution of {name}, {grade_id(cell)} leaves {len(evidence)} pieces of "
                "evidence; a check cell must ask one question."
            )
        try:
            verdict = judge.verdict(evidence[0]["question"], evidence[0]["answer"], seed)
        except Exception as error:
            raise course.CourseError(
                f"In {name}, the question at {grade_id(cell)} can't be judged: {error}"
            ) from error
        if not verdict.right:
            raise course.CourseError(
                f"The solution of {name} is wrong at {grade_id(cell)}: {verdict.sentence}"
            )
        found[grade_id(cell)] = evidence[0]["question"]
    return found
