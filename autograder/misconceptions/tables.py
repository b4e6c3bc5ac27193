"""Whole tables: what is known of one layer is known of each row, and of what follows from it."""

from dataclasses import replace

from autograder import reference
from autograder.misconceptions.catalogue import CATALOGUE, misconception
from autograder.misconceptions.counts import in_form
from autograder.reference import GATES, RECURRENT, Layer


@misconception("stack_shapes")
def time_axis_kept_to_the_end(layers, input_shape, **_):
    """{answer} keeps the time axis to the end. A recurrent layer gives only the last output unless
    `return_sequences=True`, and then what comes after it has no time axis either."""
    return [(*input_shape[:2], shape[-1]) for shape in reference.stack_shapes(layers, input_shape)]


@misconception("weight_shapes")
def one_block_in_each_weight(layer, features, **_):
    """{answer} has one block in each weight. A gated layer has a block for each gate and for its
    candidate, side by side."""
    gates = GATES.get(layer.kind, 1)
    if gates == 1:
        return None
    return {
        name: (*shape[:-1], shape[-1] // gates)
        for name, shape in reference.weight_shapes(layer, features).items()
    }


@misconception("weight_shapes")
def rows_and_columns_swapped(layer, features, **_):
    """{answer} has rows and columns swapped. The input stands on the left of the product, so a
    kernel has a row for each number that comes in."""
    shapes = reference.weight_shapes(layer, features)
    return {
        name: tuple(reversed(shape)) if "kernel" in name else shape
        for name, shape in shapes.items()
    }


@misconception("weight_shapes")
def recurrent_kernel_reads_the_input(layer, features, **_):
    """{answer} gives the recurrent kernel a row for each feature. It weights the previous hidden
    state, not the input."""
    if layer.kind not in RECURRENT:
        return None
    shapes = reference.weight_shapes(layer, features)
    return {**shapes, "recurrent_kernel": shapes["kernel"]}


@misconception("stack_memory")
def bytes_not_counted(layers, input_shape, **_):
    """{answer} is the number of parameters. Each is a float32 and takes several bytes."""
    return reference.stack_total(layers, input_shape)


@misconception("stack_memory")
def float64_counted(layers, input_shape, **_):
    """{answer} takes the numbers for float64. Keras keeps its weights in float32."""
    return reference.memory_bytes(reference.stack_total(layers, input_shape), 8)


@misconception("stack_memory")
def bits_counted(layers, input_shape, **_):
    """{answer} counts bits. A byte has eight of them."""
    return reference.memory_bytes(reference.stack_total(layers, input_shape), 32)


@misconception("largest_units")
def bytes_taken_for_parameters(layer_kind, features, budget, **_):
    """{answer} takes the budget for a number of parameters. Each parameter is a float32 and takes
    several bytes."""
    return reference.largest_units(layer_kind, features, reference.memory_bytes(budget))


def in_each_row(wrong, kinds, features, units):
    """What ``wrong`` makes of each row of a table, with rows that it can't concern counted rightly; None if all are."""
    rows = [
        (Layer(kind, size), inputs)
        for kind, inputs, size in zip(kinds, features, units, strict=True)
    ]
    found = [wrong(*row) for row in rows]
    if all(count is None for count in found):
        return None
    return [
        reference.params(*row) if count is None else count
        for row, count in zip(rows, found, strict=True)
    ]


def most_units(wrong, layer_kind, features, budget):
    """The most units within the budget if ``wrong`` counted the parameters, or None if it never comes to an end."""
    for units in range(1, 10_000):
        count = wrong(Layer(layer_kind, units), features)
        if count is None:
            count = reference.params(Layer(layer_kind, units), features)
        if reference.memory_bytes(count) > budget:
            return units - 1
    return None


def for_whole_tables(entry):
    """Enter what an entry says of one layer for the questions that count many layers, or from a count backwards."""

    def counted(layer, features):
        return entry.wrong("params", {"layer": layer, "features": features})

    def in_bytes(rule, given):
        total = entry.wrong("stack_total", given)
        return None if total is None else reference.memory_bytes(total)

    def in_table(rule, given):
        return in_each_row(counted, *(given[name] for name in ("kinds", "features", "units")))

    def in_budget(rule, given):
        return most_units(counted, *(given[name] for name in ("layer_kind", "features", "budget")))

    behind = entry.sentence.replace("{answer}", "The reasoning behind {answer}")
    for rule, wrong, sentence in (
        ("params_table", in_table, entry.sentence),
        ("stack_memory", in_bytes, behind),
        ("largest_units", in_budget, behind),
    ):
        CATALOGUE.append(
            replace(entry, rules=(rule,), sentence=sentence, wrong=wrong, inverse=False)
        )


def for_shape_tables(entry):
    """Enter what an entry says of one layer's shapes for the table of several layers."""

    def in_table(rule, given):
        right = reference.shape_table(given["layers"], given["input_shape"])
        found = {
            name: entry.wrong("output_shape", {"layer": layer, "input_shape": given["input_shape"]})
            for name, layer in given["layers"].items()
        }
        if all(shapes is None for shapes in found.values()):
            return None
        return {
            name: right[name]
            if shapes is None
            else shapes
            if isinstance(shapes, list)
            else [shapes]
            for name, shapes in found.items()
        }

    CATALOGUE.append(replace(entry, rules=("shape_table",), wrong=in_table, inverse=False))


@misconception("stack_params", "stack_total")
def timesteps_read_by_the_first_layer(layers, input_shape, rule, **_):
    """{answer} takes the timesteps for the features that the first layer reads. They are the
    input's last axis."""
    _first, *above = reference.stack_params(layers, input_shape)
    if len(input_shape) != 3 or input_shape[1] is None:
        return None
    return in_form(rule, [reference.params(layers[0], input_shape[1]), *above])


# Where a budget is wide, several entries lead to the same number: what is wrong more often comes first.
counting = [entry for entry in CATALOGUE if "params" in entry.rules]
for known in sorted(counting, key=lambda entry: entry.cause != "one-bias-vector"):
    for_whole_tables(known)
for known in [entry for entry in CATALOGUE if "output_shape" in entry.rules]:
    for_shape_tables(known)


@misconception("shape_table")
def single_shapes_not_in_a_list(layers, input_shape, **_):
    """{answer} leaves a single shape as it is. The table has a list of shapes for every layer, of
    one shape too."""
    return {name: reference.output_shape(layer, input_shape) for name, layer in layers.items()}
