"""The pictures of the book: one palette, one hand.

Every function draws one picture and shows it in the notebook as an SVG inside the page, so that its colours follow the
page from light to dark. A picture is as wide as a phone (`WIDTH` inches), so that its words stay readable there.

Plots of computed numbers take `alt`, one sentence for those who don't see the picture. Drawings bring their own.
"""

import io
import re
import zlib
from contextlib import contextmanager
from html import escape

import matplotlib as mpl
import numpy as np
from IPython.display import display
from matplotlib.figure import Figure

WIDTH = 4.2  # inches: 403 CSS pixels

# Names of colours in the order in which series get them. Distinct for colour-blind readers (after Okabe and Ito, 2008),
# and each with a contrast of at least 3 to 1 on white. `course.css` has the shades for dark pages.
SERIES = {
    "blue": "#0072b2",
    "vermilion": "#c95000",
    "green": "#00805e",
    "purple": "#a8508a",
    "ochre": "#997000",
    "sky": "#3b83bd",
}
INK, MUTED, GRID = "#1f2328", "#5f6872", "#d0d7de"
DASHES = ["-", (0, (5, 2)), (0, (1.5, 1.5)), (0, (5, 1.5, 1, 1.5)), (0, (8, 2)), (0, (3, 3))]

STYLE = {
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.labelsize": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.prop_cycle": mpl.cycler(color=list(SERIES.values())) + mpl.cycler(linestyle=DASHES),
    "font.size": 9,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "legend.fontsize": 8.5,
    "legend.frameon": False,
    "legend.handlelength": 2.6,
    "lines.linewidth": 1.6,
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "svg.fonttype": "none",  # words stay words: small, and in the page's own font
    "svg.hashsalt": "book",  # the same picture gives the same file
}
# Outside the book, in JupyterLab, words take the colours of its theme.
VARIABLES = {colour: f"var(--picture-{name}, {colour})" for name, colour in SERIES.items()} | {
    INK: f"var(--picture-ink, var(--jp-content-font-color0, {INK}))",
    MUTED: f"var(--picture-muted, var(--jp-content-font-color2, {MUTED}))",
    GRID: f"var(--picture-grid, var(--jp-border-color2, {GRID}))",
}


class Picture:
    """An SVG for the page, with the sentence that says what it shows."""

    def __init__(self, svg, alt):
        self.svg, self.alt = svg, alt

    def _repr_html_(self):
        label = escape(self.alt)
        return (
            f'<figure class="picture" role="img" aria-label="{label}" style="margin: 1em 0; max-width: 480px">'
            f"{self.svg}</figure>"
        )

    def __repr__(self):
        return f"Picture: {self.alt}"


@contextmanager
def picture(alt, height, rows=1, **subplots):
    """A figure of `height` inches in the book's style; shown at the end of the `with` block.

    Yields its axes: one, or a list from top to bottom. `alt` must be a sentence.
    """
    if not alt.strip():
        raise ValueError("a picture needs alt, a sentence that says what it shows")
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        yield figure.subplots(rows, **subplots)
        display(Picture(svg(figure, alt), alt))


def svg(figure, alt):
    """The figure as SVG text: colours as CSS variables, the page's font, ids unique in a page, no fixed size."""
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    text = file.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", text)
    text = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text)
    text = text.replace("<svg ", '<svg aria-hidden="true" ', 1)
    text = re.sub(r"font-family: [^;\"]*;?", "", text)
    text = re.sub(r'<g id="[^"]*"', "<g", text)  # nothing refers to them
    text = re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", text)
    for colour, variable in VARIABLES.items():
        text = text.replace(colour, variable)
    prefix = f"p{zlib.crc32(alt.encode()):x}-"
    text = re.sub(r'\bid="', f'id="{prefix}', text)
    text = re.sub(r'(url\(#|href="#)', rf"\1{prefix}", text)
    return re.sub(r"\s*\n\s*", "\n", text)


# Plots of computed numbers


def lines(series, *, alt, x=None, xlabel="", ylabel="", title="", height=2.6, **options):
    """Series as lines over one pair of axes.

    series: numbers by label, or pairs (x, numbers) where each has its own x. A label that begins with an underscore
    stays out of the legend. options: `logy=True`; `marker="o"`; `muted=("label", ...)` for baselines, drawn in grey;
    `upright=(x, ...)` for upright rules, as between training and test; `ylim`, `xlim`.
    """
    with picture(alt, height) as ax:
        draw_lines(ax, series, x, options)
        ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
        legend(ax)


def panels(series, *, alt, x=None, xlabel="", ylabel="", height=1.2, **options):
    """Each series in a panel of its own, one above the other, with the label as title. `height` is that of a panel."""
    with picture(alt, height * len(series) + 0.3, len(series), sharex=True, squeeze=False) as axes:
        for ax, (label, numbers) in zip(axes[:, 0], series.items(), strict=True):
            draw_lines(ax, {label: numbers}, x, options)
            ax.set(title=label, ylabel=ylabel)
        axes[-1, 0].set_xlabel(xlabel)


def draw_lines(ax, series, x, options):
    """The lines of `lines` and `panels`."""
    for label, numbers in series.items():
        across, up = numbers if isinstance(numbers, tuple) else (x, numbers)
        up = np.asarray(up)
        if across is None:
            across = np.arange(len(up))
            ax.xaxis.set_major_locator(mpl.ticker.MaxNLocator(integer=True))
        grey = {"color": MUTED, "linestyle": ":"} if label in options.get("muted", ()) else {}
        ax.plot(across, up, label=label, marker=options.get("marker"), markersize=4, **grey)
    for place in options.get("upright", ()):
        ax.axvline(place, color=MUTED, linewidth=1)
    if options.get("logy"):
        ax.set_yscale("log")
    ax.set(xlim=options.get("xlim"), ylim=options.get("ylim"))


def legend(ax, columns=3):
    """The legend below the axes, if there is more than one thing to tell apart."""
    handles, labels = ax.get_legend_handles_labels()
    if len(labels) > 1:
        ax.figure.legend(handles, labels, loc="outside lower left", ncols=min(columns, len(labels)))


def bars(values, *, alt, xlabel="", title="", baselines=(), form="{:.3g}", **options):
    """A bar for each label, with its number at the end; those named in `baselines` are grey. options: `xlim`."""
    with picture(alt, 0.32 * len(values) + 0.75) as ax:
        colours = [MUTED if label in baselines else SERIES["blue"] for label in values]
        drawn = ax.barh(list(values), list(values.values()), color=colours, height=0.6)
        ax.bar_label(
            drawn, [form.format(value) for value in values.values()], padding=3, fontsize=8.5
        )
        ax.margins(x=0.15)
        ax.invert_yaxis()
        ax.grid(axis="y", visible=False)
        ax.set(xlabel=xlabel, title=title, xlim=options.get("xlim"))


def matrix(
    values, *, alt, rows=None, columns=None, xlabel="", ylabel="", title="", form="{:g}", size=0.3
):
    """A small array (rows, columns) as squares, stronger for larger numbers, with the numbers in them.

    rows, columns: labels of the ticks. form: how numbers are written, or None for squares alone. size: height of a
    square in inches.
    """
    values = np.asarray(values, dtype=float)
    tall, wide = values.shape
    shades = 0.06 + 0.45 * (values - values.min()) / (np.ptp(values) or 1)
    with picture(alt, size * tall + 0.75) as ax:
        for (row, column), value in np.ndenumerate(values):
            square = mpl.patches.Rectangle((column, row), 1, 1, color=SERIES["blue"], lw=0)
            ax.add_patch(square).set_alpha(shades[row, column])
            if form is not None:
                number = form.format(value)
                ax.text(column + 0.5, row + 0.5, number, ha="center", va="center", fontsize=8.5)
        ax.set(xlim=(0, wide), ylim=(tall, 0), xlabel=xlabel, ylabel=ylabel, title=title)
        ax.set_xticks(np.arange(wide) + 0.5, range(wide) if columns is None else columns)
        ax.set_yticks(np.arange(tall) + 0.5, range(tall) if rows is None else rows)
        ax.grid(visible=False)
        ax.tick_params(length=0)
        ax.spines[:].set_visible(False)


def images(pictures, *, alt, titles=None, columns=6, frame=False):
    """Small grey images, each an array (height, width), in rows of `columns`; stronger for larger numbers.

    frame: whether each has a thin border, where it matters at which place of it something stands.
    """
    rows = -(-len(pictures) // columns)
    with picture(alt, rows * (WIDTH / columns + 0.15), rows, ncols=columns, squeeze=False) as axes:
        for ax in axes.flat:
            ax.set_axis_off()
        for position, (ax, image) in enumerate(zip(axes.flat, pictures, strict=False)):
            draw_image(ax, np.asarray(image, dtype=float), frame)
            if titles is not None:
                ax.set_title(titles[position], fontsize=8.5, loc="center")


def draw_image(ax, image, frame):
    """One of the `images`, in twelve shades."""
    tall, wide = image.shape
    shades = np.ceil(12 * image / max(image.max(), 1e-9))
    for shade in range(1, 13):
        places = np.argwhere(shades == shade)
        ax.add_patch(squares(places, color=INK, alpha=shade / 12, lw=0))
    if frame:
        border = mpl.patches.Rectangle((0, 0), wide, tall, fill=False, edgecolor=MUTED, lw=0.8)
        ax.add_patch(border).set_clip_on(False)
    ax.set(xlim=(0, wide), ylim=(tall, 0), aspect="equal")


def squares(places, **style):
    """One shape of unit squares at the places, pairs (row, column): its SVG is far shorter than that of many shapes."""
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)])
    points = (places[:, None, ::-1] + corners).reshape(-1, 2)
    codes = np.tile([1, 2, 2, 2, 79], len(places))  # move, three lines, close
    return mpl.patches.PathPatch(mpl.path.Path(points, codes), **style)


# Drawings: units of a tenth of an inch, so 42 across. Time runs to the right, inputs come from below, outputs leave at
# the top, states run level. A colour means the same in every drawing:
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


def whole(name, value, least=1, most=None):
    """Raise ValueError unless value is a whole number from least to most."""
    number = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not number or value < least or (most is not None and value > most):
        limits = f"of at least {least}" if most is None else f"from {least} to {most}"
        raise ValueError(f"{name} must be a whole number {limits}, got {value!r}")


def one_of(name, value, allowed):
    """Raise ValueError unless value is one of those allowed."""
    if value not in allowed:
        choices = ", ".join(repr(choice) for choice in allowed)
        raise ValueError(f"{name} must be one of {choices}, got {value!r}")


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
