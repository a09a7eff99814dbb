"""Many vans: their logs as one, and in a PostgreSQL database that any tool reads."""
