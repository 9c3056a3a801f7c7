"""Goals: targets of a staff member or a team over sales, orders or activities, with sub-periods (A29a)."""
