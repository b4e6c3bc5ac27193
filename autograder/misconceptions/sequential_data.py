"""Sequential data: arrays, windows, splits, forecasts, tokens."""

import numpy as np

from autograder import reference
from autograder.misconceptions.catalogue import misconception
from autograder.misconceptions.steps import run


@misconception("framed_shape")
def samples_taken_for_timesteps(sequences, samples, **_):
    """{answer} has a timestep for every sample. Here a frame is a timestep, and its samples are the
    features."""
    return sequences, samples, 1


@misconception("framed_shape")
def frames_and_samples_swapped(rule, **given):
    """{answer} has the last two axes swapped: the order is (batch, timesteps, features)."""
    sequences, frames, samples = run(rule, given)
    return sequences, samples, frames


@misconception("framed_shape")
def sounds_not_counted(rule, **given):
    """{answer} has no batch axis. Each sound is one sequence of the batch."""
    return run(rule, given)[1:]


@misconception("framed_shape")
def sounds_strung_together(sequences, samples, frame, **_):
    """{answer} strings the sounds together. Each sound is a sequence of its own, on the batch axis."""
    return 1, sequences * samples // frame, frame


@misconception("stack_features")
def reshaped_instead_of_stacked(first, second, **_):
    """{answer} has the right shape, but its numbers have lost their places. `reshape` keeps the
    numbers in the order in which they lie in memory and cuts that row anew; it does not bring a new
    axis to the end."""
    return np.stack([first, second]).reshape(*np.shape(first), 2)


@misconception("stack_features")
def timesteps_joined_and_cut_anew(first, second, **_):
    """{answer} has the right shape, but a timestep's two features are both from the same
    measurement. Joining along the time axis and cutting anew mixes the timesteps."""
    return np.concatenate([first, second], axis=1).reshape(*np.shape(first), 2)


@misconception("stack_features")
def features_in_the_other_order(first, second, **_):
    """{answer} has the two features in the other order."""
    return np.stack([second, first], axis=-1)


def recount(rule, count, length, window, horizon=1, features=1, train=None, **_):
    """The answer to any question that counts windows, if ``count(length, window, horizon)`` counted them."""
    if rule == "split_window_counts":
        return count(train, window, horizon), count(length - train, window, horizon)
    counted = count(length, window, horizon)
    return [(counted, window, features), (counted,)] if rule == "window_shapes" else counted


COUNTING_WINDOWS = ("window_count", "window_shapes", "split_window_counts")


@misconception(*COUNTING_WINDOWS, inverse=True)
def target_not_counted(rule, **given):
    """{answer} leaves no room for the target. The last window must end early enough for its target
    to be in the series."""
    return recount(rule, lambda length, window, horizon: length - window + 1, **given)


@misconception(*COUNTING_WINDOWS, inverse=True)
def horizon_not_counted(rule, horizon=1, **given):
    """{answer} is what you get from a target right after the window. Here the target lies `horizon` steps after the
    window's last value."""
    return (
        recount(rule, lambda length, window, _: length - window, **given) if horizon > 1 else None
    )


@misconception(*COUNTING_WINDOWS, inverse=True)
def one_window_missing(rule, **given):
    """{answer} does not fit at the end of the series. Try it with a series so short that only one window and its target
    fit."""
    return recount(rule, lambda length, window, horizon: length - window - horizon, **given)


@misconception(*COUNTING_WINDOWS, inverse=True)
def windows_laid_end_to_end(rule, **given):
    """{answer} lays the windows end to end. They overlap: a new window begins at every step."""
    return recount(rule, lambda length, window, horizon: length // window, **given)


@misconception("split_window_counts")
def windows_across_the_border(length, train, window, horizon=1, **_):
    """{answer} also counts windows that begin in the training part and end, or have their target,
    in the test part. Cut the series first: then no window crosses the border."""
    inside = reference.window_count(train, window, horizon)
    return inside, reference.window_count(length, window, horizon) - inside


@misconception("window_shapes")
def features_axis_missing(rule, **given):
    """{answer} has no features axis in the windows: a recurrent layer takes three axes."""
    x, y = run(rule, given)
    return [x[:2], y]


@misconception("window_shapes")
def window_and_features_swapped(rule, **given):
    """{answer} has the windows' last two axes swapped: the order is (batch, timesteps, features)."""
    (count, window, features), y = run(rule, given)
    return [(count, features, window), y]


@misconception("window_shapes")
def target_of_all_features(rule, **given):
    """{answer} gives a target every feature. Only one of them is forecast, so a target is a single
    number."""
    x, y = run(rule, given)
    return [x, (*y, x[-1])]


@misconception("window_shapes")
def other_features_dropped(rule, **given):
    """{answer} keeps one feature in the windows. All that was measured may help to forecast."""
    x, y = run(rule, given)
    return [(*x[:2], 1), y]


@misconception("window_shapes")
def targets_given_an_axis(rule, **given):
    """{answer} gives the targets a second axis. The question asks for an array of one axis: one
    number for each window."""
    x, y = run(rule, given)
    return [x, (*y, 1)]


@misconception("windows")
def targets_right_after_the_window(series, window, horizon=1, **_):
    """{answer} has right windows, but each target comes right after its window. It should lie
    `horizon` steps after the window's last value."""
    x, y = reference.windows(series, window, horizon)
    return (x, np.asarray(series)[window : window + len(y)]) if horizon > 1 else None


@misconception("windows")
def target_inside_the_window(series, window, horizon=1, **_):
    """{answer} has right windows, but targets that are counted from a window's first value. So a
    window may contain its own target, and there is nothing left to forecast."""
    x, y = reference.windows(series, window, horizon)
    return x, np.asarray(series)[horizon : horizon + len(y)]


@misconception("windows")
def target_is_the_last_value(series, window, horizon=1, **_):
    """{answer} has right windows, but each target is its window's last value. The network could
    copy it; the target must come later."""
    x, y = reference.windows(series, window, horizon)
    return x, np.asarray(series)[window - 1 : window - 1 + len(y)]


def standardised(train, test, mean, deviation):
    return (train - mean) / deviation, (test - mean) / deviation


@misconception("standardise")
def test_part_leaked(train, test, **_):
    """{answer} is what you get from a mean and a standard deviation of both parts together. The test part is the
    future: nothing that is computed from it may reach the training part."""
    both = np.concatenate([train, test])
    return standardised(train, test, both.mean(axis=0), both.std(axis=0))


@misconception("standardise")
def each_part_by_itself(train, test, **_):
    """{answer} standardises the test part with statistics of its own. Both parts must go through
    the same change, and in use the future's mean is not known."""
    return tuple((part - part.mean(axis=0)) / part.std(axis=0) for part in (train, test))


@misconception("standardise")
def features_thrown_together(train, test, **_):
    """{answer} takes one mean and one deviation over all features. Each feature has its own unit,
    so each needs its own."""
    return standardised(train, test, train.mean(), train.std())


@misconception("standardise")
def mean_over_the_features(train, test, **_):
    """{answer} takes a mean for every timestep. A feature's mean is taken along the time axis."""
    return tuple(
        (part - part.mean(axis=1, keepdims=True)) / part.std(axis=1, keepdims=True)
        for part in (train, test)
    )


@misconception("standardise")
def not_divided_by_the_deviation(train, test, **_):
    """{answer} has the mean taken away, but is not divided by the standard deviation."""
    return standardised(train, test, train.mean(axis=0), 1)


@misconception("standardise")
def divided_by_the_variance(train, test, **_):
    """{answer} is divided by the variance. The standard deviation is its square root."""
    return standardised(train, test, train.mean(axis=0), train.var(axis=0))


@misconception("standardise")
def test_part_left_as_it_was(train, test, **_):
    """{answer} leaves the test part as it was. The network learned from standardised numbers and
    must be tested on such."""
    return reference.standardise(train, test)[0], test


@misconception("naive_error")
def errors_cancel(series, period=1, **_):
    """{answer} lets errors up and down cancel. Take the absolute value of each error before the
    mean."""
    return float(np.mean(series[period:] - series[:-period]))


@misconception("naive_error")
def absolute_value_too_late(series, period=1, **_):
    """{answer} takes the absolute value of the mean error, so errors up and down have cancelled
    already. Each error needs its absolute value before the mean."""
    return float(np.abs(np.mean(series[period:] - series[:-period])))


@misconception("naive_error")
def errors_squared(series, period=1, **_):
    """{answer} is the mean of the squared errors; the absolute errors are asked for."""
    return float(np.mean((series[period:] - series[:-period]) ** 2))


@misconception("naive_error")
def divided_by_all_values(series, period=1, **_):
    """{answer} divides by the length of the series. The first values have no forecast, so there are
    fewer errors than values."""
    return float(np.sum(np.abs(series[period:] - series[:-period])) / len(series))


@misconception("naive_error")
def period_not_used(series, period=1, **_):
    """{answer} compares each value with the one just before it, not with the one a whole period
    before."""
    return reference.naive_error(series) if period > 1 else None


@misconception("naive_error")
def last_values_rolled_to_the_front(series, period=1, **_):
    """{answer} also uses values from the wrong end: `np.roll` brings the last values round to the
    front, but the first values have no forecast."""
    return float(np.mean(np.abs(series - np.roll(series, period))))


def padded_otherwise(sequences, length, padding, truncating, **_):
    return reference.pad(sequences, length, padding=padding, truncating=truncating)


@misconception("pad", inverse=True)
def padding_and_truncating_swapped(padding="pre", truncating="pre", **given):
    """{answer} mixes the two options up: `padding` says where zeros are put, `truncating` where
    items are cut off."""
    return padded_otherwise(padding=truncating, truncating=padding, **given)


OTHER_SIDE = {"pre": "post", "post": "pre"}


@misconception("pad", inverse=True)
def zeros_on_the_wrong_side(padding="pre", truncating="pre", **given):
    """{answer} puts the zeros on the wrong side. `pre` is before the data, `post` after it."""
    return padded_otherwise(padding=OTHER_SIDE[padding], truncating=truncating, **given)


@misconception("pad", inverse=True)
def cut_at_the_wrong_end(padding="pre", truncating="pre", **given):
    """{answer} cuts the long sequence at the wrong end. `pre` cuts at its beginning, `post` at its
    end."""
    return padded_otherwise(padding=padding, truncating=OTHER_SIDE[truncating], **given)


@misconception("masked_one_hot")
def padding_given_a_one(tokens, vocabulary, **_):
    """{answer} gives padding a one. Token 0 stands for no token at all, so its row should hold
    zeros only."""
    return reference.one_hot(tokens, vocabulary)


@misconception("masked_one_hot")
def ones_in_the_column_before(tokens, vocabulary, **_):
    """{answer} has the ones a column too far to the left. Token v has its one in column v, counted
    from 0."""
    return np.roll(reference.masked_one_hot(tokens, vocabulary), -1, axis=-1)


@misconception("masked_one_hot")
def numbers_for_ones(tokens, vocabulary, **_):
    """{answer} has the token's number where its one should be. The number is a name, not a
    quantity."""
    return reference.masked_one_hot(tokens, vocabulary) * np.asarray(tokens)[..., np.newaxis]


@misconception("masked_mean_absolute_error")
def padding_counted_in(y, predictions, **_):
    """{answer} is the error of all steps, padding too. Where the token is 0 there is nothing to
    predict."""
    return float(np.mean(np.abs(y - predictions)))


@misconception("masked_mean_absolute_error")
def divided_by_padding_too(y, predictions, tokens, **_):
    """{answer} leaves padding out of the sum but not out of the count: divide by the number of
    steps that are no padding."""
    return float(np.mean(np.abs(y - predictions) * (tokens != 0)))


@misconception("masked_mean_absolute_error")
def mean_of_means(y, predictions, tokens, **_):
    """{answer} is the mean of the sequences' means, so a step of a short sequence weighs more.
    Every step that is no padding should weigh the same."""
    valid = tokens != 0
    if not valid.any(axis=1).all():
        return None
    return float(
        np.mean([np.abs(a - b)[v].mean() for a, b, v in zip(y, predictions, valid, strict=True)])
    )


@misconception("masked_mean_absolute_error")
def only_padding_counted_in(y, predictions, tokens, **_):
    """{answer} is the error at the padding. Turn the condition round."""
    return float(np.abs(y - predictions)[tokens == 0].mean()) if (tokens == 0).any() else None
