"""Lists as a centre wants them: what can stand in them, presets, and the one gate through which they leave."""
