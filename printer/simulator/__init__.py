"""An ESC/POS printer without a printer: it reads bytes, draws tickets, answers and fails as one does."""
