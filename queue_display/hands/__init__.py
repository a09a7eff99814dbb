"""A window used by a program as a person uses it: for the demonstration and the tests."""
