"""Read by nbgrader, formgrader and JupyterLab when they are started here, and by the course's own commands."""

from autograder.grading.config import configure, course_folders

c = get_config()  # noqa: F821  (nbgrader provides it)
configure(course_folders(c))

# Limits while grading, in seconds: for a cell that a student wrote or a check, and for all cells together.
c.Collect.timeout = 30
c.Collect.total_timeout = 120
