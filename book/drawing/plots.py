"""Plots of computed numbers. Each takes `alt`, a sentence for those who don't see it."""

import matplotlib as mpl
import numpy as np

from .style import INK, MUTED, SERIES, WIDTH, picture


def lines(series, *, alt, x=None, xlabel="", ylabel="", title="", height=2.6, **options):
    """Series as lines over one pair of axes.

    series: numbers by label, or pairs (x, numbers) where each has its own x. A label that begins with an underscore
    stays out of the legend. options: `logy=True`; `marker="o"`; `muted=("label", ...)` for baselines, drawn in grey and
    without markers; `upright=(x, ...)` for upright rules, as between training and test; `ylim`, `xlim`.
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
        elif np.asarray(across).dtype.kind in "iuf":  # few marks, since years have four digits
            ax.xaxis.set_major_locator(mpl.ticker.MaxNLocator(6, integer=np.ptp(across) > 6))
        if label in options.get("muted", ()):
            look = {"color": MUTED, "linestyle": ":"}
        else:
            look = {"marker": options.get("marker"), "markersize": 4}
        ax.plot(across, up, label=label, **look)
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
