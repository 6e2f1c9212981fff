"""Desk: command line, brief and exports; it renders and never computes."""
