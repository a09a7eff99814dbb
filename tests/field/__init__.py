"""`make field`: Halte installed and used as in the van, on Debian systems that are really booted.

Not part of `make test`: it needs root, the network the first time, and minutes. The steps are in `steps`, one
row each; what they found goes into `docs/field.md`.
"""
