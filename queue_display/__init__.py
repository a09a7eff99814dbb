"""What kiosk and displays say to each other, how they find and trust each other, and the displays."""
