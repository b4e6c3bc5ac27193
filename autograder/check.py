"""What an exercise imports: ``from autograder import check``.

Each function here takes the *name* of an answer, looks it up in the notebook, and describes what it finds. In
JupyterLab and under Validate the answer is judged at once: a right one prints one line, a wrong one raises
:class:`Missed` with one or two sentences. While grading, the same call only emits the description as evidence, and
the grader judges it outside the kernel.

Sizes are given in the units of :mod:`autograder.reference`: shapes are ``(batch, timesteps, features)``.
"""

import contextlib
import os
import sys
import textwrap
import warnings

# TensorFlow's start-up messages are no help to a student; this must be set before it is imported.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from autograder import evidence  # noqa: E402  (after the setting above)

MIME = "application/vnd.autograder.evidence+json"
SEED_VARIABLE = "AUTOGRADER_SEED"  # set by the grader: collect, do not judge

__all__ = ["array", "either", "function", "layer", "model", "solve", "tokens", "unknown", "value"]


class Missed(Exception):
    """An answer is missing or wrong; the message says why."""

    def _render_traceback_(self):
        # IPython's hook: the sentence alone, without the frames of this module.
        return wrapped(str(self))


def wrapped(sentence):
    """A sentence in lines that nbgrader's windows and pages show whole."""
    return textwrap.wrap(sentence, 80, break_long_words=False, break_on_hyphens=False)


# Parts of a question


def layer(kind, units=None, **options):
    """Describe a layer: ``layer("GRU", 32)``, ``layer("TimeDistributed", inner=layer("Dense", 8))``."""
    return {"kind": kind, "units": units, **options}


def array(*shape):
    """An argument of a function question: normal numbers of this shape, drawn anew for each run."""
    return {"array": list(shape)}


def tokens(*shape, below):
    """An argument of a function question: whole numbers of this shape, from 0 to ``below`` − 1."""
    return {"tokens": list(shape), "below": below}


def either(*values):
    """An argument of a function question that takes these values in turn, from one call to the next."""
    return {"either": list(values)}


def unknown(part=None):
    """What a :func:`solve` question asks for: the answer, or the named part of an answer that is a dictionary."""
    return {"unknown": part}


# Questions


def value(name, rule, aside=None, **given):
    """The answer must equal what the reference's function ``rule`` gives for ``given``.

    ``aside`` names sizes that the question mentions but the answer must not depend on, such as ``timesteps``: they
    help to tell what went wrong.
    """
    question = {"check": "value", "name": name, "rule": rule, "given": given, "aside": aside or {}}
    ask(question, lambda found, seed: evidence.describe(found))


def solve(name, gives, rule, aside=None, **given):
    """An inverse question: with the answer where ``unknown()`` stands in ``given``, ``rule`` gives ``gives``."""
    question = {
        "check": "solve",
        "name": name,
        "rule": rule,
        "given": given,
        "aside": aside or {},
        "gives": gives,
    }
    ask(question, lambda found, seed: evidence.describe(found))


def function(name, rule, cases=3, **arguments):
    """The answer is a function that must give what the reference's function ``rule`` gives, on arguments drawn anew."""
    question = {"check": "function", "name": name, "rule": rule, "given": arguments, "cases": cases}
    ask(
        question,
        lambda found, seed: evidence.describe_calls(found, plain(arguments), seed, name, cases),
    )


def model(name, takes, layers, gives):
    """The answer is a Keras model of these layers.

    ``takes`` is the input's shape without the batch axis, ``gives`` the output's shape with it, or a list of shapes
    where the last layer also returns its states. Flags such as ``return_sequences`` follow from the shapes.
    """
    question = {"check": "model", "name": name, "takes": takes, "layers": layers, "gives": gives}
    ask(question, lambda found, seed: evidence.describe_model(found, plain(takes), seed, name))


# How a question is asked


def ask(question, describe):
    """Look the answer up, describe it, and either emit the description or judge it."""
    notebook = sys._getframe(2).f_globals
    collecting = os.environ.get(SEED_VARIABLE)
    seed = int(collecting) if collecting else evidence.fresh_seed()
    with quiet():
        answer = {"type": "undefined"}
        if question["name"] in notebook:
            try:
                answer = describe(notebook[question["name"]], seed)
            except (
                Exception
            ) as error:  # an answer may be an object that raises when it is looked at
                answer = evidence.describe_error(error)
    question = plain(question)
    if collecting:
        emit({"question": question, "answer": answer})
    else:
        tell(question, answer, seed)


def tell(question, answer, seed):
    from autograder import judge  # lazily: while grading there is nothing to judge with

    verdict = judge.verdict(question, answer, seed)
    if verdict.right:
        print(verdict.sentence)
    elif verdict.cause == "unanswered" and os.environ.get("NBGRADER_EXECUTION") != "validate":
        print(
            verdict.sentence
        )  # not an error: "Run All" should reach the questions that are answered
    else:
        raise Missed(verdict.sentence)


def emit(found):
    from IPython.display import publish_display_data

    publish_display_data({MIME: found})


def plain(spec):
    """Tuples become lists and NumPy's integers Python's, so that a question is the same before and after JSON."""
    if isinstance(spec, dict):
        return {key: plain(item) for key, item in spec.items()}
    if isinstance(spec, (list, tuple)):
        return [plain(item) for item in spec]
    if isinstance(spec, evidence.np.generic):
        return spec.item()
    return spec


@contextlib.contextmanager
def quiet():
    """Drop what the student's code prints while it is looked at: nbgrader takes any stderr for a failure.

    File descriptors are redirected too, because TensorFlow logs from C++.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    with open(os.devnull, "w") as nowhere:
        kept = [os.dup(1), os.dup(2)]
        try:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
            with (
                contextlib.redirect_stdout(nowhere),
                contextlib.redirect_stderr(nowhere),
                warnings.catch_warnings(),
            ):
                yield
        finally:
            for descriptor, copy in zip((1, 2), kept, strict=True):
                os.dup2(copy, descriptor)
                os.close(copy)
