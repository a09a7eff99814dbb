"""The kiosk's voice: what it may say, and the programs that say it."""
