"""Grade a classroom: every submission ends with a score in the gradebook, a feedback page and an entry in the ledger.

Notebooks are executed side by side, one kernel each. Only this process writes the gradebook, one submission after
another, through nbgrader.
"""

import os
import shutil
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import nbformat
from nbgrader.apps import NbGraderAPI
from sqlalchemy.exc import SAWarning

from autograder.grading import course, key
from autograder.grading.cells import notes
from autograder.grading.collect import execute
from autograder.grading.config import classroom_config
from autograder.grading.ledger import Entry, Ledger
from autograder.grading.preflight import read_submission
from autograder.grading.rebuild import rebuild
from autograder.grading.release import generate, last_line

SUBMITTED = ".grading/submitted"  # where nbgrader reads what preflight let through
RELEASED = ".grading/released"


@dataclass
class Report:
    """What a run did: entries of all submissions, how many were graded now, and what could not be recorded."""

    entries: list[Entry] = field(default_factory=list)
    graded_now: int = 0
    failed: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def grade(names=(), classroom=course.CLASSROOM, say=print):
    """Grade the submissions to ``names`` (all, if empty) in ``classroom`` that have changed since they were graded.

    Raises CourseError where nothing can be graded: an unknown name, no classroom, exercises that are out of date.
    """
    names = course.assignments(names)
    classroom = classroom.resolve()
    if not (classroom / "submitted").is_dir():
        raise course.CourseError(
            f"There is no classroom at {classroom}: it needs a folder submitted/STUDENT/ASSIGNMENT."
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", SAWarning
            )  # nbgrader's way of adding a submission; nothing is lost
            return Grader(classroom, say).grade(names)
    finally:
        shutil.rmtree(classroom / ".grading", ignore_errors=True)


class Grader:
    """One run over one classroom."""

    def __init__(self, classroom, say):
        self.classroom, self.say = classroom, say
        self.ledger = Ledger(classroom)
        self.executed = {}  # (student, assignment) to the executed notebook that waits to be recorded
        self.config = config = classroom_config(classroom, SUBMITTED, RELEASED)
        executed = self.executed  # not self: nbgrader copies its configuration
        config.Collect.executor = lambda resources: executed[
            resources["nbgrader"]["student"], resources["nbgrader"]["assignment"]
        ]
        self.nbgrader = NbGraderAPI(config=config)

    def grade(self, names):
        report = Report(unknown=self.unknown_folders())
        submissions = {name: self.submissions(name) for name in names}
        todo = []
        for name in filter(submissions.get, names):
            version = course.grader_version(name)
            waiting = [one for one in submissions[name] if not self.is_done(one, version)]
            if waiting:
                self.prepare(name)
            todo += waiting
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            running = [(one, pool.submit(self.execute, one)) for one in todo]
            for number, (one, result) in enumerate(running, start=1):
                trouble = self.record(one, result.result())
                self.say(
                    f"  {number}/{len(todo)}  {one.student}/{one.assignment}{': ' + trouble if trouble else ''}"
                )
                if trouble:
                    report.failed.append(f"{one.student}/{one.assignment}: {trouble}")
                else:
                    report.graded_now += 1
        found = [
            self.ledger.entry(one.student, one.assignment)
            for name in names
            for one in submissions[name]
        ]
        report.entries = [entry for entry in found if entry]
        return report

    def submissions(self, name):
        """What was handed in for an assignment, in the order of the students."""
        folders = sorted((self.classroom / "submitted").glob(f"*/{name}"))
        return [
            read_submission(folder, folder.parent.name, name)
            for folder in folders
            if folder.is_dir()
        ]

    def unknown_folders(self):
        known = course.assignments()
        return sorted(
            f"{path.parent.name}/{path.name}"
            for path in (self.classroom / "submitted").glob("*/*")
            if path.is_dir() and path.name not in known
        )

    def is_done(self, submission, version):
        entry = self.ledger.entry(submission.student, submission.assignment)
        return (
            bool(entry)
            and (entry.digest, entry.version) == (submission.digest, version)
            and all(
                (self.classroom / step / submission.student / submission.assignment).is_dir()
                for step in ("autograded", "feedback")
            )
        )

    def prepare(self, name):
        """Have the assignment's cells in the gradebook and its key at hand, once for all its submissions."""
        self.say(f"{name}: preparing")
        released = self.classroom / RELEASED / name / f"{name}.ipynb"
        generate(name, self.nbgrader)
        path = course.release_path(name)
        if not path.exists() or path.read_text() != released.read_text():
            raise course.CourseError(
                f"exercises/{name} is not what solutions/{name} makes. "
                f"Run `python -m autograder release {name}` first."
            )
        key.questions(name)

    def execute(self, submission):
        """Run a submission in a kernel of its own; one that could not be read becomes a blank that is not run."""
        release = course.read(course.release_path(submission.assignment))
        notebook = rebuild(release, submission.notebook or release)
        notes(notebook).extend(submission.notes)
        if submission.notebook is None:
            notebook.metadata["autograder"]["stopped"] = submission.notes[-1]
            return notebook
        with tempfile.TemporaryDirectory() as folder:
            return execute(notebook, folder, self.config)

    def record(self, submission, notebook):
        """Hand an executed notebook to nbgrader; returns what went wrong, if anything."""
        student, assignment = submission.student, submission.assignment
        self.ledger.forget(student, assignment)
        staged = self.classroom / SUBMITTED / student / assignment / f"{assignment}.ipynb"
        staged.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, staged)
        self.executed[student, assignment] = notebook
        for step in (self.nbgrader.autograde, self.nbgrader.generate_feedback):
            result = step(assignment, student)
            if not result["success"]:
                return last_line(result)
        del self.executed[student, assignment]
        recorded = course.read(
            self.classroom / "autograded" / student / assignment / f"{assignment}.ipynb"
        )
        self.ledger.record(
            Entry(
                student,
                assignment,
                submission.digest,
                course.grader_version(assignment),
                tuple(notes(recorded)),
            )
        )
        return ""
