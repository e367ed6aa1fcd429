"""What the command line says of itself (帮助): `--help` and the examples after it."""

from __future__ import annotations

HELP = """Turn scraped Chinese work reports into tables of indicators, measures and practices.

\b
Start here:
  zhibiao run crawl/ --out dataset            read a folder of reports, in any format it knows
  zhibiao show dataset indicators             look at what was found
  zhibiao export dataset --format csv --to tables    one CSV a table, for Excel

Every row says where in the source file it stands (source, source_start, source_end).
"""

RUN_EXAMPLES = """\b
Examples:
  zhibiao run crawl/ --out dataset
  zhibiao run "crawl/**/*.html" notes.txt --out dataset --workers 4
  zhibiao run crawl/ --out dataset --settings settings.toml
  zhibiao run crawl/ --out dataset --json > summary.json
  zhibiao run s3://bucket/crawl --out s3://bucket/dataset     needs zhibiao[s3]

\b
Settings (TOML), and what they are where nothing is said:
  workers = 1             processes that read; the tables are the same for any number
  runner = "processes"    who reads: processes, threads (no limits), or dask
  document_seconds = 120  longest that one step of one document may take
  docs/settings.md has them all

\b
Exit status:
  0    done
  2    nothing done: the message says what is wrong
  3    done, but some of what was read is in quarantine
  130  interrupted: the dataset is as it was
"""

EXPORT_EXAMPLES = """\b
Example:
  zhibiao export dataset --format csv --to tables
"""

SHOW_EXAMPLES = """\b
Examples:
  zhibiao show dataset
  zhibiao show dataset indicators --rows 10
  zhibiao show dataset quarantine
"""

EXTRACT_EXAMPLES = """\b
Examples:
  zhibiao extract report.docx
  zhibiao extract page.html | jq -r '.documents[].indicators[].quantity'
"""

QUARANTINE_EXAMPLES = """\b
Examples:
  zhibiao quarantine dataset
  zhibiao quarantine dataset --retry --settings more-time.toml

\b
Exit status:
  0    listed, or with --retry: everything is read now
  3    with --retry: some of what was read again is in quarantine still
"""

PRUNE_EXAMPLES = """\b
Example:
  zhibiao prune dataset
"""

SERVE_EXAMPLES = """\b
Examples:
  zhibiao serve crawl/ --out dataset --watch
  zhibiao serve crawl/ --out dataset --cron "0 2 * * *" --timezone Asia/Shanghai
"""
