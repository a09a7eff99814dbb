"""The record: the stop under way and the multiset of visits, in one SQLite file that tells no order."""
