"""What every window of Halte shares."""
