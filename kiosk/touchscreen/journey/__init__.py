"""The way through the kiosk's screens, as one table. Pure."""
