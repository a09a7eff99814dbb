"""Connections: how displays are found, dialled and listened for, and the bytes on the wire."""
