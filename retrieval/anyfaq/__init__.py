"""The same job for any FAQ: learn from labelled texts alone, know how sure one may be, decide."""
