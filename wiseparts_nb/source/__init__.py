"""Where numbers come from: canonical tables, snapshots of them, and the ways to fill one."""
