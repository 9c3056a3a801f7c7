"""Cards as HTML: readable without a script, in light, dark and print; every value from the data is escaped."""

from wiseparts_nb.render.html.cards import card_html

__all__ = ["card_html"]
