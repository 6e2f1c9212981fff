"""Tocsin reads the news of an international crisis, records who did and said what, and rings when it escalates."""
