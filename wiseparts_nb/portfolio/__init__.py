"""The portfolio: all customers of a reader judged, ranked, compared, by the same numbers as the customer page."""
