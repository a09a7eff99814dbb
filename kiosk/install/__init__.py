"""Puts Halte on a van's machine, beside the version that is there, and goes back to that one.

Run by `make`, and from a stick, before there is any library: nothing here imports more than Python brings.
"""
