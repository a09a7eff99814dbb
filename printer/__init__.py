"""A ticket to paper, and what paper and printer say back. Knows neither kiosk nor network."""
