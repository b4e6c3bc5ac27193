"""The course's commands: python -m autograder release [NAME ...], python -m autograder grade [NAME ...]."""

import argparse
import sys
from pathlib import Path


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m autograder", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    release = commands.add_parser("release", help="make exercises/ from solutions/")
    grade = commands.add_parser("grade", help="grade the submissions in a classroom")
    for command in (release, grade):
        command.add_argument(
            "names", nargs="*", metavar="NAME", help="an assignment; all, if none is named"
        )
    grade.add_argument(
        "--classroom",
        type=Path,
        metavar="DIR",
        help="holds submitted/STUDENT/NAME/NAME.ipynb (default: classroom/)",
    )
    grade.add_argument(
        "--workers", type=int, metavar="N", help="notebooks that run at once (default: one a core)"
    )
    grade.add_argument(
        "--again", action="store_true", help="grade also what has not changed since it was graded"
    )
    options = parser.parse_args(arguments)
    from autograder.grading import course  # after parsing: nbgrader takes a second to import

    try:
        return COMMANDS[options.command](options)
    except course.CourseError as error:
        print(error, file=sys.stderr)
        return 2


def run_release(options):
    from autograder.grading.release import release

    release(options.names)
    return 0


def run_grade(options):
    from autograder.grading import course
    from autograder.grading.grade import grade

    classroom = options.classroom or course.CLASSROOM
    report = grade(options.names, classroom, workers=options.workers, again=options.again)
    print_report(report)
    return 1 if report.failed or report.unknown else 0


def print_report(report):
    """The last lines: how many were graded, how many need review, and why each."""
    review = [entry for entry in report.entries if entry.review]
    print(
        f"{len(report.entries)} graded ({report.graded_now} now), {len(review)} need review, "
        f"{len(report.failed)} failed."
    )
    for entry in review:
        print(f"  review {entry.student}/{entry.assignment}")
        for sentence in entry.review:
            print(f"    {sentence}")
    for failure in report.failed:
        print(f"  failed {failure}")
    for folder in report.unknown:
        print(
            f"  skipped {folder}: expected submitted/STUDENT/NAME/NAME.ipynb, where STUDENT is a plain "
            "name without * ? [ ]."
        )


COMMANDS = {"release": run_release, "grade": run_grade}

if __name__ == "__main__":
    sys.exit(main())
