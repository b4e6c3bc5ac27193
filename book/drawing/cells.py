"""One step of each recurrent layer."""

from .arguments import one_of
from .pen import CELL, GATE, HIDDEN, INPUT, OUTPUT, drawing
from .style import MUTED


def simple_rnn_cell():
    """One step of a SimpleRNN: h_t = tanh(x_t W + h_{t-1} U + b)."""
    alt = (
        "One step of a SimpleRNN. The input x_t, multiplied by the kernel W, and the previous hidden state, multiplied"
        " by the recurrent kernel U, are added together with the bias b; tanh of the sum is the new hidden state h_t,"
        " which leaves as output and goes on to the next timestep."
    )
    with drawing(alt, 29.4) as pen:
        pen.box(20.5, 15, "", MUTED, 29, 16.4, fill=0.04)
        simple_rnn_sum(pen)
        pen.arrow((21.3, 15), (25, 15))
        pen.box(28, 15, "tanh", HIDDEN)
        pen.arrow((31, 15), (41, 15), colour=HIDDEN)
        pen.words(38.5, 17, "$h_t$")
        pen.note(38.6, 12.9, "next step")
        pen.joint(33, 15, HIDDEN)
        pen.arrow((33, 15), (33, 25.4), colour=HIDDEN)
        pen.words(33, 27.2, "$h_t$")
        pen.note(31.2, 27.2, "output (batch, units)", align="right")


def simple_rnn_sum(pen):
    """What a SimpleRNN adds together: the input times W, the hidden state times U, and the bias."""
    pen.arrow((1.5, 15), (9, 15), colour=HIDDEN)
    pen.words(3, 17, "$h_{t-1}$")
    pen.box(11.5, 15, r"$\cdot\,U$", HIDDEN, 5)
    pen.note(11.5, 11.9, "(units, units)")
    pen.arrow((14, 15), (18.7, 15), colour=HIDDEN)
    pen.arrow((20, 3.4), (20, 7.9), colour=INPUT)
    pen.words(20, 1.8, "$x_t$")
    pen.note(21.8, 1.8, "(batch, features)", align="left")
    pen.box(20, 9.7, r"$\cdot\,W$", INPUT, 5)
    pen.note(23.2, 9.7, "(features, units)", align="left")
    pen.arrow((20, 11.5), (20, 13.7), colour=INPUT)
    pen.operation(20, 15, "+")
    pen.arrow((20, 18.8), (20, 16.3), colour=OUTPUT)
    pen.box(20, 20.2, "$b$", OUTPUT, 3, 2.8)
    pen.note(18, 20.2, "(units,)", align="right")


def buses(pen, hidden, end):
    """The lines from which gates are fed: that of h_{t-1} through the points `hidden`, that of x_t up to x = end."""
    pen.line(*hidden, colour=HIDDEN)
    pen.line((3.4, 2.6), (3.4, 4.4), (end, 4.4), colour=INPUT)
    pen.words(3.4, 1.2, "$x_t$")


def gate(pen, x, name, function="σ", colour=GATE):
    """A gate or a candidate, fed from both buses."""
    pen.arrow((x - 1.2, 6.6), (x - 1.2, 9.2), colour=HIDDEN)
    pen.joint(x - 1.2, 6.6, HIDDEN)
    pen.arrow((x + 1.2, 4.4), (x + 1.2, 9.2), colour=INPUT)
    pen.joint(x + 1.2, 4.4, INPUT)
    pen.box(x, 11.6, f"{name}\n{function}", colour, 6.8, 4.8, size=8.5)


PARTS = ("forget", "input", "candidate", "cell", "output")


def lstm_cell(*parts):
    """One step of an LSTM: c_t = f c_{t-1} + i c~ and h_t = o tanh(c_t).

    parts: those of "forget", "input", "candidate", "cell", "output" that are drawn strong; without any, all.
    """
    for part in parts:
        one_of("a part of lstm_cell", part, PARTS)
    alt = (
        "One step of an LSTM: the forget gate multiplies the old cell state, the input gate multiplies the candidate,"
        " and their sum is the new cell state, which runs straight through at the top. The output gate multiplies tanh"
        " of it, which gives the new hidden state. Gates and candidate read x_t and the old hidden state."
    ) + (f" Drawn strong here: {' and '.join(parts)}." if parts else "")

    with drawing(alt, 31) as pen:

        def belongs_to(*owners):
            pen.strength = 1 if not parts or set(owners) & set(parts) else 0.25

        belongs_to(*(part for part in PARTS if part != "cell"))
        buses(pen, [(1, 6.6), (29, 6.6)], 31.4)
        pen.words(1.8, 8.4, "$h_{t-1}$")
        lstm_gates(pen, belongs_to)
        lstm_states(pen, belongs_to)


def lstm_gates(pen, belongs_to):
    """The four boxes of an LSTM, with the lines on which they act."""
    gates = {
        "forget": (7.1, "$f_t$"),
        "input": (14.8, "$i_t$"),
        "candidate": (22.5, r"$\tilde{c}_t$"),
    }
    for name, (x, symbol) in gates.items():
        belongs_to(name)
        gate(pen, x, name, *(("tanh", CELL) if name == "candidate" else ()))
        belongs_to(name, "cell")
        pen.words(x - 1.5, 15.6, symbol)
    belongs_to("forget", "cell")
    pen.arrow((7.1, 14), (7.1, 25.7), colour=GATE)
    belongs_to("input", "cell")
    pen.arrow((14.8, 14), (14.8, 19.5), (21.2, 19.5), colour=GATE)
    belongs_to("candidate", "cell")
    pen.arrow((22.5, 14), (22.5, 18.2), colour=CELL)
    belongs_to("output")
    gate(pen, 30.2, "output")
    pen.arrow((33.6, 11.6), (36.7, 11.6), colour=GATE)
    pen.words(35.2, 13.4, "$o_t$")


def lstm_states(pen, belongs_to):
    """The cell state of an LSTM and what becomes of it."""
    belongs_to("forget", "cell")
    pen.arrow((1, 27), (5.8, 27), colour=CELL, width=2.4)
    pen.words(2.2, 29.2, "$c_{t-1}$")
    pen.operation(7.1, 27, "×")
    belongs_to("cell")
    pen.arrow((8.4, 27), (21.2, 27), colour=CELL, width=2.4)
    pen.operation(22.5, 27, "+")
    belongs_to("input", "candidate", "cell")
    pen.operation(22.5, 19.5, "×")
    pen.arrow((22.5, 20.8), (22.5, 25.7), colour=CELL)
    belongs_to("cell", "output")
    pen.arrow((23.8, 27), (41, 27), colour=CELL, width=2.4)
    pen.words(40, 29.2, "$c_t$")
    belongs_to("output")
    pen.joint(38, 27, CELL)
    pen.arrow((38, 27), (38, 21.8), colour=CELL)
    pen.box(38, 20, "tanh", CELL)
    pen.arrow((38, 18.2), (38, 12.9), colour=CELL)
    pen.operation(38, 11.6, "×")
    pen.arrow((38, 10.3), (38, 6.6), (41.2, 6.6), colour=HIDDEN)
    pen.words(40.2, 8.4, "$h_t$")


def gru_cell(reset_after=True):
    """One step of a GRU in Keras's convention: h_t = z h_{t-1} + (1 - z) h~.

    reset_after: whether r multiplies the product h_{t-1} U_h + b, or h_{t-1} before the product.
    """
    alt = (
        "One step of a GRU: the update gate z multiplies the old hidden state, one minus z multiplies the candidate,"
        " and their sum is the new hidden state. The candidate reads x_t times its kernel, and the old hidden state:"
    ) + (
        " that is first multiplied by the recurrent kernel, with a bias added, and then by the reset gate r."
        if reset_after
        else " that is first multiplied by the reset gate r, and then by the recurrent kernel."
    )
    with drawing(alt, 32) as pen:
        product, reset = (18.9, 26.7) if reset_after else (26.3, 18.5)
        buses(pen, [(2.4, 28.2), (2.4, 6.6), (reset - 1.2, 6.6)], 37)
        gate(pen, 7.5, "update")
        gate(pen, reset, "reset")
        gru_candidate(pen, product, reset)
        formula = r"$\cdot\,U_h + b_h^{\prime}$" if reset_after else r"$\cdot\,U_h$"
        pen.box(product, 18, formula, HIDDEN, 8, 3)
        gru_mixture(pen)


def gru_candidate(pen, product, reset):
    """The candidate of a GRU: the hidden state on its way through product and reset, and the input through W."""
    ends = {product: 4, reset: 1.3}
    first, second = sorted(ends)
    pen.joint(13, 6.6, HIDDEN)
    pen.arrow((13, 6.6), (13, 18), (first - ends[first], 18), colour=HIDDEN)
    pen.arrow((first + ends[first], 18), (second - ends[second], 18), colour=HIDDEN)
    pen.arrow((second + ends[second], 18), (33.6, 18), colour=HIDDEN)
    pen.arrow((reset, 14), (reset, 16.7), colour=GATE)
    pen.words(reset + 1.6, 15.3, "$r_t$")
    pen.operation(reset, 18, "×")
    pen.arrow((37, 4.4), (37, 10.1), colour=INPUT)
    pen.box(37, 11.6, r"$\cdot\,W_h + b_h$", INPUT, 8, 3)
    pen.arrow((37, 13.1), (37, 15.6), colour=INPUT)
    pen.box(37, 18, "candidate\ntanh", HIDDEN, 6.8, 4.8, size=8.5)


def gru_mixture(pen):
    """The new hidden state of a GRU: so much of the old one, the rest of the candidate."""
    pen.words(2.2, 30.4, "$h_{t-1}$")
    pen.arrow((1, 28.2), (6.2, 28.2), colour=HIDDEN, width=2.4)
    pen.joint(2.4, 28.2, HIDDEN)
    pen.arrow((7.5, 14), (7.5, 26.9), colour=GATE)
    pen.words(6, 16, "$z_t$")
    pen.operation(7.5, 28.2, "×")
    pen.joint(7.5, 23.2, GATE)
    pen.arrow((7.5, 23.2), (20.7, 23.2), colour=GATE)
    pen.operation(22, 23.2, "1−")
    pen.arrow((23.3, 23.2), (35.7, 23.2), colour=GATE)
    pen.words(29, 24.8, "$1 - z_t$")
    pen.arrow((37, 20.4), (37, 21.9), colour=HIDDEN)
    pen.operation(37, 23.2, "×")
    pen.arrow((37, 24.5), (37, 26.9), colour=HIDDEN)
    pen.arrow((8.8, 28.2), (35.7, 28.2), colour=HIDDEN, width=2.4)
    pen.operation(37, 28.2, "+")
    pen.arrow((38.3, 28.2), (41.4, 28.2), colour=HIDDEN, width=2.4)
    pen.words(40.4, 30.4, "$h_t$")
