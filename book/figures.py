"""The pictures of the book: one palette, one hand.

Every function draws one picture and shows it in the notebook as an SVG inside the page, so that its colours follow the
page from light to dark. A picture is as wide as a phone, so that its words stay readable there.

Plots of computed numbers take `alt`, one sentence for those who don't see the picture. Drawings bring their own.
"""

from drawing.arrays import shape_box, split_in_time, weight_blocks, windows
from drawing.cells import gru_cell, lstm_cell, simple_rnn_cell
from drawing.models import encoder_decoder, frames_to_label, layer_map, three_tasks
from drawing.plots import bars, images, lines, matrix, panels
from drawing.unrolled import (
    bidirectional,
    gradient_road,
    loop_and_unrolled,
    outputs_and_states,
    stacked,
    time_distributed,
)

__all__ = [
    # Plots of computed numbers
    "lines",
    "panels",
    "bars",
    "matrix",
    "images",
    # Arrays and series
    "shape_box",
    "windows",
    "split_in_time",
    "weight_blocks",
    # One step of a layer
    "simple_rnn_cell",
    "lstm_cell",
    "gru_cell",
    # Layers unrolled over time
    "loop_and_unrolled",
    "stacked",
    "time_distributed",
    "outputs_and_states",
    "bidirectional",
    "gradient_road",
    # Tasks and models
    "three_tasks",
    "layer_map",
    "frames_to_label",
    "encoder_decoder",
]
