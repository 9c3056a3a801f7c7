"""Renderers: cards drawn for one medium each, under one theme.

Nothing below this package knows of pictures, and only :mod:`wiseparts_nb.render.charts` knows of Altair.
"""
