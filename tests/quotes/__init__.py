"""Quotes of one to three sentences, with their links: `index/quotes`; and those of `seeds/`, from end to end."""
