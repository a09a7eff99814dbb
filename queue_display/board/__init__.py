"""`halte board`: the screen that faces the visitors, its chime and its voice."""
