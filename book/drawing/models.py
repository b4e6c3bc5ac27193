"""Tasks and models, and a map of the layers that they are made of."""

from .pen import CELL, HIDDEN, INPUT, OUTPUT, SECOND, chain, drawing, indexed, inputs, key, outputs
from .style import MUTED


def three_tasks():
    """Many to one, many to many, sequence to sequence: where a network reads and where it answers."""
    alt = (
        "Three kinds of task, each unrolled over time. Many to one: an input at every timestep, one output at the last."
        " Many to many: an output at every timestep. Sequence to sequence: first all inputs are read, then the outputs"
        " follow, at timesteps of their own."
    )
    rows = {
        "many to one": ("the mood\nof a review", 4, slice(0, 4), slice(3, 4)),
        "many to many": ("a label for\neach word", 4, slice(0, 4), slice(0, 4)),
        "sequence to\nsequence": ("a translation", 6, slice(0, 3), slice(3, 6)),
    }
    with drawing(alt, 44) as pen:
        for row, (name, (example, count, reads, writes)) in enumerate(rows.items()):
            y = 37 - 14 * row
            places = [14 + 5 * step for step in range(count)]
            pen.words(0.6, y + 2.2, name, align="left")
            pen.note(0.6, y - 1.7 - name.count("\n"), example, align="left")
            chain(pen, places, y, width=3, height=3)
            inputs(pen, places[reads], y - 1.5)
            outputs(pen, places[writes], y + 1.5, colour=OUTPUT)
        key(pen, 13, 1.4, input=INPUT, output=OUTPUT)


def layer_map():
    """The layers of the course: what each takes and returns, what it carries through time, what it stores."""
    alt = (
        "A table of layers: SimpleRNN and GRU carry a hidden state h from timestep to timestep, LSTM also a cell state"
        " c, Embedding, TimeDistributed and Dense nothing, and Bidirectional what the layer in it carries, twice. A"
        " recurrent layer takes (batch, timesteps, features) and returns (batch, units); SimpleRNN stores one block of"
        " weights, GRU three, LSTM four."
    )
    rows = [
        ("Embedding", "(B, T)", "(B, T, F)", "–", "V × F", INPUT),
        ("SimpleRNN", "(B, T, F)", "(B, U)", "h", "U × (F+U+1)", HIDDEN),
        ("GRU", "(B, T, F)", "(B, U)", "h", "3U × (F+U+2)", HIDDEN),
        ("LSTM", "(B, T, F)", "(B, U)", "h, c", "4U × (F+U+1)", CELL),
        ("Bidirectional", "(B, T, F)", "(B, 2U)", "twice", "twice", SECOND),
        ("TimeDistributed", "(B, T, F)", "(B, T, U)", "–", "U × (F+1)", INPUT),
        ("Dense", "(B, F)", "(B, U)", "–", "U × (F+1)", INPUT),
    ]
    heads = {"layer": 6.4, "takes": 15.9, "returns": 22.9, "carries": 28.9, "stores": 36.7}
    with drawing(alt, 4 * len(rows) + 9.4) as pen:
        top = 4 * len(rows) + 7.6
        for head, place in heads.items():
            pen.note(place, top, head)
        for row, (name, *cells, colour) in enumerate(rows):
            y = top - 3.4 - 4 * row
            pen.box(6.4, y, name, colour, 12, 3)
            for place, cell in zip(list(heads.values())[1:], cells, strict=True):
                pen.words(place, y, cell, size=8.5)
        pen.note(21, 3.3, "B batch, T timesteps, F features, U units, V tokens")
        pen.note(21, 1.3, "recurrent layers with return_sequences=True: (B, T, U)")


def frames_to_label():
    """A clip: the same convolution on each frame, then an LSTM over the frames, then a label."""
    alt = (
        "A clip of four frames in which a square moves. Each frame goes through the same convolution and becomes a"
        " vector; an LSTM reads the vectors in order, and from its last hidden state a Dense layer gives the label."
    )
    places = [6, 16, 26, 36]
    with drawing(alt, 45) as pen:
        for step, place in enumerate(places):
            pen.box(place, 6, "", MUTED, 7, 7, fill=0.05, corner=0.2)
            square = place - 2.1 + 1.4 * step, 4 + 1.2 * step
            pen.box(*square, "", INPUT, 1.8, 1.8, fill=0.8, corner=0.2)
            pen.note(place, 1.2, f"frame {step + 1}")
            pen.box(place, 15.4, "Conv2D", INPUT, 7)
            for part in range(5):
                pen.box(place - 2.8 + 1.4 * part, 21.6, "", INPUT, 1.4, 1.4, corner=0, fill=0.3)
        pen.box(21, 15.4, "", MUTED, 40.4, 6, fill=0.04, dashed=True)
        inputs(pen, places, 13.6, length=4)
        outputs(pen, places, 17.2, colour=INPUT, length=3.6)
        inputs(pen, places, 26.4, length=4)
        chain(pen, places, 28.2, "LSTM", width=6, cell_state=True)
        inputs(pen, [36], 34, colour=HIDDEN, length=4)
        pen.box(36, 35.8, "Dense", OUTPUT, 7)
        outputs(pen, [36], 37.6, ["label"], OUTPUT)
        pen.note(1, 38.6, "TimeDistributed(Conv2D):", align="left")
        pen.note(1, 36.6, "the same weights for each frame", align="left")


def encoder_decoder(teacher_forcing=True):
    """An encoder and a decoder, which reads the true previous token (in training) or its own (afterwards).

    teacher_forcing: True for training, False for decoding.
    """
    source = "the true previous token" if teacher_forcing else "the token that it gave before"
    alt = (
        "An encoder reads three tokens and hands its last states to a decoder, which gives one token at each timestep."
        f" The decoder first reads a start token, and then at each timestep {source}."
    )
    reads, writes = [3.5, 10, 16.5], [25, 31.7, 38.4]
    with drawing(alt, 29) as pen:
        chain(pen, reads, 13, width=3.8)
        chain(pen, writes, 13, "", SECOND, width=3.8)
        pen.arrow((18.4, 13), (23.1, 13), colour=HIDDEN, width=3)
        pen.note(20.8, 15.4, "states")
        inputs(pen, reads, 11.2, indexed("x", "123"), length=4.4)
        outputs(pen, writes, 14.8, indexed(r"\hat{y}", "123"), OUTPUT, length=4.6)
        inputs(pen, writes[:1], 11.2, ["start"], length=4.4)
        if teacher_forcing:
            inputs(pen, writes[1:], 11.2, indexed("y", "12"), length=4.4)
        for place in [] if teacher_forcing else writes[:-1]:
            between, following = place + 3.35, place + 6.7
            pen.joint(place, 16.8, OUTPUT)
            turns = (between, 16.8), (between, 8), (following, 8)
            pen.arrow((place, 16.8), *turns, (following, 11.2), colour=OUTPUT)
        pen.words(10, 26.4, "encoder")
        pen.words(31.7, 26.4, "decoder")
        pen.note(10, 2, "the sequence to read")
        pen.note(31.7, 2, "true tokens" if teacher_forcing else "then its own tokens")
