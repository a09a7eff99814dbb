"""How a kiosk and a display come to know each other by a short code."""
