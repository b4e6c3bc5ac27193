"""The style of all pictures: palette, sizes, and the way from a figure to SVG inside the page."""

import io
import re
import zlib
from contextlib import contextmanager
from html import escape

import matplotlib as mpl
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

# Colours by the names of their variables. Outside the book, in JupyterLab, words take the colours of its theme.
COLOURS = {
    **{name: (colour, colour) for name, colour in SERIES.items()},
    "ink": (INK, f"var(--jp-content-font-color0, {INK})"),
    "muted": (MUTED, f"var(--jp-content-font-color2, {MUTED})"),
    "grid": (GRID, f"var(--jp-border-color2, {GRID})"),
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
    text = re.sub(r"font-family: [^;\"]*;?", "", text)
    text = re.sub(r'<g id="[^"]*"', "<g", text)  # nothing refers to them
    text = re.sub(r'\bd="([^"]*)"', short_path, text)
    text = re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", text)
    variables = []
    for name, (colour, elsewhere) in COLOURS.items():
        if colour in text:
            variables.append(f"--{name}: var(--picture-{name}, {elsewhere})")
            text = text.replace(colour, f"var(--{name})")
    text = text.replace("<svg ", f'<svg aria-hidden="true" style="{"; ".join(variables)}" ', 1)
    prefix = f"p{zlib.crc32(alt.encode()):x}-"
    text = re.sub(r'\bid="', f'id="{prefix}', text)
    text = re.sub(r'(url\(#|href="#)', rf"\1{prefix}", text)
    return re.sub(r"\s*\n\s*", "\n", text)


def short_path(match):
    """The `d` of a path in tenths of a point, each step from the place before: half as long.

    Steps are taken between rounded places, so that rounding doesn't add up.
    """
    steps, here, start = [], (0, 0), (0, 0)
    for command, numbers in re.findall(r"([MLQCz])([^MLQCz]*)", match[1]):
        values = [round(10 * float(number)) for number in numbers.split()]
        relative = [value - here[axis % 2] for axis, value in enumerate(values)]
        steps.append(command.lower() + " ".join(f"{value / 10:g}" for value in relative))
        here = tuple(values[-2:]) if values else start
        start = here if command == "M" else start
    return f'd="{"".join(steps)}"'
