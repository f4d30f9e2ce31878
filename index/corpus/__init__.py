"""The folder of interviews, as it lies on disk: texts, sources.toml, speakers.toml and turns files."""
