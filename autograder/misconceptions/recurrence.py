"""Recurrence by hand: the loop, fading memory, counts, perplexity."""

import numpy as np

from autograder import reference
from autograder.misconceptions.catalogue import add, misconception
from autograder.misconceptions.counts import counts
from autograder.misconceptions.steps import run
from autograder.reference import RECURRENT, Layer


@misconception("linear_recurrence")
def nothing_carried_on(x, **_):
    """{answer} carries nothing on: the state before has to be faded and added at every step."""
    return np.asarray(x, dtype=float)


@misconception("linear_recurrence")
def state_not_faded(x, **_):
    """{answer} adds the states up without fading them."""
    return np.cumsum(x)


@misconception("linear_recurrence")
def input_faded_too(x, a, **_):
    """{answer} fades the new input too. Only the state before is multiplied; the input is added as
    it is."""
    return a * reference.linear_recurrence(x, a)


@misconception("linear_recurrence")
def input_faded_instead(x, a, **_):
    """{answer} fades the input and keeps the state. The factor belongs to the state before."""
    return np.cumsum(a * np.asarray(x))


@misconception("linear_recurrence")
def input_before_for_state_before(x, a, **_):
    """{answer} adds the faded *input* before. It is the state before that is carried on, and that
    holds all earlier inputs."""
    return np.asarray(x) + a * np.array([0, *x[:-1]])


@misconception("unroll")
def tanh_forgotten(x, w, u, b=0.0, h0=0.0, **_):
    """{answer} is what you get from a recurrence without tanh."""
    return reference.linear_recurrence(w * np.asarray(x) + b, u, h0)


@misconception("unroll")
def tanh_only_in_the_result(rule, **given):
    """{answer} applies tanh to what is returned, but hands on the state without it. The state that
    is handed on is the one after tanh."""
    return np.tanh(tanh_forgotten(rule=rule, **given))


@misconception("unroll")
def weights_of_input_and_state_swapped(rule, w, u, **given):
    """{answer} has the weights of the input and of the state before swapped."""
    return run(rule, given, w=u, u=w)


@misconception("unroll")
def first_state_not_used(rule, **given):
    """{answer} starts from 0 although a first state `h0` is given."""
    return run(rule, given, h0=0.0)


@misconception("unroll")
def first_state_at_every_step(x, w, u, b=0.0, h0=0.0, **_):
    """{answer} uses the first state `h0` at every step. Hand the new state on to the next step."""
    return np.tanh(w * np.asarray(x) + u * h0 + b)


@misconception("unroll")
def bias_left_out_of_the_loop(rule, **given):
    """{answer} is what you get from a recurrence without the bias."""
    return run(rule, given, b=0.0)


@misconception("unroll")
def states_one_step_late(rule, h0=0.0, **given):
    """{answer} is one step late: it begins with the first state `h0` and leaves the last state out."""
    return np.array([h0, *run(rule, given, h0=h0)[:-1]])


@misconception("memory_span")
def fading_taken_as_linear(a, threshold, **_):
    """{answer} lets the memory fade by the same amount at each step. It fades by the same *factor*:
    each step takes a part of what is left."""
    return int(np.floor((1 - threshold) / (1 - a))) + 1


@misconception("memory_span")
def one_step_too_few(rule, **given):
    """After {answer} steps what is left is still above the threshold."""
    return run(rule, given) - 1


@misconception("memory_span")
def one_step_too_many(rule, **given):
    """{answer} is not the smallest number: one step earlier it is below the threshold already."""
    return run(rule, given) + 1


@misconception("memory_span")
def kept_and_lost_swapped(rule, a, **given):
    """{answer} takes the factor for what is lost at a step. It is what is kept."""
    return run(rule, given, a=1 - a)


@misconception("gradient_through_time")
def slope_of_tanh_forgotten(h, u, **_):
    """{answer} is what you get from a recurrence without tanh. With it, each step's factor also has the slope of
    tanh at that step."""
    return float(u ** len(h))


@misconception("gradient_through_time")
def recurrent_weight_left_out(h, **_):
    """{answer} leaves out the weight of the state, which is a factor at every step."""
    return float(np.prod(1 - h**2))


@misconception("gradient_through_time")
def recurrent_weight_only_once(h, u, **_):
    """{answer} has the weight of the state once. It is a factor at every step."""
    return float(u * np.prod(1 - h**2))


@misconception("gradient_through_time")
def factors_added_up(h, u, **_):
    """{answer} adds the steps' factors up. By the chain rule they are multiplied."""
    return float(np.sum(u * (1 - h**2)))


@misconception("gradient_through_time")
def tanh_taken_twice(h, u, **_):
    """{answer} takes tanh of the states again. They are what tanh gave, so its slope is 1 − h²."""
    return float(np.prod(u * (1 - np.tanh(h) ** 2)))


@misconception("gradient_through_time")
def state_not_squared(h, u, **_):
    """{answer} has the states themselves in the slope of tanh; it is their square that is taken
    from 1."""
    return float(np.prod(u * (1 - h)))


@misconception("flattened_params")
def one_timestep_counted(features, units, **_):
    """{answer} is the count for one timestep. Flattened, all timesteps come in at once, and each
    number has weights of its own."""
    return (features + 1) * units


@misconception("flattened_params")
def bias_for_every_timestep(timesteps, features, units, **_):
    """{answer} has a bias for every timestep. The sequence comes in as one vector, so each unit has
    one bias."""
    return timesteps * (features + 1) * units


@misconception("flattened_params")
def bias_of_dense_forgotten(timesteps, features, units, **_):
    """{answer} leaves out the bias: every unit has one number of its own that is added."""
    return timesteps * features * units


@misconception("flattened_params")
def features_not_counted(timesteps, units, **_):
    """{answer} leaves out the features: a timestep brings one number for each feature."""
    return (timesteps + 1) * units


@misconception("flattened_params")
def flattened_batch_multiplied_in(rule, batch=None, **given):
    """{answer} multiplies by the batch size. All sequences of a batch go through the same weights."""
    return batch * run(rule, given) if batch else None


@misconception("flattened_params")
def flattened_given_a_recurrent_kernel(features, units, **_):
    """{answer} is the count of a recurrent layer. Dense has no state, so no recurrent kernel."""
    return (features + units + 1) * units


@counts
def kernel_for_every_timestep(layer, features, timesteps=None, **_):
    """{answer} counts a kernel of its own for every timestep. The same kernel meets each timestep's
    input."""
    if layer.kind not in RECURRENT or not timesteps:
        return None
    split = reference.split(layer, features)
    return {**split, "kernel": timesteps * split["kernel"]}


@counts
def all_timesteps_read_at_once(layer, features, timesteps=None, **_):
    """{answer} is the count of a Dense layer that reads all timesteps at once. A recurrent layer
    reads one timestep and the state before, again and again."""
    if layer.kind not in RECURRENT or not timesteps:
        return None
    return reference.split(Layer("Dense", layer.units), timesteps * features)


@misconception("order_for_largest_state")
def largest_first(values, **_):
    """{answer} has the largest number first. The earlier an input comes, the more often it is
    multiplied by a."""
    return tuple(sorted(values, reverse=True))


@misconception("order_for_largest_state")
def order_left_as_given(values, **_):
    """{answer} is the order in which the numbers were given. Another order ends with a larger
    state."""
    return tuple(values)


@misconception("order_for_largest_state")
def sign_not_regarded(values, **_):
    """{answer} goes by size without the sign. A number below 0 makes the state smaller: it does
    least harm where it fades most."""
    return tuple(sorted(values, key=abs))


@misconception("order_for_largest_state")
def repeated_largest(values, **_):
    """{answer} is not an order of the given numbers. Use each of them once."""
    return (max(values),) * len(values)


PERPLEXITY = ("perplexity", "perplexity_of_scores")


def true_probabilities(rule, probabilities=None, scores=None, tokens=None, **_):
    """The probabilities that a question's model gave to the true tokens."""
    if rule == "perplexity":
        return np.asarray(probabilities, dtype=float)
    return reference.softmax(scores)[np.arange(len(scores)), tokens]


def perplexities(function):
    """Enter a function from the true tokens' probabilities to a wrong perplexity."""

    def wrong(rule, given):
        p = true_probabilities(rule, **given)
        return float(function(p)) if np.all(p > 0) else None

    return add(function, PERPLEXITY, wrong, inverse=True)


@perplexities
def mean_of_probabilities(p):
    """{answer} is what you get from the mean of the probabilities. Perplexity takes the mean of their logarithms."""
    return 1 / np.mean(p)


@perplexities
def logarithms_summed(p):
    """{answer} is what you get from the sum of the logarithms. With their mean, perplexity doesn't grow with the
    length of the text."""
    return 1 / np.prod(p)


@perplexities
def cross_entropy_not_raised(p):
    """{answer} is what you get from the mean of −log p itself, the cross-entropy. Perplexity is exp of it."""
    return -np.mean(np.log(p))


@perplexities
def bases_mixed(p):
    """{answer} is what you get from a power of 2 with a natural logarithm in the exponent. Logarithm and power must
    have the same base."""
    return 2 ** -np.mean(np.log(p))


@perplexities
def perplexities_averaged(p):
    """{answer} is the mean of the single tokens' perplexities 1/p. The logarithms are averaged
    first."""
    return np.mean(1 / p)


@perplexities
def minus_sign_forgotten(p):
    """{answer} lacks the minus sign: the logarithm of a probability is not above 0, and perplexity
    is at least 1."""
    return np.exp(np.mean(np.log(p)))


@misconception("perplexity_of_scores")
def softmax_along_time(scores, tokens, **_):
    """{answer} is what you get from a softmax along the time axis. At each timestep the probabilities of all tokens
    add up to 1."""
    return reference.perplexity(reference.softmax(scores.T).T[np.arange(len(scores)), tokens])


@misconception("perplexity_of_scores")
def best_token_for_true_token(scores, **_):
    """{answer} is what you get from the probability of the most probable token. The probability that the *true*
    token got is what counts."""
    return reference.perplexity(reference.softmax(scores).max(axis=-1))
