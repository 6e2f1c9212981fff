"""Early warning: which pair of parties is heading for a crisis, at what cost in false alarms, and on what evidence."""
