"""What each screen of the kiosk shows and says. Pure."""
