"""A web page on loopback for the operator: how an answer came about, and what else can be looked at and judged."""

__all__ = ["run"]
