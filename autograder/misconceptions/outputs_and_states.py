"""Outputs and states: what a layer returns, where it stands, and what is done with it."""

import numpy as np

from autograder import reference
from autograder.misconceptions.catalogue import misconception
from autograder.misconceptions.steps import run, zeros


@misconception("result_positions")
def states_before_the_output(layer, rule, **_):
    """{answer} puts the states before the output. A layer returns its output first; `return_state`
    puts the states behind it."""
    first, *states = reference.result_positions(layer)
    return {name: place for place, name in enumerate([*states, first])}


@misconception("result_positions")
def cell_state_before_the_hidden_state(layer, rule, **_):
    """{answer} takes the cell state for the first of the two states. Keras returns the one that the
    layer shows before the one that it keeps to itself."""
    right = reference.result_positions(layer)
    return {**right, "h": right["c"], "c": right["h"]} if "c" in right else None


@misconception("result_positions")
def positions_counted_from_one(layer, rule, **_):
    """{answer} counts from 1. Python's first position is 0."""
    return {name: place + 1 for name, place in reference.result_positions(layer).items()}


@misconception("last_state")
def first_timestep_taken(output, rule, **_):
    """{answer} is the state after the first timestep. The last state is made when the whole
    sequence was read."""
    return output[:, 0]


@misconception("last_state")
def last_sequence_taken(output, rule, **_):
    """{answer} is all timesteps of the last sequence. The first axis is the batch, the second is
    the time."""
    return output[-1]


@misconception("last_state")
def mean_over_time_taken(output, rule, **_):
    """{answer} is the mean over the timesteps. The last state is the output of one timestep."""
    return output.mean(axis=1)


@misconception("last_state")
def largest_over_time_taken(output, rule, **_):
    """{answer} is the largest output over the timesteps. The last state is the output of one
    timestep."""
    return output.max(axis=1)


@misconception("lstm_results")
def given_states_not_used(rule, **given):
    """{answer} starts from zeros although both states are given."""
    return run(rule, given, h=zeros(given["h"]), c=zeros(given["c"]))


@misconception("lstm_results")
def cell_state_not_started(rule, **given):
    """{answer} starts from the hidden state that is given, but from a cell state of zeros. An LSTM
    needs both."""
    return run(rule, given, c=zeros(given["c"]))


@misconception("lstm_results")
def hidden_state_not_started(rule, **given):
    """{answer} starts from the cell state that is given, but from a hidden state of zeros. An LSTM
    needs both."""
    return run(rule, given, h=zeros(given["h"]))


@misconception("lstm_results")
def last_states_in_the_other_order(rule, **given):
    """{answer} has the two states in the other order than Keras returns them."""
    output, h, c = run(rule, given)
    return output, c, h


@misconception("lstm_results")
def state_before_the_step_collected(rule, **given):
    """{answer} collects the state before each step. The output of a timestep is the hidden state
    that was made with this timestep's input."""
    output, h, c = run(rule, given)
    return np.concatenate([given["h"][:, None], output[:, :-1]], axis=1), h, c


@misconception("lstm_results")
def cell_states_collected(rule, x, h, c, **given):
    """{answer} has cell states for output. What a layer gives at each timestep is its hidden state."""
    states, result = [], (None, h, c)
    for t in range(x.shape[1]):
        result = run(rule, given, x=x[:, t : t + 1], h=result[1], c=result[2])
        states.append(result[2])
    return np.stack(states, axis=1), result[1], result[2]


@misconception("backwards_in_order")
def read_forwards(rule, x, **given):
    """{answer} reads the sequence from its beginning to its end. Start with the last timestep."""
    return run(rule, given, x=x[:, ::-1])[:, ::-1]


@misconception("backwards_in_order")
def outputs_left_in_order_of_reading(rule, **given):
    """{answer} leaves the outputs in the order in which they were made, the last timestep's first.
    Put them back into the order of the input."""
    return run(rule, given)[:, ::-1]


@misconception("backwards_in_order")
def outputs_turned_round_only(rule, x, **given):
    """{answer} reads the sequence forwards and turns the outputs round. The input is what should be
    read backwards."""
    return run(rule, given, x=x[:, ::-1])


@misconception("backwards_in_order")
def states_not_handed_on(rule, x, **given):
    """{answer} starts every timestep from states of zeros. Hand the states on from one timestep to
    the next."""
    return np.concatenate([run(rule, given, x=x[:, t : t + 1]) for t in range(x.shape[1])], axis=1)


@misconception("encode_decode")
def decoder_started_from_zeros(rule, **given):
    """{answer} starts the decoder from zeros, so nothing of the source reaches it. Start it from
    the encoder's last states."""
    return decode_from(lambda h, c: (zeros(h), zeros(c)), **given)


@misconception("encode_decode")
def only_the_hidden_state_handed_on(rule, **given):
    """{answer} hands on the hidden state only and starts the decoder's cell state at zero. An LSTM
    hands on two states."""
    return decode_from(lambda h, c: (h, zeros(c)), **given)


@misconception("encode_decode")
def only_the_cell_state_handed_on(rule, **given):
    """{answer} hands on the cell state only and starts the decoder's hidden state at zero. An LSTM
    hands on two states."""
    return decode_from(lambda h, c: (zeros(h), c), **given)


@misconception("encode_decode")
def states_handed_on_in_the_other_order(rule, **given):
    """{answer} hands on the encoder's two states in the other order: its cell state became the
    decoder's hidden state."""
    return decode_from(lambda h, c: (c, h), **given)


@misconception("encode_decode")
def hidden_state_handed_on_twice(rule, **given):
    """{answer} uses the hidden state for the decoder's cell state too. An LSTM hands on two states."""
    return decode_from(lambda h, c: (h, h), **given)


@misconception("encode_decode")
def decoder_started_again_at_every_step(rule, target, **given):
    """{answer} goes back to the encoder's states before every step of the decoder. They are its
    first states; from there on it hands on its own."""
    return np.concatenate(
        [run(rule, given, target=target[:, t : t + 1]) for t in range(target.shape[1])], axis=1
    )


@misconception("encode_decode")
def encoder_weights_in_the_decoder(rule, **given):
    """{answer} reads the target with the encoder's weights. The decoder has weights of its own."""
    weights = {
        f"decoder_{name}": given[f"encoder_{name}"]
        for name in ("kernel", "recurrent_kernel", "bias")
    }
    return (
        run(rule, given, **weights)
        if given["source"].shape[2] == given["target"].shape[2]
        else None
    )


def decode_from(handed_on, source, target, **weights):
    """`encode_decode` with the decoder started from what ``handed_on`` makes of the encoder's last states."""
    encoder, decoder = (
        [weights[f"{part}_{name}"] for name in ("kernel", "recurrent_kernel", "bias")]
        for part in ("encoder", "decoder")
    )
    _output, h, c = reference.lstm_layer(source, *encoder, return_state=True)
    return reference.lstm_layer(
        target, *decoder, initial_state=handed_on(h, c), return_sequences=True
    )
