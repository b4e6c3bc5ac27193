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
    """A small array (rows, columns) as squares, darker for larger numbers, with the numbers in them.

    rows, columns: labels of the ticks. form: how numbers are written, or None for squares alone. size: height of a
    square in inches.
    """
    values = np.asarray(values, dtype=float)
    spread = np.ptp(values) or 1
    with picture(alt, size * len(values) + 0.75) as ax:
        for (row, column), value in np.ndenumerate(values):
            shade = 0.06 + 0.6 * (value - values.min()) / spread
            ax.add_patch(
                mpl.patches.Rectangle((column, row), 1, 1, color=SERIES["blue"], alpha=shade, lw=0)
            )
            if form is not None:
                text = form.format(value)
                ax.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=8.5)
        ax.set(
            xlim=(0, values.shape[1]),
            ylim=(len(values), 0),
            xlabel=xlabel,
            ylabel=ylabel,
            title=title,
        )
        ax.set_xticks(
            np.arange(values.shape[1]) + 0.5,
            columns if columns is not None else range(values.shape[1]),
        )
        ax.set_yticks(
            np.arange(len(values)) + 0.5, rows if rows is not None else range(len(values))
        )
        ax.grid(visible=False)
        ax.tick_params(length=0)
        ax.spines[:].set_visible(False)


def images(pictures, *, alt, titles=None, columns=6):
    """Small grey images, each an array (height, width), in rows of `columns`; darker for larger numbers."""
    rows = -(-len(pictures) // columns)
    with picture(alt, rows * (WIDTH / columns + 0.15), rows, ncols=columns, squeeze=False) as axes:
        for ax in axes.flat:
            ax.set_axis_off()
        for position, (ax, image) in enumerate(zip(axes.flat, pictures, strict=False)):
            image = np.asarray(image, dtype=float)
            for row, column in np.argwhere(image > 0):
                value = image[row, column] / image.max()
                ax.add_patch(
                    mpl.patches.Rectangle((column, row), 1, 1, color=INK, alpha=value, lw=0)
                )
            ax.set(xlim=(0, image.shape[1]), ylim=(image.shape[0], 0), aspect="equal")
            if titles is not None:
                ax.set_title(titles[position], fontsize=8.5, loc="center")


# Drawings: units of a tenth of an inch, so 42 across. Time runs to the right, inputs come from below, outputs leave at
# the top. A colour means the same in every drawing:
INPUT = SERIES["blue"]  # what comes in, and the kernel that multiplies it
HIDDEN = SERIES["vermilion"]  # the hidden state, and the recurrent kernel that multiplies it
CELL = SERIES["green"]  # the cell state, and the candidate for it
GATE = SERIES["purple"]  # gates
OUTPUT = SERIES["ochre"]  # what a model or layer gives, targets, the bias
OTHER = SERIES["sky"]  # a second layer of the same kind


class Pen:
    """Boxes, arrows and words on axes. `strength` below 1 makes what is drawn next faint."""

    def __init__(self, ax):
        self.ax, self.strength = ax, 1

    def box(self, x, y, words="", colour=MUTED, width=6.0, height=4.0, **options):
        """A rounded box around (x, y). options: `size` of the words; `fill`, the strength of its colour; `dashed`."""
        fill = mpl.colors.to_rgba(colour, options.get("fill", 0.16) * self.strength)
        corner = (x - width / 2, y - height / 2)
        rounding = min(0.6, width / 4, height / 4)
        shape = mpl.patches.FancyBboxPatch(
            corner,
            width,
            height,
            boxstyle=f"round,pad=0,rounding_size={rounding}",
            facecolor=fill,
            edgecolor=mpl.colors.to_rgba(colour, self.strength),
            linewidth=1.2,
            linestyle=(0, (3, 2)) if options.get("dashed") else "-",
        )
        self.ax.add_patch(shape)
        self.words(x, y, words, size=options.get("size", 9))

    def operation(self, x, y, sign, colour=INK):
        """A small circle: an operation on each element, such as × or +."""
        fill = mpl.colors.to_rgba(colour, 0.12 * self.strength)
        edge = mpl.colors.to_rgba(colour, self.strength)
        circle = mpl.patches.Circle((x, y), 1.3, facecolor=fill, edgecolor=edge, linewidth=1.2)
        self.ax.add_patch(circle)
        self.words(x, y, sign, size=10)

    def arrow(self, *points, colour=INK, head=True, dashed=False, width=1.4):
        """A line through the points, with a head at the last."""
        shape = mpl.patches.FancyArrowPatch(
            path=mpl.path.Path(points),
            arrowstyle="-|>,head_length=0.5,head_width=0.25" if head else "-",
            mutation_scale=8,
            color=mpl.colors.to_rgba(colour, self.strength),
            fill=head,
            linewidth=width,
            linestyle=(0, (2.5, 1.5)) if dashed else "-",
            joinstyle="round",
        )
        self.ax.add_patch(shape)

    def line(self, *points, **options):
        """A line without a head."""
        self.arrow(*points, head=False, **options)

    def joint(self, x, y, colour=INK):
        """The dot where a line branches; lines that cross without one don't touch."""
        dot = mpl.patches.Circle((x, y), 0.4, color=mpl.colors.to_rgba(colour, self.strength))
        self.ax.add_patch(dot)

    def words(self, x, y, words, size=9, colour=INK, align="center"):
        """Words around (x, y), a text of its own for each line, so that another font keeps them in the middle."""
        every = words.split("\n")
        for row, line in enumerate(every):
            height = y + ((len(every) - 1) / 2 - row) * 0.19 * size
            points = size + 1.5 if "$" in line else size  # indices are smaller than the rest
            self.ax.text(
                x,
                height,
                line,
                fontsize=points,
                color=mpl.colors.to_rgba(colour, self.strength),
                ha=align,
                va="center_baseline",
            )

    def note(self, x, y, words, align="center"):
        """Words beside the drawing: grey, and a little smaller."""
        self.words(x, y, words, size=8.5, colour=MUTED, align=align)


@contextmanager
def drawing(alt, height):
    """A pen on an empty picture of `height` units."""
    with picture(alt, height / 10) as ax:
        ax.set_position([0, 0, 1, 1])
        ax.set_axis_off()
        ax.set(xlim=(0, 10 * WIDTH), ylim=(0, height))
        yield Pen(ax)


def chain(pen, places, y, words, colour=HIDDEN, **options):
    """The same cell at each of the places, with an arrow from each to the next.

    options: `width`, `height` of the cells; `backwards`; `states`, how many lines run between them.
    """
    width, height = options.get("width", 5.0), options.get("height", 3.6)
    ends = places[::-1] if options.get("backwards") else places
    for place in places:
        pen.box(place, y, words, colour, width, height)
    half = width / 2 if ends[0] < ends[-1] else -width / 2
    for here, there in zip(ends[:-1], ends[1:], strict=True):
        if options.get("states", 1) == 2:
            pen.arrow((here + half, y + 0.9), (there - half, y + 0.9), colour=CELL)
            pen.arrow((here + half, y - 0.9), (there - half, y - 0.9), colour=HIDDEN)
        else:
            pen.arrow((here + half, y), (there - half, y), colour=colour)


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
    with drawing(alt, 24) as pen:
        pen.box(21, 13.5, "", MUTED, 29, 11.4, fill=0.04)
        pen.arrow((2.5, 13.5), (9.2, 13.5), colour=HIDDEN)
        pen.words(3, 15.3, "$h_{t-1}$")
        pen.box(11.7, 13.5, "$U$", HIDDEN, 5, 3.6)
        pen.arrow((14.2, 13.5), (18.7, 13.5), colour=HIDDEN)
        pen.arrow((20, 3.2), (20, 7.9), colour=INPUT)
        pen.words(20, 1.8, "$x_t$")
        pen.box(20, 9.7, "$W$", INPUT, 5, 3.6)
        pen.arrow((20, 11.5), (20, 12.2), colour=INPUT)
        pen.arrow((20, 16.3), (20, 14.8), colour=OUTPUT)
        pen.box(20, 17.5, "$b$", OUTPUT, 3, 2.4)
        pen.operation(20, 13.5, "+")
        pen.arrow((21.3, 13.5), (25.5, 13.5))
        pen.box(28.5, 13.5, "tanh", HIDDEN, 6, 3.6)
        pen.arrow((31.5, 13.5), (40.5, 13.5), colour=HIDDEN)
        pen.words(39, 15.3, "$h_t$")
        pen.joint(33.6, 13.5, HIDDEN)
        pen.arrow((33.6, 13.5), (33.6, 22), colour=HIDDEN)
        pen.words(31.5, 21.5, "$h_t$")


def loop_and_unrolled():
    """A recurrent layer as a loop, and the same layer unrolled over time."""
    alt = (
        "Left, a recurrent layer as one cell whose hidden state goes back into it. Right, the same cell drawn once for"
        " each timestep, from x_1 to x_T: every copy has the same weights, and hands its hidden state to the next."
    )
    with drawing(alt, 21) as pen:
        pen.box(5.5, 10, "cell", HIDDEN, 5, 3.6)
        pen.arrow((5.5, 4.2), (5.5, 8.2), colour=INPUT)
        pen.words(5.5, 2.8, "$x_t$")
        pen.arrow((5.5, 11.8), (5.5, 16.8), colour=HIDDEN)
        pen.words(5.5, 18.2, "$h_t$")
        pen.joint(5.5, 13.6, HIDDEN)
        pen.arrow((5.5, 13.6), (1.2, 13.6), (1.2, 10), (3, 10), colour=HIDDEN)
        pen.words(12, 10, "=", size=14)
        places = [18, 25, 37]
        chain(pen, places[:2], 10, "cell")
        pen.box(37, 10, "cell", HIDDEN, 5, 3.6)
        pen.arrow((13.6, 10), (15.5, 10), colour=HIDDEN)
        pen.words(14, 11.6, "$h_0$")
        pen.line((27.5, 10), (29.3, 10), colour=HIDDEN)
        pen.words(31, 10, "…", size=11)
        pen.arrow((32.6, 10), (34.5, 10), colour=HIDDEN)
        for place, index in zip(places, "12T", strict=True):
            pen.arrow((place, 4.2), (place, 8.2), colour=INPUT)
            pen.words(place, 2.8, f"$x_{index}$")
            pen.arrow((place, 11.8), (place, 15.2), colour=HIDDEN)
            pen.words(place, 16.6, f"$h_{index}$")
        pen.note(27.5, 19.4, "the same weights in every copy")


PARTS = ("forget", "input", "candidate", "cell", "output")


def lstm_cell(*parts):
    """One step of an LSTM: c_t = f c_{t-1} + i c~ and h_t = o tanh(c_t).

    parts: those of "forget", "input", "candidate", "cell", "output" that are drawn strong; without any, all.
    """
    for part in parts:
        one_of("a part of lstm_cell", part, PARTS)
    names = " and ".join(parts)
    alt = (
        "One step of an LSTM. The forget gate multiplies the old cell state, the input gate multiplies the candidate,"
        " and their sum is the new cell state, which runs straight through at the top. The output gate multiplies tanh"
        " of it, which gives the new hidden state. Every gate and the candidate read x_t and the old hidden state."
    ) + (f" Drawn strong here: {names}." if parts else "")
    with drawing(alt, 31) as pen:
        buses(pen, (7, 15, 23, 31), 30)
        for part in PARTS:
            pen.strength = 1 if part in parts or not parts else 0.22
            LSTM_PARTS[part](pen)


def buses(pen, places, end):
    """The lines of h_{t-1} and x_t from which the gates at the places are fed."""
    del end
    last = places[-1]
    pen.line((1, 6), (last - 1, 6), colour=HIDDEN)
    pen.line((3, 2.2), (3, 4), (last + 1, 4), colour=INPUT)
    pen.words(1.8, 7.6, "$h_{t-1}$")
    pen.words(3, 1, "$x_t$")


def gate(pen, x, name, function, colour=GATE):
    """A gate or candidate, fed from both buses."""
    pen.arrow((x - 1.2, 6), (x - 1.2, 8.6), colour=HIDDEN)
    pen.joint(x - 1.2, 6, HIDDEN)
    pen.arrow((x + 1.2, 4), (x + 1.2, 8.6), colour=INPUT)
    pen.joint(x + 1.2, 4, INPUT)
    pen.box(x, 11, f"{name}\n{function}", colour, 7.2, 4.8, size=8.5)


def draw_forget(pen):
    gate(pen, 7, "forget", "σ")
    pen.arrow((7, 13.4), (7, 25.7), colour=GATE)
    pen.words(5.6, 16, "$f_t$")
    pen.operation(7, 27, "×")


def draw_input(pen):
    gate(pen, 15, "input", "σ")
    pen.arrow((15, 13.4), (15, 18.5), (21.7, 18.5), colour=GATE)
    pen.words(13.6, 16, "$i_t$")
    pen.operation(23, 18.5, "×")


def draw_candidate(pen):
    gate(pen, 23, "candidate", "tanh", CELL)
    pen.arrow((23, 13.4), (23, 17.2), colour=CELL)
    pen.words(21.4, 16, r"$\tilde{c}_t$")


def draw_cell(pen):
    pen.arrow((1, 27), (5.7, 27), colour=CELL, width=2.2)
    pen.words(2, 29, "$c_{t-1}$")
    pen.arrow((8.3, 27), (21.7, 27), colour=CELL, width=2.2)
    pen.arrow((23, 19.8), (23, 25.7), colour=CELL)
    pen.operation(23, 27, "+")
    pen.arrow((24.3, 27), (41, 27), colour=CELL, width=2.2)
    pen.words(40, 29, "$c_t$")


def draw_output(pen):
    gate(pen, 31, "output", "σ")
    pen.arrow((34.6, 11), (36.7, 11), colour=GATE)
    pen.words(35.4, 13, "$o_t$")
    pen.joint(38, 27, CELL)
    pen.arrow((38, 27), (38, 21.8), colour=CELL)
    pen.box(38, 20, "tanh", CELL, 5.4, 3.6)
    pen.arrow((38, 18.2), (38, 12.3), colour=CELL)
    pen.operation(38, 11, "×")
    pen.arrow((38, 9.7), (38, 6), (41, 6), colour=HIDDEN)
    pen.words(40, 8, "$h_t$")


LSTM_PARTS = {
    "forget": draw_forget,
    "input": draw_input,
    "candidate": draw_candidate,
    "cell": draw_cell,
    "output": draw_output,
}


def gru_cell(reset_after=True):
    """One step of a GRU in Keras's convention: h_t = z h_{t-1} + (1 - z) h~.

    reset_after: whether r multiplies the product h_{t-1} U + b, or h_{t-1} before the product.
    """
    order = "after" if reset_after else "before"
    alt = (
        "One step of a GRU. The update gate z multiplies the old hidden state, one minus z multiplies the candidate,"
        f" and their sum is the new hidden state. The reset gate r multiplies the candidate's recurrent part {order}"
        " the product with the recurrent kernel."
    )
    with drawing(alt, 31) as pen:
        buses(pen, (7, 27), 0)
        pen.line((26, 4), (36, 4), colour=INPUT)
        gate(pen, 7, "update", "σ")
        product, reset = (18, 26) if reset_after else (26, 18)
        gate(pen, reset, "reset", "σ")
        pen.arrow((reset, 13.4), (reset, 15.7), colour=GATE)
        pen.words(reset + 1.4, 14.7, "$r_t$")
        pen.joint(13, 6, HIDDEN)
        first, second = (15.2, 20.8) if reset_after else (16.7, 19.3)
        third, fourth = (24.7, 27.3) if reset_after else (23.2, 28.8)
        pen.arrow((13, 6), (13, 17), (first, 17), colour=HIDDEN)
        pen.arrow((second, 17), (third, 17), colour=HIDDEN)
        pen.arrow((fourth, 17), (32.4, 17), colour=HIDDEN)
        pen.box(product, 17, "$U_h+b$" if reset_after else "$U_h$", HIDDEN, 5.6, 2.6)
        pen.operation(reset, 17, "×")
        pen.arrow((36, 4), (36, 14.6), colour=INPUT)
        pen.box(36, 17, "candidate\ntanh", HIDDEN, 7.2, 4.8, size=8.5)
        pen.arrow((36, 19.4), (36, 20.9), colour=HIDDEN)
        pen.arrow((1, 27), (5.7, 27), colour=HIDDEN, width=2.2)
        pen.arrow((7, 13.4), (7, 25.7), colour=GATE)
        pen.words(5.6, 16, "$z_t$")
        pen.operation(7, 27, "×")
        pen.joint(7, 22.2, GATE)
        pen.arrow((7, 22.2), (19.7, 22.2), colour=GATE)
        pen.operation(21, 22.2, "1−")
        pen.arrow((22.3, 22.2), (34.7, 22.2), colour=GATE)
        pen.operation(36, 22.2, "×")
        pen.arrow((36, 23.5), (36, 25.7), colour=HIDDEN)
        pen.arrow((8.3, 27), (34.7, 27), colour=HIDDEN, width=2.2)
        pen.operation(36, 27, "+")
        pen.arrow((37.3, 27), (41, 27), colour=HIDDEN, width=2.2)
        pen.words(2, 29, "$h_{t-1}$")
        pen.words(40, 29, "$h_t$")


GATES = {1: ("",), 3: ("z", "r", "h"), 4: ("i", "f", "c", "o")}


def weight_blocks(gates, features, units, bias_vectors=1):
    """The weights of a recurrent layer to scale: kernel, recurrent kernel, bias, with their shapes and counts.

    gates: 1 for SimpleRNN, 3 for GRU, 4 for LSTM. bias_vectors: 2 for a GRU with reset_after=True, 0 without bias.
    """
    one_of("gates", gates, tuple(GATES))
    whole("features", features)
    whole("units", units)
    one_of("bias_vectors", bias_vectors, (0, 1, 2))
    columns = gates * units
    bias = (2, columns) if bias_vectors == 2 else (columns,)
    blocks = [
        ("kernel W", features, (features, columns), INPUT),
        ("recurrent kernel U", units, (units, columns), HIDDEN),
        ("bias b", bias_vectors, bias, OUTPUT),
    ]
    blocks = [block for block in blocks if block[1]]
    scale = min(38 / columns, 22 / sum(block[1] for block in blocks), 2.4)
    alt = "The weights of a recurrent layer as rectangles drawn to scale: " + ", ".join(
        f"{name} of shape {shape}" for name, _, shape, _ in blocks
    )
    height = scale * sum(block[1] for block in blocks) + 3.4 * len(blocks) + 2.6
    with drawing(alt + ".", height) as pen:
        top = height - 2.4
        for index, name in enumerate(GATES[gates]):
            if name:
                pen.words(2 + (index + 0.5) * units * scale, top + 1, f"${name}$")
        for name, rows, shape, colour in blocks:
            top -= 3
            pen.words(2, top + 1.3, f"{name}  {shape}: {np.prod(shape)}", align="left")
            for index in range(gates):
                place = 2 + (index + 0.5) * units * scale, top - rows * scale / 2
                pen.box(*place, "", colour, units * scale, rows * scale)
            top -= rows * scale + 0.4


def shape_box(batch, timesteps, features):
    """The array (batch, timesteps, features) as a box: sequences one behind the other, time to the right."""
    for name, value in (("batch", batch), ("timesteps", timesteps), ("features", features)):
        whole(name, value)
    alt = (
        f"An array of shape ({batch}, {timesteps}, {features}) as a box: {batch} sequences one behind the other, each"
        f" with {timesteps} timesteps from left to right and {features} features from top to bottom. One timestep of"
        " the first sequence is marked."
    )
    sheets, columns, rows = min(batch, 5), min(timesteps, 12), min(features, 6)
    side = min(24 / columns, 12 / rows, 3)
    wide, tall = side * columns, side * rows
    height = tall + 1.4 * (sheets - 1) + 9
    with drawing(alt, height) as pen:
        left, low = 9, 4.5
        for sheet in range(sheets - 1, -1, -1):
            place = left + wide / 2 + 1.6 * sheet, low + tall / 2 + 1.4 * sheet
            pen.box(*place, "", INPUT, wide, tall, fill=0.1)
        for row, column in np.ndindex(rows, columns):
            colour = HIDDEN if column == 0 else INPUT
            place = left + (column + 0.5) * side, low + (row + 0.5) * side
            pen.box(*place, "", colour, side, side, fill=0.3 if column == 0 else 0.05)
        pen.words(left + wide / 2, 2.2, f"timesteps: {timesteps}")
        pen.words(left - 1, low + tall / 2, f"features:\n{features}", align="right")
        pen.words(left + wide / 2 + 1.6 * sheets, height - 2, f"batch: {batch}")


def windows(length, window):
    """A series cut into overlapping windows, each with its target, the value after it."""
    whole("length", length, 2, 16)
    whole("window", window, 1, length - 1)
    count = length - window
    alt = (
        f"A series of {length} values and, below it, the {count} windows of {window} values that overlap in it, each"
        " one step further to the right, with the value after it as target."
    )
    side = min(34 / length, 2.4)
    height = 2 * (count + 2) + 4
    with drawing(alt, height) as pen:
        for place in range(length):
            pen.box(6 + place * side, height - 3, str(place), MUTED, side, 1.8, size=8.5)
        pen.words(2, height - 3, "series", size=8.5)
        for row in range(count):
            y = height - 6.4 - 2 * row
            for place in range(row, row + window):
                pen.box(6 + place * side, y, str(place), INPUT, side, 1.8, size=8.5)
            pen.box(6 + (row + window) * side, y, str(row + window), OUTPUT, side, 1.8, size=8.5)
        pen.words(12, 1.4, "blue: window   ochre: target", size=8.5)


def split_in_time(train, validation, test):
    """A series cut in time into training, validation and test data; the arguments are counts."""
    pieces = {"training": train, "validation": validation, "test": test}
    for name, count in pieces.items():
        whole(name, count)
    total = sum(pieces.values())
    alt = (
        f"A timeline in three pieces: first {train} for training, then {validation} for validation, and the latest"
        f" {test} for the test."
    )
    with drawing(alt, 11) as pen:
        left = 2
        places = zip((2, 21, 40), ("left", "center", "right"), (INPUT, OTHER, OUTPUT), strict=True)
        for (name, count), (label, align, colour) in zip(pieces.items(), places, strict=True):
            wide = 38 * count / total
            pen.box(left + wide / 2, 5.5, "", colour, wide, 3, fill=0.3)
            pen.words(label, 9.2, f"{name}: {count}", align=align)
            left += wide
        pen.arrow((2, 2.4), (40, 2.4), colour=MUTED)
        pen.note(21, 1, "time")


def time_distributed():
    """The same small layer at every timestep, with nothing between the timesteps."""
    alt = (
        "TimeDistributed: at each of four timesteps the input goes through the same Dense layer with the same weights"
        " and gives an output. No line leads from one timestep to another."
    )
    with drawing(alt, 20) as pen:
        for place, index in zip((6, 16, 26, 36), "123T", strict=True):
            pen.words(place, 2.4, f"$x_{index}$")
            pen.arrow((place, 4), (place, 7.6), colour=INPUT)
            pen.box(place, 9.6, "Dense", INPUT, 7, 4)
            pen.arrow((place, 11.6), (place, 15), colour=OUTPUT)
            pen.words(place, 16.6, f"$y_{index}$")
        pen.note(21, 19, "the same kernel and bias at every timestep")


def outputs_and_states(layer="LSTM"):
    """A recurrent layer unrolled, with what return_sequences and return_state return."""
    one_of("layer", layer, ("SimpleRNN", "GRU", "LSTM"))
    alt = (
        f"An {layer} layer unrolled over four timesteps. return_sequences=False gives the last hidden state alone,"
        " return_sequences=True the hidden states of all timesteps; return_state=True gives the last states as well"
        + (", hidden and cell state." if layer == "LSTM" else ".")
    )
    places = [5, 13.5, 22, 30.5]
    with drawing(alt, 25) as pen:
        chain(pen, places, 9, layer, width=6, states=2 if layer == "LSTM" else 1)
        for place, index in zip(places, "123T", strict=True):
            pen.words(place, 2.4, f"$x_{index}$")
            pen.arrow((place, 4), (place, 7.2), colour=INPUT)
            pen.arrow((place, 10.8), (place, 14), colour=HIDDEN)
            pen.words(place, 15.5, f"$h_{index}$")
        pen.box(17.7, 15.5, "", OUTPUT, 31, 3.4, fill=0, dashed=True)
        pen.words(2, 18.8, "return_sequences=True: all", align="left")
        pen.box(30.5, 15.5, "", OUTPUT, 4, 2.6, fill=0.16)
        pen.words(40, 21.4, "return_sequences=False: the last", align="right")
        if layer == "LSTM":
            pen.arrow((33.5, 9.9), (37, 9.9), colour=CELL)
            pen.words(38.5, 10.4, "$c_T$")
        pen.arrow((33.5, 8.1), (37, 8.1), colour=HIDDEN)
        pen.words(38.5, 7.8, "$h_T$")
        pen.words(41, 5, "return_state", size=8.5, align="right")


def stacked():
    """Two recurrent layers unrolled: the lower one returns its sequence to the upper one."""
    alt = (
        "Two recurrent layers, one above the other, unrolled over four timesteps. The lower layer hands its hidden state"
        " at every timestep up to the upper layer, return_sequences=True; the upper one gives only the last."
    )
    places = [13, 21, 29, 37]
    with drawing(alt, 26) as pen:
        chain(pen, places, 9, "RNN 1")
        chain(pen, places, 17, "RNN 2", OTHER)
        for place, index in zip(places, "123T", strict=True):
            pen.words(place, 2.4, f"$x_{index}$")
            pen.arrow((place, 4), (place, 7.2), colour=INPUT)
            pen.arrow((place, 10.8), (place, 15.2), colour=HIDDEN)
        pen.arrow((37, 18.8), (37, 22.4), colour=OUTPUT)
        pen.words(37, 23.8, "output")
        pen.words(0.5, 17, "return_\nsequences\n=False", size=8.5, align="left")
        pen.words(0.5, 9, "return_\nsequences\n=True", size=8.5, align="left")


def three_tasks():
    """Many to one, many to many, sequence to sequence: where a network reads and where it answers."""
    alt = (
        "Three kinds of task, each unrolled over time. Many to one: an input at every timestep, one output at the last."
        " Many to many: an output at every timestep. Sequence to sequence: first all inputs are read, then the outputs"
        " follow, at timesteps of their own."
    )
    rows = [
        ("many to one", range(4), [3], 4),
        ("many to many", range(4), range(4), 4),
        ("sequence to\nsequence", range(3), range(3, 6), 6),
    ]
    with drawing(alt, 41) as pen:
        for row, (name, inputs, outputs, count) in enumerate(rows):
            y = 34 - 13.5 * row
            places = [14 + 5 * step for step in range(count)]
            pen.words(1, y, name, align="left")
            chain(pen, places, y, "", width=3, height=3)
            for step in inputs:
                pen.arrow((places[step], y - 4.6), (places[step], y - 1.5), colour=INPUT)
            for step in outputs:
                pen.arrow((places[step], y + 1.5), (places[step], y + 4.6), colour=OUTPUT)


def layer_map():
    """The layers of the course: what each takes, returns, and carries from timestep to timestep."""
    alt = (
        "A table of layers with the shapes that they take and return. Embedding makes features from tokens; SimpleRNN"
        " and GRU carry h, LSTM carries h and c; they return one vector of units, or one for each timestep with"
        " return_sequences=True. Bidirectional doubles the units; TimeDistributed and Dense carry nothing."
    )
    rows = [
        ("Embedding", "(B, T)", "(B, T, F)", "", INPUT),
        ("SimpleRNN", "(B, T, F)", "(B, U)", "h", HIDDEN),
        ("GRU", "(B, T, F)", "(B, U)", "h", HIDDEN),
        ("LSTM", "(B, T, F)", "(B, U)", "h, c", CELL),
        ("Bidirectional", "(B, T, F)", "(B, 2U)", "twice", OTHER),
        ("TimeDistributed", "(B, T, F)", "(B, T, U)", "", INPUT),
        ("Dense", "(B, F)", "(B, U)", "", INPUT),
    ]
    with drawing(alt, 4 * len(rows) + 8) as pen:
        top = 4 * len(rows) + 6
        for place, head in zip((6.5, 18.7, 28.7, 37.7), ("layer", "takes", "returns", "carries"), strict=True):
            pen.note(place, top, head)
        for row, (name, takes, returns, carries, colour) in enumerate(rows):
            y = top - 3.4 - 4 * row
            pen.box(7, y, name, colour, 12.6, 3)
            for place, text in zip((18.7, 28.7, 37.7), (takes, returns, carries), strict=True):
                pen.words(place, y, text or "nothing")
        pen.note(21, 1.4, "B batch, T timesteps, F features, U units")


def gradient_road():
    """The way of the gradient back in time: through U and tanh' in a SimpleRNN, through f alone in an LSTM."""
    alt = (
        "The gradient on its way back in time, from right to left. In a SimpleRNN it is multiplied at every step by the"
        " recurrent kernel U and the slope of tanh, and its arrow becomes thinner. Along the cell state of an LSTM it"
        " is multiplied by the forget gate alone, and its arrow stays about as thick."
    )
    roads = [
        (23, "SimpleRNN", "h", r"$U^\top \tanh'$", HIDDEN, 0.55),
        (8, "LSTM", "c", "$f_t$", CELL, 0.93),
    ]
    places = [4, 15, 26, 37]
    with drawing(alt, 32) as pen:
        for y, name, state, factor, colour, keep in roads:
            pen.words(1, y + 6.4, f"{name}: back along {state}", align="left")
            for place in places:
                pen.box(place, y, f"${state}_{{{'T' if place == 37 else 'T-' + str((37 - place) // 11)}}}$", colour, 5, 3.6)
            for step, place in enumerate(places[:0:-1]):
                pen.arrow((place - 2.5, y), (place - 8.5, y), colour=colour, width=5 * keep**step)
                pen.words(place - 5.5, y + 3.2, f"× {factor}", size=8)


def frames_to_label():
    """A clip: the same convolution on each frame, then an LSTM over the frames, then a label."""
    alt = (
        "A clip of four frames in which a square moves. Each frame goes through the same convolution and becomes a"
        " vector; an LSTM reads the vectors in order, and from its last hidden state a Dense layer gives the label."
    )
    places = [7, 16, 25, 34]
    with drawing(alt, 36) as pen:
        for step, place in enumerate(places):
            pen.box(place, 4, "", MUTED, 6, 6, fill=0.05)
            pen.box(place - 1.8 + 1.2 * step, 2.4 + step, "", INPUT, 1.6, 1.6, fill=0.8)
            pen.arrow((place, 7), (place, 10), colour=INPUT)
            pen.box(place, 12, "Conv2D", INPUT, 7, 3.6)
            pen.arrow((place, 13.8), (place, 18.2), colour=INPUT)
        chain(pen, places, 20, "LSTM", width=6, states=2)
        pen.arrow((34, 21.8), (34, 25.2), colour=HIDDEN)
        pen.box(34, 27, "Dense", OUTPUT, 7, 3.6)
        pen.arrow((34, 28.8), (34, 32), colour=OUTPUT)
        pen.words(34, 33.6, "label")


def encoder_decoder(teacher_forcing=True):
    """An encoder and a decoder, which reads the true previous token (in training) or its own (afterwards).

    teacher_forcing: True for training, False for decoding.
    """
    source = "the true previous token" if teacher_forcing else "the token that it has just given"
    alt = (
        "An encoder reads three tokens and hands its last states to a decoder, which gives one token at a timestep."
        f" At each timestep the decoder reads {source}; the first one is a start token."
    )
    reads, writes = [5, 11.5, 18], [25, 31.5, 38]
    with drawing(alt, 25) as pen:
        chain(pen, reads, 11, "", OTHER, width=4, height=4)
        chain(pen, writes, 11, "", HIDDEN, width=4, height=4)
        pen.arrow((20, 11), (23, 11), colour=HIDDEN, width=2.4)
        for step, place in enumerate(reads, 1):
            pen.arrow((place, 5), (place, 9), colour=INPUT)
            pen.words(place, 3.6, f"$x_{step}$")
        for step, place in enumerate(writes, 1):
            pen.arrow((place, 13), (place, 17.4), colour=OUTPUT)
            pen.words(place, 19, rf"$\hat{{y}}_{step}$")
            pen.arrow((place, 5), (place, 9), colour=INPUT)
            given = "start" if step == 1 else f"$y_{step - 1}$" if teacher_forcing else rf"$\hat{{y}}_{step - 1}$"
            pen.words(place, 3.6, given)
            if step > 1 and not teacher_forcing:
                pen.joint(place - 6.5, 15.2, OUTPUT)
                pen.line((place - 6.5, 15.2), (place - 3.2, 15.2), (place - 3.2, 3.6), (place - 1.6, 3.6), colour=OUTPUT)
        pen.note(11.5, 22.6, "encoder")
        pen.note(31.5, 22.6, "decoder")


def bidirectional():
    """Two layers, one forwards in time and one backwards, whose hidden states are concatenated."""
    alt = (
        "A bidirectional layer unrolled over four timesteps. One layer reads from the first to the last timestep, a"
        " second one from the last to the first; at each timestep their hidden states are put side by side."
    )
    places = [6, 16, 26, 36]
    with drawing(alt, 31) as pen:
        chain(pen, places, 10, "forward", width=7)
        chain(pen, places, 17, "backward", OTHER, width=7, backwards=True)
        for place, index in zip(places, "123T", strict=True):
            pen.words(place, 2.4, f"$x_{index}$")
            pen.arrow((place - 1.5, 4), (place - 1.5, 8.2), colour=INPUT)
            pen.line((place, 3.8), (place + 4.2, 5.6), (place + 4.2, 13.6), (place + 1.5, 13.6), colour=INPUT)
            pen.arrow((place + 1.5, 13.6), (place + 1.5, 15.2), colour=INPUT)
            pen.line((place - 1.5, 11.8), (place - 1.5, 13.6), (place - 4.2, 13.6), colour=HIDDEN)
            pen.arrow((place - 4.2, 13.6), (place - 4.2, 21.6), (place - 1, 22.6), colour=HIDDEN)
            pen.arrow((place + 1, 18.8), (place + 1, 22), colour=OTHER)
            pen.box(place, 23.4, "concat", OUTPUT, 6.6, 2.6, size=8.5)
            pen.arrow((place, 24.7), (place, 27.6), colour=OUTPUT)
            pen.words(place, 29, f"$y_{index}$")
