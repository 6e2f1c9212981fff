"""The back-test: alarms, scores and baselines on past events, split in time."""
