"""Which touches count, and what they mean. Pure."""
