"""Lists that leave the program: chosen, made by the centre, guarded where they name people in full, and logged."""
