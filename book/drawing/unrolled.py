"""Layers unrolled over time."""

from .arguments import one_of
from .pen import CELL, HIDDEN, INPUT, OUTPUT, SECOND, chain, drawing, indexed, inputs, outputs
from .style import INK, MUTED


def loop_and_unrolled():
    """A recurrent layer as a loop, and the same layer unrolled over time."""
    alt = (
        "Left, a recurrent layer as one cell whose hidden state goes back into it. Right, the same cell drawn once for"
        " each timestep, from x_1 to x_T: every copy has the same weights, and hands its hidden state to the next."
    )
    with drawing(alt, 24) as pen:
        pen.box(6, 11, "cell", HIDDEN, 5)
        inputs(pen, [6], 9.2, ["$x_t$"], length=4)
        outputs(pen, [6], 12.8, ["$h_t$"], length=4)
        pen.joint(6, 14.6, HIDDEN)
        pen.arrow((6, 14.6), (1.2, 14.6), (1.2, 11), (3.5, 11), colour=HIDDEN)
        pen.words(12, 11, "=", size=14)
        places = [19.5, 27, 38.5]
        chain(pen, places, 11, "cell", gap=True)
        inputs(pen, places, 9.2, indexed("x", "12T"), length=4)
        outputs(pen, places, 12.8, indexed("h", "12T"), length=4)
        pen.arrow((15.2, 11), (17, 11), colour=HIDDEN)
        pen.words(15, 12.8, "$h_0$")
        pen.note(6, 22, "a loop")
        pen.note(28.5, 22, "unrolled: the same weights in every copy")
        pen.note(28.5, 1.2, "time")
        pen.arrow((31, 1.2), (36, 1.2), colour=MUTED)


def stacked():
    """Two recurrent layers unrolled: the lower one returns its sequence to the upper one."""
    alt = (
        "Two recurrent layers, one above the other, unrolled over four timesteps. The lower layer hands its hidden"
        " state at every timestep up to the upper layer, return_sequences=True; the upper one returns only its last."
    )
    places = [16, 23.2, 30.4, 37.6]
    with drawing(alt, 29) as pen:
        for y, name, flag, colour in ((10, "lower", True, HIDDEN), (19, "upper", False, SECOND)):
            chain(pen, places, y, "cell", colour)
            pen.words(0.6, y + 2, f"{name} layer", align="left")
            pen.note(0.6, y - 0.9, f"return_sequences\n={flag}", align="left")
        inputs(pen, places, 8.2, indexed("x"), length=4.2)
        outputs(pen, places, 11.8, length=5.4)
        outputs(pen, places[-1:], 20.8, ["output"], SECOND, length=4.2)


def time_distributed():
    """The same small layer at every timestep, with nothing between the timesteps."""
    alt = (
        "TimeDistributed: at each of four timesteps the input goes through the same Dense layer with the same weights"
        " and gives an output. No line leads from one timestep to another."
    )
    places = [6, 16, 26, 36]
    with drawing(alt, 24) as pen:
        pen.box(21, 11, "", MUTED, 40, 7.4, fill=0.04, dashed=True)
        for place in places:
            pen.box(place, 11, "Dense", INPUT, 7, 4)
        inputs(pen, places, 9, indexed("x"), length=4.4)
        outputs(pen, places, 13, indexed("y"), OUTPUT, length=4.4)
        pen.note(21, 22, "the same kernel and bias at every timestep")


def outputs_and_states(layer="LSTM"):
    """A recurrent layer unrolled, with what return_sequences and return_state return."""
    one_of("layer", layer, ("SimpleRNN", "GRU", "LSTM"))
    states = "hidden and cell state" if layer == "LSTM" else "hidden state"
    alt = (
        f"The layer {layer} unrolled over time. With return_sequences=True it returns the hidden states of all"
        " timesteps, with return_sequences=False the last one alone; return_state=True adds the"
        f" {states} of the last timestep."
    )
    names, places = "12T", [4.5, 12.7, 25.3]
    with drawing(alt, 26) as pen:
        chain(pen, places, 10.4, layer, width=6.6, cell_state=layer == "LSTM", gap=True)
        inputs(pen, places, 8.6, indexed("x", names), length=4.2)
        outputs(pen, places, 12.2, indexed("h", names))
        pen.words(19, 17.2, "…", size=11)
        pen.box(14.8, 17.2, "", OUTPUT, 27.2, 4.8, fill=0, dashed=True)
        pen.box(25.3, 17.2, "", OUTPUT, 4.4, 3.2)
        pen.words(1.2, 23.4, "return_sequences=True", align="left")
        pen.note(1.2, 21.4, "(batch, timesteps, units)", align="left")
        pen.words(41, 23.4, "return_sequences=False", align="right")
        pen.note(41, 21.4, "(batch, units)", align="right")
        pen.line((27.2, 18.8), (31, 20.4), colour=OUTPUT, width=1)
        last_states(pen, layer)


def last_states(pen, layer):
    """What return_state adds, to the right of the last cell."""
    both = layer == "LSTM"
    names = "$c_T$\n$h_T$" if both else "$h_T$"
    pen.box(38.6, 10.4, names, OUTPUT, 4.4, 5.4 if both else 3.2)
    for level, colour in {0.9: CELL, -0.9: HIDDEN}.items() if both else [(0, HIDDEN)]:
        pen.arrow((28.6, 10.4 + level), (36.4, 10.4 + level), colour=colour)
    pen.words(41, 4.9, "return_state=True", align="right")
    pen.note(41, 2.9, "(batch, units) each" if both else "(batch, units)", align="right")


def bidirectional():
    """Two layers, one forwards in time and one backwards, whose hidden states are concatenated."""
    alt = (
        "A bidirectional layer unrolled over three timesteps. One layer reads from the first to the last timestep, a"
        " second one from the last to the first; at each timestep their hidden states are put side by side."
    )
    places = [13.5, 24.7, 35.9]
    ahead, back = [place - 2.5 for place in places], [place + 2.5 for place in places]
    with drawing(alt, 37.4) as pen:
        chain(pen, ahead, 12, width=4)
        chain(pen, back, 19.4, "", SECOND, width=4, backwards=True)
        for place in places:
            pen.line((place, 4), (place, 6.6), colour=INPUT)
            pen.joint(place, 6.6, INPUT)
            pen.arrow((place, 6.6), (place - 2.5, 6.6), (place - 2.5, 10.2), colour=INPUT)
            pen.arrow((place, 6.6), (place + 2.5, 6.6), (place + 2.5, 17.6), colour=INPUT)
            pen.box(place - 2.5, 26.5, "", HIDDEN, 5, 2.6, corner=0)
            pen.box(place + 2.5, 26.5, "", SECOND, 5, 2.6, corner=0)
        outputs(pen, ahead, 13.8, length=11.4)
        outputs(pen, back, 21.2, colour=SECOND, length=4)
        outputs(pen, places, 27.8, indexed("y", "123"), OUTPUT)
        for place, name in zip(places, indexed("x", "123"), strict=True):
            pen.words(place, 2.4, name)
        for y, name in ((12, "forwards"), (19.4, "backwards"), (26.5, "side by\nside")):
            pen.words(0.6, y, name, align="left")
        pen.note(24.7, 36, "(batch, timesteps, 2 × units)")


def gradient_road():
    """The way of the gradient back in time: through U and tanh' in a SimpleRNN, through f alone in an LSTM."""
    alt = (
        "The gradient on its way back in time, from right to left. In a SimpleRNN it is multiplied at every step by the"
        " recurrent kernel U and the slope of tanh, and its arrow becomes thinner. Along the cell state of an LSTM it"
        " is multiplied by the forget gate alone, and its arrow stays about as thick."
    )
    places = [36.5, 25.8, 15.1, 4.4]
    roads = [
        (26, "SimpleRNN, along h", "h", "× U\n× tanh′", HIDDEN, 0.5),
        (9.4, "LSTM, along c", "c", "× f", CELL, 0.94),
    ]
    with drawing(alt, 37) as pen:
        for y, name, state, factors, colour, keep in roads:
            pen.words(0.8, y + 8.4, name, align="left")
            for step, place in enumerate(places):
                back = f"-{step}" if step else ""
                pen.box(place, y, f"${state}_{{T{back}}}$", colour, 5, 3.8)
            for step, place in enumerate(places[:-1]):
                pen.flow(place - 2.9, place - 7.8, y, 0.8 * keep**step, colour)
                pen.words(place - 5.35, y + 3.6, factors)
            pen.arrow((36.5, y + 6.6), (36.5, y + 1.9), colour=INK, width=1.4)
            pen.words(36.5, y + 8.2, "loss")
        pen.note(21, 22, "the same U at every step: it vanishes or explodes")
        pen.note(21, 5.4, "a forget gate near 1 lets it pass")
        pen.arrow((25, 1.6), (17, 1.6), colour=MUTED)
        pen.note(26, 1.6, "gradient", align="left")
