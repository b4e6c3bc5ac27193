"""The ledger: which submissions have been graded, with what, and what a person should look at."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One graded submission. ``review`` has a sentence for each thing that a person should look at."""

    student: str
    assignment: str
    digest: str  # of what was submitted
    version: str  # of the grader and the solution
    review: tuple[str, ...]


class Ledger:
    """A table in `ledger.db`. An entry is written when the score is in the gradebook and the feedback on disk."""

    def __init__(self, classroom):
        self.path = classroom / "ledger.db"
        with closing(self.connect()) as database, database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS graded (student TEXT, assignment TEXT, digest TEXT, version TEXT, "
                "review TEXT, PRIMARY KEY (student, assignment))"
            )

    def connect(self):
        return sqlite3.connect(self.path, timeout=60)

    def record(self, entry):
        with closing(self.connect()) as database, database:
            database.execute(
                "INSERT OR REPLACE INTO graded VALUES (?, ?, ?, ?, ?)",
                (
                    entry.student,
                    entry.assignment,
                    entry.digest,
                    entry.version,
                    json.dumps(entry.review),
                ),
            )

    def entry(self, student, assignment):
        """The entry of a submission, or None."""
        with closing(self.connect()) as database:
            row = database.execute(
                "SELECT * FROM graded WHERE student = ? AND assignment = ?", (student, assignment)
            ).fetchone()
        return Entry(*row[:4], review=tuple(json.loads(row[4]))) if row else None

    def forget(self, student, assignment):
        """Before a submission is graded again: if that stops half-way, it must not be taken for done."""
        with closing(self.connect()) as database, database:
            database.execute(
                "DELETE FROM graded WHERE student = ? AND assignment = ?", (student, assignment)
            )
