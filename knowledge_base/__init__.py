"""Articles 知识条目 a citizen can trust, and the search that finds them: no database, no network, no clock."""
