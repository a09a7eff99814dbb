"""An ESC/POS printer made of software: it reads bytes, draws tickets, answers and fails like a real one."""
