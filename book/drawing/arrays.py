"""Arrays and series: shapes, windows, splits, and the weights of a layer."""

import matplotlib as mpl
import numpy as np

from .arguments import one_of, whole
from .pen import HIDDEN, INPUT, OUTPUT, SECOND, drawing, key
from .style import MUTED


def shape_box(batch, timesteps, features):
    """The array (batch, timesteps, features) as a box: time to the right, sequences one behind the other.

    An axis with more than 24 timesteps, 12 features or 12 sequences is drawn without its grid.
    """
    for name, value in (("batch", batch), ("timesteps", timesteps), ("features", features)):
        whole(name, value)
    alt = (
        f"An array of shape ({batch}, {timesteps}, {features}) as a box. From left to right run {timesteps} timesteps,"
        f" from top to bottom {features} features, and the {batch} sequences of the batch lie one behind the other."
        " One timestep of the first sequence is marked."
    )
    wide, tall, deep = min(3 * timesteps, 20), min(2.6 * features, 13), min(1.3 * batch, 6)
    columns = timesteps if timesteps <= 24 else 1
    rows, sheets = (count if count <= 12 else 1 for count in (features, batch))
    height = tall + 0.8 * deep + 8.6
    left, low = max(7.5, 20 - (wide + deep) / 2), 6
    back = deep, 0.8 * deep
    with drawing(alt, height) as pen:
        face(pen, (left, low), (wide, 0), (0, tall), columns, rows)
        face(pen, (left, low + tall), (wide, 0), back, columns, sheets)
        face(pen, (left + wide, low), back, (0, tall), sheets, rows)
        pen.words(left + (wide + deep) / 2, height - 1.5, f"timesteps: {timesteps}")
        pen.words(left - 0.8, low + tall / 2, f"features:\n{features}", align="right")
        beside = left + wide + deep / 2 + 1.4
        pen.words(beside, low + 0.4 * deep - 0.9, f"batch: {batch}", align="left")
        marked = left + wide * (timesteps // 3 + 0.5) / timesteps
        pen.box(marked, low + tall / 2, "", INPUT, wide / timesteps, tall, fill=0.55, corner=0)
        pen.line((marked, low - 0.2), (marked, 3.2), colour=MUTED)
        numbers = "1 number" if features == 1 else f"{features} numbers"
        pen.note(max(marked, 13), 1.6, f"a timestep of a sequence: {numbers}")


def face(pen, corner, across, up, columns, rows):
    """A face of a box: a parallelogram from `corner` along two vectors, with its grid."""
    corner, across, up = np.array(corner), np.array(across), np.array(up)
    points = [corner, corner + across, corner + across + up, corner + up]
    shape = mpl.patches.Polygon(points, linewidth=1.2, joinstyle="round")
    shape.set(facecolor=pen.shade(INPUT, 0.14), edgecolor=pen.shade(INPUT))
    pen.ax.add_patch(shape)
    for vector, other, parts in ((across, up, columns), (up, across, rows)):
        for part in range(1, parts):
            start = corner + vector * part / parts
            pen.line(start, start + other, colour=INPUT, width=0.7)


def windows(length, window):
    """A series cut into overlapping windows, each with its target, the value after it."""
    whole("length", length, 2, 16)
    whole("window", window, 1, length - 1)
    count = length - window
    alt = (
        f"A series of {length} values and, below it, the {count} pairs that it gives: windows of {window} values, each"
        " one step further to the right than the one above, with the value after the window as target."
    )
    side = min(35 / length, 2.6)
    height = 2.3 * count + 8

    with drawing(alt, height) as pen:

        def cell(place, y, colour):
            x = 6.5 + (place + 0.5) * side
            pen.box(x, y, str(place), colour, side - 0.2, 1.9, size=8.5, corner=0.3)

        pen.words(0.6, height - 1.8, "series", align="left")
        for place in range(length):
            cell(place, height - 1.8, MUTED)
        for row in range(count):
            y = height - 4.9 - 2.3 * row
            pen.words(0.6, y, f"pair {row}", align="left")
            for place in range(row, row + window + 1):
                cell(place, y, OUTPUT if place == row + window else INPUT)
        key(pen, 6.6, 1.4, window=INPUT, target=OUTPUT)


def split_in_time(train, validation, test):
    """A series cut in time into training, validation and test data; the arguments are counts."""
    counts = {"training": train, "validation": validation, "test": test}
    for name, count in zip(("train", "validation", "test"), counts.values(), strict=True):
        whole(name, count)
    alt = (
        f"A timeline in three pieces: first {train} for training, then {validation} for validation, and the latest"
        f" {test} for the test."
    )
    edges = 2 + 38 * np.cumsum([0, *counts.values()]) / sum(counts.values())
    middles = (edges[:-1] + edges[1:]) / 2
    with drawing(alt, 13) as pen:
        for middle, wide, colour in zip(
            middles, np.diff(edges), (INPUT, SECOND, OUTPUT), strict=True
        ):
            pen.box(middle, 5.4, "", colour, wide, 3, fill=0.35, corner=0)
        for middle, place, name in zip(middles, apart(middles, 8.5, 5, 39), counts, strict=True):
            pen.line((place, 9), (middle, 7.2), colour=MUTED, width=1)
            pen.words(place, 10.8, f"{name}\n{counts[name]}")
        pen.arrow((2, 2.6), (40, 2.6), colour=MUTED)
        pen.note(21, 1.1, "time")


def apart(places, gap, low, high):
    """The places from low to high, moved as little as it takes to be at least `gap` apart."""
    places = [max(place, low) for place in places]
    for index in range(1, len(places)):
        places[index] = max(places[index], places[index - 1] + gap)
    places[-1] = min(places[-1], high)
    for index in reversed(range(len(places) - 1)):
        places[index] = min(places[index], places[index + 1] - gap)
    return places


GATES = {1: "", 3: "zrh", 4: "ifco"}


def weight_blocks(gates, features, units, bias_vectors=1):
    """The weights of a recurrent layer to scale: kernel, recurrent kernel, bias, with their shapes and counts.

    gates: blocks of `units` columns: 1 for SimpleRNN, 3 for GRU, 4 for LSTM. bias_vectors: 2 for a GRU with
    reset_after=True, 0 without bias.
    """
    one_of("gates", gates, tuple(GATES))
    whole("features", features)
    whole("units", units)
    one_of("bias_vectors", bias_vectors, (0, 1, 2))
    columns = gates * units
    arrays = {"kernel": (features, columns), "recurrent_kernel": (units, columns)}
    if bias_vectors:
        arrays["bias"] = (columns,) if bias_vectors == 1 else (2, columns)
    alt = "The weights of a recurrent layer as rectangles drawn to scale: " + ", ".join(
        f"{name} of shape {shape}" for name, shape in arrays.items()
    )
    tall = features + units + bias_vectors
    scale = min(38 / columns, 24 / tall, 2.4)
    head = 2.6 if gates > 1 else 0.6
    height = scale * tall + 3.6 * len(arrays) + head
    with drawing(alt + ".", height) as pen:
        for index, name in enumerate(GATES[gates]):
            pen.words(2 + (index + 0.5) * units * scale, height - 1.6, f"${name}$")
        top = height - head
        for (name, shape), colour in zip(arrays.items(), (INPUT, HIDDEN, OUTPUT), strict=False):
            product = f"{' × '.join(map(str, shape))} = " if len(shape) > 1 else ""
            pen.words(2, top - 1.4, f"{name} {shape}: {product}{np.prod(shape)}", align="left")
            top = blocks(pen, top - 2.8, shape, gates, scale, colour) - 0.8


def blocks(pen, top, shape, gates, scale, colour):
    """An array of weights to scale, cut into the columns of each gate, a bias into its vectors. Returns its bottom."""
    wide = shape[-1] * scale / gates
    rows = shape[0] if len(shape) > 1 else 1
    pieces = rows if colour == OUTPUT else 1
    tall = rows * scale / pieces
    for row, column in np.ndindex(pieces, gates):
        place = 2 + (column + 0.5) * wide, top - (row + 0.5) * tall
        pen.box(*place, "", colour, wide, tall, fill=0.25, corner=0)
    return top - rows * scale
