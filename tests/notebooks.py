"""Run a solution notebook in this process, and try answers on its questions."""

import io
import warnings
from contextlib import redirect_stderr, redirect_stdout

from autograder import check, judge
from autograder.grading.cells import grade_id

SEED = 20


class Run:
    """One run of a solution notebook in which answers can be tried.

    ``key`` has the evidence of each question by the name of its answer, as the grader collects it.
    """

    def __init__(self, notebook, monkeypatch):
        monkeypatch.setenv(check.SEED_VARIABLE, str(SEED))
        monkeypatch.setattr(check, "emit", lambda evidence: self.emitted.append(evidence))
        self.before, self.emitted = {}, []
        namespace = {"__name__": "__main__"}
        for cell in notebook.cells:
            if cell.cell_type == "code":
                self.before[grade_id(cell)] = dict(namespace)
                self.execute(cell.source, namespace)
        self.key = {evidence["question"]["name"]: evidence for evidence in self.emitted}

    def execute(self, code, namespace):
        with (
            redirect_stdout(io.StringIO()),
            redirect_stderr(io.StringIO()),
            warnings.catch_warnings(),
        ):
            exec(compile(code, "a cell", "exec"), namespace)

    def judge(self, question, source):
        """The verdict on another source for the answer cell; a cell that raises leaves no answer."""
        namespace = dict(self.before[question.name])
        namespace.pop(question.name, None)
        self.emitted = []
        try:
            self.execute(source, namespace)
        except Exception:
            pass
        self.execute(question.check, namespace)
        (evidence,) = self.emitted
        return judge.verdict(self.key[question.name]["question"], evidence["answer"], SEED)
