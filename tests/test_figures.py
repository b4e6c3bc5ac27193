"""The drawings of the book: whole, told in words, in the palette's colours, and the same each time."""

import importlib
import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.text import Text

BOOK = Path(__file__).parent.parent / "book"
SVG = "{http://www.w3.org/2000/svg}"

DRAWINGS = {
    "shape_box": [(4, 6, 3), (1, 1, 1), (32, 48, 1), (500, 1000, 300)],
    "windows": [(9, 4), (2, 1), (16, 1), (16, 15)],
    "split_in_time": [(70, 15, 15), (1, 1, 1), (10_000, 1, 1), (1, 1, 10_000)],
    "loop_and_unrolled": [()],
    "three_tasks": [()],
    "layer_map": [()],
    "simple_rnn_cell": [()],
    "stacked": [()],
    "lstm_cell": [
        (),
        ("forget",),
        ("input", "candidate"),
        ("cell",),
        ("output",),
    ],
    "gradient_road": [()],
    "gru_cell": [(), (False,)],
    "time_distributed": [()],
    "frames_to_label": [()],
    "outputs_and_states": [(), ("GRU",), ("SimpleRNN",)],
    "encoder_decoder": [(), (False,)],
    "bidirectional": [()],
    "weight_blocks": [(1, 2, 3), (3, 8, 16, 2), (4, 10, 4, 0), (4, 1, 512), (1, 1000, 1)],
}
CALLS = [(name, *arguments) for name, calls in DRAWINGS.items() for arguments in calls]
PLOTS = {
    "lines": ({"a": [1, 2, 3], "b": [3, 1, 2]},),
    "panels": ({"a": [1, 2, 3], "b": [3, 1, 2]},),
    "bars": ({"a": 1, "b": 2},),
    "matrix": ([[1, 2], [3, 4]],),
    "images": (np.arange(2 * 64).reshape(2, 8, 8),),
}


@pytest.fixture(scope="module")
def figures():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BOOK)
        yield importlib.import_module("figures")


@pytest.fixture(scope="module")
def style(figures):
    return importlib.import_module("drawing.style")


@pytest.fixture
def draw(figures, style, monkeypatch):
    """A function that calls a function of `figures` and returns the HTML that it shows."""

    def call(name, *arguments, **options):
        shown = []
        monkeypatch.setattr(style, "display", shown.append)
        assert getattr(figures, name)(*arguments, **options) is None
        (picture,) = shown
        return picture._repr_html_()

    return call


@pytest.fixture(scope="module")
def drawn(figures, style):
    """The HTML of every drawing by its call, and the places of its words, each drawn once."""
    html, words = {}, {}
    with pytest.MonkeyPatch.context() as patch:
        for call in CALLS:

            def svg(figure, alt, call=call, original=style.svg):
                (axes,) = figure.axes
                every = [text for text in axes.texts if text.get_text()]
                every += [shape for shape in axes.patches if shape.get_label().startswith("$")]
                words[call] = figure.bbox, [(text, text.get_window_extent()) for text in every]
                return original(figure, alt)

            patch.setattr(style, "svg", svg)
            shown = []
            patch.setattr(style, "display", shown.append)
            getattr(figures, call[0])(*call[1:])
            html[call] = shown[0]._repr_html_()
            patch.undo()
    return html, words


def test_every_picture_that_chapters_can_draw_is_tried_here(figures):
    assert sorted(figures.__all__) == sorted([*DRAWINGS, *PLOTS])


@pytest.mark.parametrize("call", CALLS)
def test_a_drawing_is_a_figure_with_a_label_and_no_fixed_size(call, drawn):
    figure = ElementTree.fromstring(drawn[0][call])
    assert (figure.tag, figure.get("role")) == ("figure", "img")
    assert re.fullmatch(r"[A-Z].*[a-z)]\.", figure.get("aria-label"))
    (drawing,) = figure
    assert drawing.tag == SVG + "svg"
    assert drawing.get("aria-hidden") == "true"
    assert drawing.get("viewBox") and not {"width", "height"} & set(drawing.attrib)


@pytest.mark.parametrize("call", CALLS)
def test_a_drawing_is_small_and_the_same_each_time(call, drawn, draw):
    html = drawn[0][call]
    assert html == draw(*call)
    assert len(html.encode()) < 60_000


@pytest.mark.parametrize("call", CALLS)
def test_a_drawing_has_the_colours_of_the_palette_alone(call, drawn):
    html = drawn[0][call]
    declared = r"--\w+: var\(--picture-\w+, (?:var\([\w-]+, #[0-9a-f]{6}\)|#[0-9a-f]{6})\)"
    names = re.findall(r"--(\w+): var", html)
    rest = re.sub(declared, "", html)
    assert names and set(re.findall(r"var\(--(\w+)\)", rest)) == set(names)
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb", rest)


@pytest.mark.parametrize("call", CALLS)
def test_the_words_of_a_drawing_are_large_enough_for_a_phone(call, drawn):
    _, words = drawn[1][call]
    assert all(text.get_fontsize() >= 8.5 for text, _ in words if isinstance(text, Text))


@pytest.mark.parametrize("call", CALLS)
def test_the_words_of_a_drawing_stay_inside_and_apart(call, drawn):
    paper, words = drawn[1][call]
    for text, place in words:
        assert place.x0 >= paper.x0 and place.x1 <= paper.x1, text
        assert place.y0 >= paper.y0 and place.y1 <= paper.y1, text
    for (one, place), (other, elsewhere) in combinations(words, 2):
        assert not place.overlaps(elsewhere.shrunk(0.9, 0.9)), (one, other)


def test_the_ids_of_two_pictures_differ(drawn, draw):
    every = [*drawn[0].values()]
    every += [draw(name, *data, alt=f"Numbers in {name}.") for name, data in PLOTS.items()]
    ids = [name for html in every for name in re.findall(r'\bid="([^"]*)"', html)]
    assert ids, "plots have ids, for their clip paths and marks"
    assert len(ids) == len(set(ids))


def test_the_sentences_of_two_drawings_differ(drawn):
    labels = [ElementTree.fromstring(html).get("aria-label") for html in drawn[0].values()]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("name, data", PLOTS.items())
def test_a_plot_needs_a_sentence(name, data, draw):
    with pytest.raises(ValueError, match="a picture needs alt, a sentence that says what it shows"):
        draw(name, *data, alt=" ")


@pytest.mark.parametrize("name, data", PLOTS.items())
def test_a_plot_is_told_by_its_sentence(name, data, draw):
    figure = ElementTree.fromstring(draw(name, *data, alt='Two < three, "so to speak".'))
    assert figure.get("aria-label") == 'Two < three, "so to speak".'


def test_lines_mark_points_but_not_those_of_baselines(draw):
    numbers = {"model": [1, 2], "naive": [2, 1]}
    marked = draw("lines", numbers, alt="Lines.", marker="o")
    quieter = draw("lines", numbers, alt="Lines.", marker="o", muted=("naive",))
    assert (
        marked.count("<use")
        > quieter.count("<use")
        > draw("lines", numbers, alt="L.").count("<use")
    )


@pytest.mark.parametrize(
    "months, marks",
    [
        (600, ["1960", "1970", "1980", "1990", "2000", "2010"]),
        (24, ["1958.0", "1958.4", "1958.8", "1959.2", "1959.6", "1960.0"]),
    ],
)
def test_years_are_marked_a_few_times(months, marks, draw):
    years = 1958 + np.arange(months) / 12
    drawing = ElementTree.fromstring(draw("lines", {"a": years}, alt="Years.", x=years))[0]
    texts = [text for text in drawing.iter(SVG + "text") if "middle" in text.get("style", "")]
    assert [text.text for text in texts] == marks


def test_lines_take_names_along_the_axis(draw):
    assert "Monday" in draw("lines", {"a": [1, 2]}, alt="Days.", x=["Monday", "Tuesday"])


def test_images_have_a_border_if_asked(draw):
    pictures = np.zeros((1, 8, 8))
    plain = draw("images", pictures, alt="An image.")
    framed = draw("images", pictures, alt="An image.", frame=True)
    assert "stroke: var(--muted)" in framed and "stroke: var(--muted)" not in plain


@pytest.mark.parametrize(
    "call, sentence",
    [
        (
            ("lstm_cell", "memory"),
            "a part of lstm_cell must be one of 'forget', 'input', 'candidate', 'cell', 'output', got 'memory'",
        ),
        (
            ("outputs_and_states", "Dense"),
            "layer must be one of 'SimpleRNN', 'GRU', 'LSTM', got 'Dense'",
        ),
        (("weight_blocks", 2, 3, 4), "gates must be one of 1, 3, 4, got 2"),
        (("weight_blocks", 3, 3, 4, 3), "bias_vectors must be one of 0, 1, 2, got 3"),
        (("weight_blocks", 3, 0, 4), "features must be a whole number of at least 1, got 0"),
        (("shape_box", None, 6, 3), "batch must be a whole number of at least 1, got None"),
        (("shape_box", 4, True, 3), "timesteps must be a whole number of at least 1, got True"),
        (("windows", 30, 4), "length must be a whole number from 2 to 16, got 30"),
        (("windows", 6, 6), "window must be a whole number from 1 to 5, got 6"),
        (("split_in_time", 7, 1.5, 1), "validation must be a whole number of at least 1, got 1.5"),
    ],
)
def test_a_wrong_argument_gets_a_clear_sentence(call, sentence, draw):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        draw(*call)


@pytest.mark.parametrize(
    "gates, bias_vectors, counts",
    [(1, 1, ["= 6", "= 9", "3"]), (3, 2, ["= 18", "= 27", "= 18"]), (4, 0, ["= 24", "= 36"])],
)
def test_weight_blocks_counts_as_keras_does(gates, bias_vectors, counts, draw):
    drawing = ElementTree.fromstring(draw("weight_blocks", gates, 2, 3, bias_vectors))[0]
    texts = ["".join(text.itertext()) for text in drawing.iter(SVG + "text")]
    labels = [text for text in texts if ":" in text]
    assert len(labels) == len(counts)
    assert all(label.endswith(count) for label, count in zip(labels, counts, strict=True))
