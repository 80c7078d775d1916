"""The law of a ticket: what may happen to it, who may do it, and until when. Standard library only; no clock, no files, no SQL."""
