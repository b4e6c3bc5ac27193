"""How nbgrader is set up for this course: for its own commands and formgrader, and for ours."""

import os
import sys
from pathlib import Path

import nbgrader
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    LimitOutput,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)

from autograder.grading import course
from autograder.grading.collect import Collect, course_settings
from autograder.grading.rebuild import Rebuild
from autograder.grading.tryouts import DropTryouts
from autograder.grading.verify import Verify


def configure(c):
    """Set what is the same for every classroom: how notebooks are released, executed and scored."""
    # nbgrader starts `alembic` by its name; this finds it where no virtual environment is activated.
    folder = os.path.dirname(sys.executable)
    if folder not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([folder, os.environ.get("PATH", "")])
    c.CourseDirectory.course_id = "recurrent-networks"
    c.ClearSolutions.code_stub = {"python": "# Your code here."}
    c.ClearSolutions.text_stub = "*Your answer here.*"
    c.GenerateAssignment.preprocessors = [
        DropTryouts,
        *GenerateAssignment.class_traits()["preprocessors"].default(),
    ]
    # A feedback page opens in a browser that is logged in elsewhere: no script of a student's runs there.
    c.HTMLExporter.sanitize_html = True
    # Our template for feedback pages first, then nbgrader's.
    c.HTMLExporter.extra_template_basedirs = [
        str(Path(__file__).parent / "templates"),
        str(Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"),
    ]
    c.Autograde.sanitize_preprocessors = [
        Rebuild,
        ClearOutput,
        OverwriteKernelspec,
        OverwriteCells,
        CheckCellMetadata,
    ]
    c.Autograde.autograde_preprocessors = [
        Collect,
        Verify,
        LimitOutput,
        SaveAutoGrades,
        AssignLatePenalties,
        CheckCellMetadata,
    ]
    return c


def course_folders(c):
    """Set the folders for plain nbgrader and formgrader, which work from the course's root."""
    c.CourseDirectory.root = str(course.ROOT)
    c.CourseDirectory.source_directory = course.SOLUTIONS.name
    c.CourseDirectory.release_directory = course.EXERCISES.name
    for step in ("submitted", "autograded", "feedback"):
        setattr(c.CourseDirectory, f"{step}_directory", f"{course.CLASSROOM.name}/{step}")
    c.CourseDirectory.db_url = gradebook_url(course.CLASSROOM)
    c.CsvExportPlugin.to = str(course.CLASSROOM / "grades.csv")
    return c


def classroom_config(classroom, submitted="submitted", released="released"):
    """The configuration for a classroom anywhere: its folder is the root, the solutions stay the course's.

    All other settings are those of `nbgrader_config.py`.
    """
    c = course_settings()
    c.CourseDirectory.root = str(classroom)
    c.CourseDirectory.source_directory = str(course.SOLUTIONS)
    c.CourseDirectory.release_directory = released
    c.CourseDirectory.submitted_directory = submitted
    c.CourseDirectory.autograded_directory = "autograded"
    c.CourseDirectory.feedback_directory = "feedback"
    c.CourseDirectory.db_url = gradebook_url(classroom)
    c.NbGraderAPI.log_level = "ERROR"
    return c


def gradebook_url(classroom):
    """The address of a classroom's gradebook, as nbgrader takes it."""
    # The formgrader may hold the gradebook for a while; SQLite's own 5 seconds are short.
    return f"sqlite:///{classroom}/gradebook.db?timeout=60"
