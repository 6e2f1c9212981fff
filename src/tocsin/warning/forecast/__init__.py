"""The forecast: what is known of every pair at a day, and how likely an onset is from there."""
