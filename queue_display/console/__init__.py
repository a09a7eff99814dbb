"""`halte display`: the screen of an agent."""
