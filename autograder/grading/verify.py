"""Verify: turn the evidence of each check cell into a verdict, outside the kernel that ran the student's code.

The verdict is written into the check cell's outputs in the form that nbgrader scores: an error is 0 points, text on
stdout is full marks. All else that the cell left there is removed, so no output of the student's counts.
"""

from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder import check, judge
from autograder.grading import key
from autograder.grading.cells import grade_id, is_check, notes
from autograder.grading.read_evidence import read_evidence

LONGEST_SENTENCE = 1000
OTHER_QUESTION = (
    "In this notebook the question was asked with other sizes than the exercise's: "
    "a cell changes a name that the exercise uses."
)


class Verify(NbGraderPreprocessor):
    """nbgrader's step between executing and saving the scores."""

    def preprocess(self, nb, resources):
        return verify(nb, key.questions(resources["nbgrader"]["assignment"])), resources


def verify(notebook, questions):
    """Write a verdict into each check cell. ``questions`` has the key's question for each check cell's grade id.

    What a person should look at goes to the notebook's notes, a sentence for all questions that it holds for.
    """
    troubles = {}
    for cell in filter(is_check, notebook.cells):
        question = questions[grade_id(cell)]
        right, sentence, trouble = verdict_on(cell, question, notebook)
        cell.outputs = [output(right, sentence)]
        if trouble:
            troubles.setdefault(trouble, []).append(question["name"])
    notes(notebook).extend(f"{listed(names)}: {trouble}" for trouble, names in troubles.items())
    return notebook


def listed(names):
    """Names in a row; of many the first two, and how many there are."""
    if len(names) <= 3:
        return ", ".join(names)
    return f"{len(names)} answers ({names[0]}, {names[1]}, ...)"


def verdict_on(cell, question, notebook):
    """Whether the answer is right, the sentence that says why, and what a person should look at, if anything."""
    name, grading = question["name"], notebook.metadata.get("autograder", {})
    if cell.get("execution_count") is None and "stopped" in grading:
        return False, f"{name}: 0 points, because it was not run. {grading['stopped']}", ""
    try:
        found, trouble = read_evidence(cell, question)
        if not trouble:
            verdict = judge.verdict(question, found["answer"], grading.get("seed", 0))
            if not verdict.right and found["question"] != question:
                return (
                    False,
                    f"{explained(verdict, question, notebook)} {OTHER_QUESTION}",
                    OTHER_QUESTION,
                )
            return verdict.right, explained(verdict, question, notebook), ""
    except Exception as error:  # evidence that has the form of an answer, but makes no sense
        trouble = f"the evidence could not be judged ({type(error).__name__})."
    return False, f"{name}: 0 points, because {trouble}", trouble


def explained(verdict, question, notebook):
    """The verdict's sentence; where there is no answer because its cell raised, the error instead."""
    if verdict.cause in ("unanswered", "undefined"):
        answer = next(cell for cell in notebook.cells if grade_id(cell) == question["name"])
        for output in answer.get("outputs", []):
            if output.output_type == "error":
                stopped = f"its cell stopped with {output.ename}: {output.evalue}"
                return f"{question['name']}: {stopped}"[:LONGEST_SENTENCE]
    return verdict.sentence[:LONGEST_SENTENCE]


def output(right, sentence):
    """The only output of a check cell, in the form that nbgrader scores."""
    if right:
        return new_output("stream", name="stdout", text=f"{sentence}\n")
    return new_output("error", ename="Missed", evalue=sentence, traceback=check.wrapped(sentence))
