"""What all drawings are made of: a pen, the meaning of colours, and rows of cells with inputs and outputs."""

from contextlib import contextmanager

import matplotlib as mpl
import numpy as np

from .style import INK, MUTED, SERIES, WIDTH, picture

# Time runs to the right, inputs come from below, outputs leave at the top, states run level.
# A colour means the same in every drawing:
INPUT = SERIES["blue"]  # what comes in, and the kernel
HIDDEN = SERIES["vermilion"]  # the hidden state, its candidate, and the recurrent kernel
CELL = SERIES["green"]  # the cell state and its candidate
GATE = SERIES["purple"]  # gates
OUTPUT = SERIES["ochre"]  # what a layer or model gives, targets, the bias
SECOND = GATE  # a second layer or piece beside a first one, where there are no gates
STEPS = ("1", "2", "3", "4")


class Pen:
    """Boxes, arrows and words on axes. With `strength` below 1, what is drawn next is faint."""

    def __init__(self, ax):
        self.ax, self.strength = ax, 1

    def shade(self, colour, opacity=1.0):
        return mpl.colors.to_rgba(colour, opacity * self.strength)

    def box(self, x, y, words="", colour=MUTED, width=6.0, height=3.6, **options):
        """A rounded box around (x, y). options: `size` of the words, `fill` (opacity), `corner`, `dashed`."""
        shape = mpl.patches.FancyBboxPatch(
            (x - width / 2, y - height / 2),
            width,
            height,
            boxstyle=f"round,pad=0,rounding_size={options.get('corner', 0.6)}",
            facecolor=self.shade(colour, options.get("fill", 0.16)),
            edgecolor=self.shade(colour),
            linewidth=1.2,
            linestyle=(0, (3, 2)) if options.get("dashed") else "-",
        )
        self.ax.add_patch(shape)
        self.words(x, y, words, size=options.get("size", 9))

    def operation(self, x, y, sign):
        """A small circle: an operation on each element, such as × or +."""
        circle = mpl.patches.Circle((x, y), 1.3, linewidth=1.2)
        circle.set(facecolor=self.shade(INK, 0.1), edgecolor=self.shade(INK))
        self.ax.add_patch(circle)
        self.words(x, y, sign, size=10)

    def arrow(self, *points, colour=INK, head=True, width=1.4):
        """A line through the points, with a head at the last."""
        shape = mpl.patches.FancyArrowPatch(
            path=mpl.path.Path(points),
            arrowstyle="-|>,head_length=0.5,head_width=0.25" if head else "-",
            mutation_scale=8,
            color=self.shade(colour),
            fill=head,
            linewidth=width,
            joinstyle="round",
        )
        self.ax.add_patch(shape)

    def line(self, *points, **options):
        """A line without a head."""
        self.arrow(*points, head=False, **options)

    def flow(self, start, end, y, width, colour):
        """A broad arrow along the height y, of a width that means something."""
        turn = end + np.sign(start - end) * 1.6
        upper = [(start, y + width / 2), (turn, y + width / 2), (turn, y + width / 2 + 0.6)]
        lower = [(x, 2 * y - up) for x, up in reversed(upper)]
        shape = mpl.patches.Polygon([*upper, (end, y), *lower], linewidth=0)
        shape.set_facecolor(self.shade(colour))
        self.ax.add_patch(shape)

    def joint(self, x, y, colour):
        """The dot where a line branches. Lines that cross without one don't touch."""
        self.ax.add_patch(mpl.patches.Circle((x, y), 0.4, linewidth=0, color=self.shade(colour)))

    def words(self, x, y, words, size=9, colour=INK, align="center"):
        """Words around (x, y), or formulas between dollars; a line is either one or the other.

        Each line is a text of its own, so that it stays in the middle in the page's font.
        """
        every = words.split("\n")
        for row, line in enumerate(every):
            height = y + ((len(every) - 1) / 2 - row) * (2.5 if "$" in line else 0.2 * size)
            if line.startswith("$"):
                self.formula(x, height, line, size + 3.5, colour)
            else:
                text = self.ax.text(x, height, line, fontsize=size, color=self.shade(colour))
                text.set(ha=align, va="center_baseline")

    def formula(self, x, y, formula, size, colour=INK):
        """A formula around (x, y), drawn as outlines: its letters and accents don't fit together in other fonts."""
        font = mpl.font_manager.FontProperties(math_fontfamily="cm")
        path = mpl.textpath.TextPath((0, 0), formula, size=size, prop=font)
        left, right = path.get_extents().intervalx
        to_middle = mpl.transforms.Affine2D().translate(-(left + right) / 2, -0.27 * size)
        path = (
            to_middle.scale(1 / 7.2).translate(x, y).transform_path(path)
        )  # 7.2 points are a unit
        self.ax.add_patch(
            mpl.patches.PathPatch(path, facecolor=self.shade(colour), linewidth=0, label=formula)
        )

    def note(self, x, y, words, align="center"):
        """Words about the drawing: grey, and a little smaller."""
        self.words(x, y, words, size=8.5, colour=MUTED, align=align)


@contextmanager
def drawing(alt, height):
    """A pen on an empty picture of `height` units."""
    with picture(alt, height / 10) as ax:
        ax.set_position([0, 0, 1, 1])
        ax.set_axis_off()
        ax.set(xlim=(0, 10 * WIDTH), ylim=(0, height))
        yield Pen(ax)
        for artist in ax.get_children():
            artist.set_clip_on(False)


def chain(pen, places, y, words="", colour=HIDDEN, width=5.0, height=3.6, **options):
    """The same cell at each of the places, with an arrow to the next.

    options: `backwards`; `cell_state`, a second arrow; `gap`, dots before the last cell.
    """
    for place in places:
        pen.box(place, y, words, colour, width, height)
    ends = places[::-1] if options.get("backwards") else places
    half = width / 2 if ends[0] < ends[-1] else -width / 2
    levels = {0: colour} if not options.get("cell_state") else {0.9: CELL, -0.9: HIDDEN}
    for here, there in zip(ends[:-1], ends[1:], strict=True):
        dots = options.get("gap") and there == ends[-1]
        middle = (here + there) / 2
        for level, shade in levels.items():
            start = (here + half, y + level)
            if dots:
                pen.line(start, (middle - 1.3, y + level), colour=shade)
                start = (middle + 1.3, y + level)
            pen.arrow(start, (there - half, y + level), colour=shade)
        pen.words(middle, y, "…" if dots else "", size=11)


def inputs(pen, places, top, names=(), colour=INPUT, length=3.4):
    """Arrows from below that end at the height `top`, with names at their feet."""
    for place in places:
        pen.arrow((place, top - length), (place, top), colour=colour)
    for place, name in zip(places, names, strict=False):
        pen.words(place, top - length - 1.6, name)


def outputs(pen, places, bottom, names=(), colour=HIDDEN, length=3.4):
    """Arrows that leave upwards from the height `bottom`, with names at their heads."""
    for place in places:
        pen.arrow((place, bottom), (place, bottom + length), colour=colour)
    for place, name in zip(places, names, strict=False):
        pen.words(place, bottom + length + 1.6, name)


def indexed(letter, indices=STEPS):
    """The letter once for each index, as formulas."""
    return [f"${letter}_{{{index}}}$" for index in indices]


def key(pen, x, y, **meanings):
    """Small squares with what their colours mean, side by side from x on."""
    for word, colour in meanings.items():
        pen.box(x + 0.8, y, "", colour, 1.6, 1.6, fill=0.3, corner=0.3)
        pen.words(x + 2.2, y, word, size=8.5, align="left")
        x += 5.5 + 0.7 * len(word)
