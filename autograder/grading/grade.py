"""Grade a classroom: every submission ends with a score in the gradebook, a feedback page and an entry in the ledger.

Notebooks are executed side by side, one kernel each. Only this process writes the gradebook, one submission after
another, through nbgrader.
"""

import copy
import fcntl
import os
import shutil
import tempfile
import warnings
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGraderAPI
from sqlalchemy.exc import SAWarning

from autograder.grading import course, key
from autograder.grading.cells import is_check, is_extra, notes
from autograder.grading.collect import execute
from autograder.grading.config import classroom_config
from autograder.grading.ledger import Entry, Ledger
from autograder.grading.preflight import handed_in, unknown_hand_ins
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


def grade(names=(), classroom=course.CLASSROOM, say=print, workers=None, again=False):
    """Grade the submissions to ``names`` (all, if empty) in ``classroom`` that have changed since they were graded.

    ``workers`` notebooks run at once (as many as there are cores, if None); with ``again`` those that have not changed
    are graded too. Raises CourseError where nothing can be graded: an unknown name, no classroom, another run in the
    same classroom, exercises that are out of date.
    """
    names = course.assignments(names)
    classroom = classroom.resolve()
    if not (classroom / "submitted").is_dir():
        raise course.CourseError(
            f"There is no classroom at {classroom}: it needs a folder submitted/STUDENT/ASSIGNMENT."
        )
    with only_one(classroom), warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # nbgrader's way of adding a submission
        return Grader(classroom, say, again).grade(names, workers or cores())


@contextmanager
def only_one(classroom):
    """Keep a second run out of the same classroom, and remove what this one leaves behind."""
    with open(classroom / ".lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise course.CourseError(f"Another run is grading {classroom}; wait for it.") from None
        try:
            yield
        finally:
            shutil.rmtree(classroom / ".grading", ignore_errors=True)


def cores():
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def bare(notebook):
    """The notebook with its evidence, but without the outputs of other cells, and without the student's own cells."""
    notebook.cells = [cell for cell in notebook.cells if not is_extra(cell)]
    for cell in notebook.cells:
        if cell.cell_type == "code" and not is_check(cell):
            cell.outputs = []
    return notebook


class Grader:
    """One run over one classroom."""

    def __init__(self, classroom, say, again=False):
        self.classroom, self.say, self.again = classroom, say, again
        self.ledger = Ledger(classroom)
        self.executed = {}  # (student, assignment) to the executed notebook that is being recorded
        self.config = config = classroom_config(classroom, SUBMITTED, RELEASED)
        executed = self.executed  # not self: nbgrader copies its configuration
        config.Collect.executor = lambda resources: copy.deepcopy(
            executed[resources["nbgrader"]["student"], resources["nbgrader"]["assignment"]]
        )
        self.nbgrader = NbGraderAPI(config=config)

    def grade(self, names, workers):
        """Grade what is not done yet, and report on all submissions to ``names``."""
        report = Report(unknown=unknown_hand_ins(self.classroom))
        versions = {name: course.grader_version(name) for name in names}
        submissions = {name: handed_in(self.classroom, name) for name in names}
        todo = []
        for name in filter(submissions.get, names):
            scored = self.scored(name)
            waiting = [one for one in submissions[name] if not self.is_done(one, versions, scored)]
            if waiting:
                self.prepare(name)
            todo += waiting
        pool = ThreadPoolExecutor(workers)
        try:
            running = deque((one, pool.submit(self.execute, one)) for one in todo)
            while running:
                one, result = running.popleft()
                trouble = self.finish(one, result, versions[one.assignment])
                where = f"{one.student}/{one.assignment}"
                self.say(f"  {len(todo) - len(running)}/{len(todo)}  {where}")
                report.graded_now += not trouble
                report.failed += [f"{where}: {trouble}"] if trouble else []
        finally:
            pool.shutdown(cancel_futures=True)
        found = [
            self.ledger.entry(one.student, name) for name in names for one in submissions[name]
        ]
        report.entries = [entry for entry in found if entry]
        return report

    def scored(self, name):
        """The students who have a score for the assignment in the gradebook."""
        with Gradebook(self.config.CourseDirectory.db_url) as gradebook:
            try:
                return {one.student.id for one in gradebook.assignment_submissions(name)}
            except MissingEntry:
                return set()

    def is_done(self, submission, versions, scored):
        """Whether this very submission was graded with this very grader, and all of it is still there."""
        student, assignment = submission.student, submission.assignment
        entry = self.ledger.entry(student, assignment)
        if self.again or entry is None or student not in scored:
            return False
        if (entry.digest, entry.version) != (submission.digest, versions[assignment]):
            return False
        return all(
            (self.classroom / step / student / assignment).is_dir()
            for step in ("autograded", "feedback")
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
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            return execute(notebook, folder, self.config)

    def finish(self, submission, result, version):
        """Record a submission once it was executed; returns what went wrong, if anything."""
        try:
            notebook = result.result()
            trouble = self.record(submission, notebook, version)
            if trouble:
                # Some output of the student's can't be shown; the verdicts don't need it.
                notes(notebook).append(f"Its own cells and outputs were left out: {trouble}")
                trouble = self.record(submission, bare(notebook), version)
            return trouble
        except Exception as error:  # one submission never stops the others
            return f"{type(error).__name__}: {error}"

    def record(self, submission, notebook, version):
        """Hand an executed notebook to nbgrader; returns what went wrong, if anything."""
        student, assignment = submission.student, submission.assignment
        self.ledger.forget(student, assignment)
        staged = self.classroom / SUBMITTED / student / assignment
        staged.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, staged / f"{assignment}.ipynb")
        if submission.timestamp:
            (staged / "timestamp.txt").write_text(submission.timestamp)
        self.executed[student, assignment] = notebook
        for step in (self.nbgrader.autograde, self.nbgrader.generate_feedback):
            result = step(assignment, student)
            if not result["success"]:
                return last_line(result)
        del self.executed[student, assignment]
        autograded = self.classroom / "autograded" / student / assignment / f"{assignment}.ipynb"
        review = tuple(notes(course.read(autograded)))
        self.ledger.record(Entry(student, assignment, submission.digest, version, review))
        return ""
