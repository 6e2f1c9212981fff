"""Parties: who is meant by each name, office, metonym, common noun and pronoun."""
