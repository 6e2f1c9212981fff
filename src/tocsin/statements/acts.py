"""stub"""
from __future__ import annotations
def act_of(candidate, text, form):
    return candidate.entry.act_in(candidate.frame) if candidate.entry is not None else "state"
def targets_of(reading, index, spans, speaker): return ()
def issue_of(candidate, text): return None
