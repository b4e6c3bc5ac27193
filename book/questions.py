"""Questions in the page: choose an answer, and read at once whether it holds and why.

Every answer is an HTML disclosure (`<details>`), so a question works with a mouse, a finger, a keyboard and a screen
reader, in the book, in JupyterLab and on paper, without a script.
"""

import re
import zlib
from html import escape

from IPython.display import HTML, display


def ask(text, *, right, wrong):
    """Show a question with answers to choose from.

    text: the question, with `code` in backticks. right: the pair (answer, why it is right). wrong: a list of pairs
    (answer, what is behind it). Answers are numbers or text; give numbers as the cell computes them. Raises ValueError
    if two answers are the same, or if there are fewer than two wrong ones.
    """
    answers = [(str(answer), True, why) for answer, why in [right]]
    answers += [(str(answer), False, why) for answer, why in wrong]
    if len(wrong) < 2:
        raise ValueError(f"a question needs at least two wrong answers, got {len(wrong)}")
    if len({answer for answer, _, _ in answers}) < len(answers):
        raise ValueError(f"the answers must differ, got {[answer for answer, _, _ in answers]}")
    name = f"question-{zlib.crc32(text.encode()):x}"
    choices = "".join(choice(name, *answer) for answer in sorted(answers, key=order))
    display(
        HTML(
            f'<div class="question" role="group" aria-labelledby="{name}">'
            f'<p class="question-text" id="{name}">{inline(text)}</p>{choices}</div>'
        )
    )


def choice(name, answer, is_right, why):
    """One answer. Those of one question share a name, so that opening one closes the others."""
    kind, word = ("right", "Yes.") if is_right else ("wrong", "No.")
    return (
        f'<details class="{kind}" name="{name}"><summary>{inline(answer)}</summary>'
        f"<p><strong>{word}</strong> {inline(why)}</p></details>"
    )


def order(answer):
    """Numbers by size; words in an order that doesn't tell which is right."""
    text = answer[0]
    try:
        return (0, float(text), "")
    except ValueError:
        return (1, zlib.crc32(text.encode()), text)


def inline(text):
    """HTML for text with `code` in backticks."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))
