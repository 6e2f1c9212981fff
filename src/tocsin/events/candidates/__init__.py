"""The words of a sentence that may carry an act: proposed by frames and clauses, weighed by the model."""

from tocsin.events.candidates.proposing import has_side, propose
from tocsin.events.candidates.weighing import NULL, WEIGHTS, Verdict, Weigher, weights

__all__ = ["NULL", "WEIGHTS", "Verdict", "Weigher", "has_side", "propose", "weights"]
