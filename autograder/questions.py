"""Questions as plain data: from JSON to the reference's arguments, and the places of what is unknown."""

from autograder.reference import Layer


def decode(spec):
    """From JSON to the reference's arguments: a dictionary with a ``kind`` is a layer, a list is a tuple."""
    if isinstance(spec, dict) and "kind" in spec:
        return Layer(**{key: decode(item) for key, item in spec.items()})
    if isinstance(spec, dict):
        return {key: decode(item) for key, item in spec.items()}
    if isinstance(spec, list):
        return tuple(decode(item) for item in spec)
    return spec


def unknown_parts(spec):
    """The names of the parts of the answer that an inverse question asks for; empty if it asks for one thing."""
    if isinstance(spec, dict) and spec.keys() == {"unknown"}:
        return {spec["unknown"]} - {None}
    items = spec.values() if isinstance(spec, dict) else spec if isinstance(spec, list) else ()
    return set().union(*map(unknown_parts, items))


def substitute(spec, proposal):
    """Put the proposal where the unknowns stand."""
    if isinstance(spec, dict) and spec.keys() == {"unknown"}:
        return proposal if spec["unknown"] is None else proposal[spec["unknown"]]
    if isinstance(spec, dict):
        return {key: substitute(item, proposal) for key, item in spec.items()}
    if isinstance(spec, list):
        return [substitute(item, proposal) for item in spec]
    return spec
