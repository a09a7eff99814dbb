"""`halte demo`: the whole van on one machine, by hand or by a script."""
