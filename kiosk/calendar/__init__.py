"""The calendar of stops: read from an agenda file, kept beside the settings, written out for others."""
