"""What the raw file itself says against a quote, read apart from the readers, so that it can contradict them."""

from index.evidence.contradictions import Contradiction, contradictions

__all__ = ["Contradiction", "contradictions"]
