"""A demo company to start with, seeded so that the same arguments give the same rows."""

from wiseparts_nb.demo.company import AS_OF, Company, company, publish_demo

__all__ = ["AS_OF", "Company", "company", "publish_demo"]
