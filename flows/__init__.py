"""The Prefect flow, its settings and the command line (流程)."""
