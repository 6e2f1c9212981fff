"""Statements: who said what, in direct, mixed and indirect speech."""
