"""What to look at again, by the rule of the question, when no entry of the catalogue fits."""

FOR_RULES = {
    ("params", "params_table"): (
        "Count the kernel, the recurrent kernel if there is one, and the bias, each for "
        "every gate, and add them up."
    ),
    ("split",): ("Write down the shape of each weight and multiply it out."),
    ("weight_shapes",): (
        "A kernel has a row for each number that comes in and, for every gate, a column "
        "for each unit."
    ),
    ("output_shape",): ("Ask of each axis: is it the batch, the time, or the units?"),
    ("stack_params", "stack_total"): (
        "Take each layer by itself: which features does it read, and which weights has it?"
    ),
    ("stack_shapes",): (
        "Go from the input upwards: what a layer gives is what the next one takes."
    ),
    ("stack_memory",): (
        "Add up the parameters of all layers, then ask how many bytes one of them takes."
    ),
    ("largest_units",): (
        "Write the count as a function of the units, and try it on your answer and on one"
        " unit more."
    ),
    ("result_positions",): ("Ask what comes first, and what `return_state` adds behind it."),
    ("framed_shape",): (
        "Ask what one timestep is, how many of them a sound has, and how many numbers each holds."
    ),
    ("window_count", "window_shapes"): (
        "Number the values of a short series and write down where the last window and its"
        " target lie."
    ),
    ("split_window_counts",): ("Treat each part as a series of its own."),
    ("linear_recurrence",): ("Write the steps one below the other, each with the state before it."),
    ("memory_span",): ("After n further steps the factor to the power of n is left."),
    ("flattened_params",): (
        "How many numbers come in at once, and how many weights has each unit for them?"
    ),
    ("order_for_largest_state",): (
        "In the last state the last input is whole, the one before it is multiplied by a,"
        " and so on."
    ),
    ("influenced_steps",): (
        "Follow the change upwards, layer by layer, and ask of each whether it looks at "
        "other timesteps."
    ),
}
HINTS = {rule: hint for rules, hint in FOR_RULES.items() for rule in rules}
