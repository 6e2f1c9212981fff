"""Joins the signs of many articles under keys, so that a change in one asks only for its own keys anew."""
