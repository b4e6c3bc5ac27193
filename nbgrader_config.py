"""Read by nbgrader, formgrader and JupyterLab when they are started here."""

from autograder.grading.config import configure, course_folders

configure(course_folders(get_config()))  # noqa: F821  (nbgrader provides get_config)
