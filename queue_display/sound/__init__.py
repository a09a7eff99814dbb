"""What is heard: chime and voice, by the programs that a machine has."""
