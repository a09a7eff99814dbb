"""Is this machine ready for the van, and what to do: `halte doctor`, the service screen, the console."""
