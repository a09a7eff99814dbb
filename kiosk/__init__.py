"""The van's side of Halte: the touchscreen, the queue and the record."""
