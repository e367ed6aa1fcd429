"""Records to tables, datasets and exports (输出)."""
