"""The catalogue: from a wrong answer to its cause, and to the sentence that a student is told.

An entry is a function: its name is the cause, its docstring the sentence, and it returns the answer that somebody with
the misconception would give. If a student's answer is that one, the sentence is told, with ``{answer}`` replaced by
what was answered. It never tells the right answer.

To add one, write such a function in the module of its topic. Where several entries give the same answer the first one
is told: modules are read in the order below.
"""

from autograder.misconceptions import (  # noqa: F401, I001  (importing enters a module's entries; the order matters)
    counts,
    shapes,
    steps,
    simple_rnn,
    gru,
    outputs_and_states,
    tables,
    sequential_data,
    recurrence,
    time_distributed,
)
from autograder.misconceptions.catalogue import CATALOGUE, explain
from autograder.misconceptions.hints import HINTS

__all__ = ["CATALOGUE", "HINTS", "explain"]
