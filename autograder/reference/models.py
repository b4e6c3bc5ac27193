"""The same layers in Keras: from a Layer to a Keras layer, from a list of them to a model.

Keras is imported when a function is called, not with this module.
"""

from .rules import RECURRENT, Layer, stack_shapes

__all__ = ["DOCUMENT", "build", "document_model", "to_keras"]

# The course's five models: their layers, and the input's shape without the batch.
DOCUMENT = {
    "simple_rnn": (
        [
            Layer("SimpleRNN", 32, activation="relu"),
            Layer("Dense", 1, activation="sigmoid"),
        ],
        (10, 1),
    ),
    "stacked_simple_rnn": (
        [
            Layer("SimpleRNN", 32, activation="relu", return_sequences=True),
            Layer("SimpleRNN", 32, activation="relu"),
            Layer("Dense", 1, activation="sigmoid"),
        ],
        (10, 1),
    ),
    "lstm": (
        [
            Layer("LSTM", 32, activation="tanh"),
            Layer("Dense", 1, activation="sigmoid"),
        ],
        (10, 1),
    ),
    "gru": (
        [
            Layer("GRU", 32, activation="tanh"),
            Layer("Dense", 1, activation="sigmoid"),
        ],
        (10, 1),
    ),
    "time_distributed": (
        [
            Layer("TimeDistributed", inner=Layer("Dense", 16, activation="relu")),
            Layer("LSTM", 32, activation="tanh"),
            Layer("Dense", 1, activation="sigmoid"),
        ],
        (10, 8),
    ),
}


def to_keras(layer: Layer):
    """A new Keras layer with this configuration, not built yet."""
    import keras

    if layer.kind == "TimeDistributed":
        return keras.layers.TimeDistributed(to_keras(layer.inner))
    options = {"use_bias": layer.use_bias}
    if layer.activation is not None:  # to Keras, None would mean linear
        options["activation"] = layer.activation
    if layer.kind in RECURRENT:
        for name in ("return_sequences", "return_state", "go_backwards"):
            options[name] = getattr(layer, name)
    if layer.kind == "GRU":
        options["reset_after"] = layer.reset_after
    return getattr(keras.layers, layer.kind)(layer.units, **options)


def build(layers, input_shape):
    """A built keras.Sequential of these layers. `input_shape` is without the batch: (10, 1).

    Raises ValueError if a layer can't take what the one before it gives, or returns its states,
    which a Sequential has no place for.
    """
    import keras

    stack_shapes(layers, (None, *input_shape))
    for number, layer in enumerate(layers, start=1):
        if layer.return_state:
            raise ValueError(
                f"layer {number} ({layer.kind}) must have return_state=False in a Sequential, "
                f"got True"
            )
    return keras.Sequential([keras.Input(tuple(input_shape)), *map(to_keras, layers)])


def document_model(name: str):
    """One of the course's five models by its name in DOCUMENT, compiled as the course does it."""
    if name not in DOCUMENT:
        raise ValueError(f"name must be one of {', '.join(DOCUMENT)}, got {name!r}")
    model = build(*DOCUMENT[name])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model
