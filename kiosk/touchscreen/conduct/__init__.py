"""What leads the journey: inputs in, screens and sentences out, tickets asked of the van. No Kivy."""
