"""The outcome of the policy procedure for one line, with everything one needs to defend it (domain.md §9.7)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from desktop.policy.model import Answer, EndUseClass, Inputs, Outcome, Tri


@dataclass(frozen=True, slots=True)
class Tried:
    """One rule of the procedure as it was tried: id, what it asks, ``met``, ``not met`` or ``open``, and why."""

    rule: str
    asks: str
    result: str
    why: str


@dataclass(frozen=True, slots=True)
class Assurance:
    """An assurance of domain.md §9.4: its code, and whether it is required, to be considered, or tied to a fact."""

    code: str
    mode: str = "required"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer a person may or may not give to a line: how many countersignatures it needs, or why it is closed."""

    answer: Answer
    signatures: int
    closed_because: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the answer may be given."""
        return not self.closed_because


@dataclass(frozen=True, slots=True)
class PolicyResult:
    """The outcome for one line, and everything one needs to defend it two years later (domain.md §9.7).

    ``possible`` holds the outcomes still open, strictest first (one when the outcome is settled) and ``missing`` the
    inputs that would settle it.
    """

    outcome: Outcome
    rule: str
    row: str
    column: EndUseClass
    cell: str
    inputs: Inputs
    trace: tuple[Tried, ...]
    possible: tuple[Outcome, ...]
    missing: tuple[str, ...]
    assurances: tuple[Assurance, ...]
    may_suffice: tuple[str, ...]
    choices: tuple[Choice, ...]

    def choice(self, answer: Answer) -> Choice:
        """Return what holds for ``answer`` on this line."""
        return next(choice for choice in self.choices if choice.answer is answer)

    @property
    def required(self) -> tuple[str, ...]:
        """Codes of the assurances a grant cannot do without."""
        issues = self.inputs.state_issues_certificates
        return tuple(
            a.code
            for a in self.assurances
            if a.mode == "required" or (a.mode == "where-issued" and issues is not Tri.NO)
        )

    def signatures_for(self, answer: Answer) -> int:
        """Return how many countersignatures ``answer`` needs (domain.md §9.5, letters.md §3)."""
        return self.choice(answer).signatures

    def to_plain(self) -> dict[str, Any]:
        """Return the result as plain data, without the inputs, which are stored beside it."""
        plain = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "inputs"}
        for name in ("trace", "assurances", "choices"):
            plain[name] = [asdict(part) for part in plain[name]]
        for name in ("possible", "missing", "may_suffice"):
            plain[name] = list(plain[name])
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any], inputs: Inputs) -> "PolicyResult":
        """Return the result that :meth:`to_plain` wrote."""
        return cls(
            outcome=Outcome(plain["outcome"]),
            rule=plain["rule"],
            row=plain["row"],
            column=EndUseClass(plain["column"]),
            cell=plain["cell"],
            inputs=inputs,
            trace=tuple(Tried(**part) for part in plain["trace"]),
            possible=tuple(Outcome(name) for name in plain["possible"]),
            missing=tuple(plain["missing"]),
            assurances=tuple(Assurance(**part) for part in plain["assurances"]),
            may_suffice=tuple(plain["may_suffice"]),
            choices=tuple(
                Choice(Answer(part["answer"]), part["signatures"], part["closed_because"]) for part in plain["choices"]
            ),
        )
