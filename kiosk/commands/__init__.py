"""The `halte` command: one row each in `kiosk.commands.rows`, one file of bodies a group."""
