"""Intake: text, pages, feeds, JSONL and WARC become Articles."""
