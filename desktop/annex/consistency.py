"""Does an edition hold together? References that lead nowhere, unknown kinds, bounds that exclude each other."""

from desktop.annex.conditions import (
    All,
    AnyOf,
    IsA,
    NamedSubstance,
    Node,
    Not,
    NotIn,
    Relation,
    contradiction,
    leaves,
)
from desktop.annex.edition import Edition, Entry, is_under


def problem(edition: Edition, entry: Entry) -> str:
    """Return what is wrong with an entry among the others, as the end of a sentence; '' when nothing is."""
    for kind in entry.subject:
        if kind not in edition.kinds:
            return f"unknown kind of thing “{kind}”"
    for source in entry.sources:
        if source not in edition.sources:
            return f"unknown source “{source}”"
    if entry.revision and entry.revision not in edition.revisions:
        return f"unknown revision “{entry.revision}”"
    for condition in (entry.condition, *(note.when for note in entry.notes)):
        if condition is not None:
            reason = _problem_in(edition, condition)
            if reason:
                return reason
    return ""


def _problem_in(edition: Edition, condition: Node) -> str:
    for leaf in leaves(condition):
        targets = leaf.targets if isinstance(leaf, Relation) else leaf.codes if isinstance(leaf, NotIn) else ()
        for target in targets:
            known = (*edition.entries, *edition.not_loaded)
            if not any(is_under(code, target) for code in known):
                return f"it refers to {target}, which no entry of the edition stands under"
        if isinstance(leaf, IsA):
            for kind in leaf.kinds:
                if kind not in edition.kinds:
                    return f"unknown kind of thing “{kind}”"
        if isinstance(leaf, NamedSubstance) and not edition.entries[leaf.code].substances:
            return "it asks for a named substance and names none"
    return _contradiction_in(condition)


def _contradiction_in(node: Node) -> str:
    if isinstance(node, Not):
        return _contradiction_in(node.part)
    if isinstance(node, All | AnyOf):
        here = contradiction(node.parts) if isinstance(node, All) else ""
        return here or next((reason for reason in map(_contradiction_in, node.parts) if reason), "")
    return ""
