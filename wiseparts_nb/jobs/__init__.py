"""Batches of reports: which notebook, for whom, in which formats, and what was made."""
