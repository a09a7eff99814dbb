"""Prints tickets, and tells how paper and printer are. Knows neither kiosk nor network."""
