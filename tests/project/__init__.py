"""What holds for the project as a whole: its layers, its documents, its demonstration."""
