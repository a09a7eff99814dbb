"""Halte with one thing gone: whatever goes missing, some test must fail.

`switches` lists the guards that the promises rest on; `trying` tries a change on a copy of the tree.
`make guards` switches each of them off, one after the other.
"""
