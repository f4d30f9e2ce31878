"""The folder of interviews and what is listed about them: `index/corpus`."""
