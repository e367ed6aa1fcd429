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

_DONE_OR_NOT = """
\b
Exit status:
  0    done
  2    nothing done: the message says what is wrong
"""

EXPORT_EXAMPLES = f"""\b
Example:
  zhibiao export dataset --format csv --to tables
{_DONE_OR_NOT}"""

SHOW_EXAMPLES = f"""\b
Examples:
  zhibiao show dataset
  zhibiao show dataset indicators --rows 10
  zhibiao show dataset quarantine
{_DONE_OR_NOT}"""

EXTRACT_EXAMPLES = """\b
Examples:
  zhibiao extract report.docx
  zhibiao extract page.html | jq -r '.documents[].indicators[].quantity'

\b
Exit status:
  0    done
  2    nothing printed: the message says why the file cannot be read
  3    done, but some of what is in the file cannot be read: see `quarantine` in what is printed
"""

QUARANTINE_EXAMPLES = """\b
Examples:
  zhibiao quarantine dataset
  zhibiao quarantine dataset --retry --settings more-time.toml

\b
Exit status:
  0    listed, or with --retry: nothing that was read again failed; what is gone is not read, but pruned
  2    nothing done: the message says what is wrong
  3    with --retry: some of what was read again is in quarantine still
  130  interrupted: the dataset is as it was
"""

PRUNE_EXAMPLES = f"""\b
Example:
  zhibiao prune dataset
{_DONE_OR_NOT}"""

SERVE_EXAMPLES = """\b
Examples:
  zhibiao serve crawl/ --out dataset --watch
  zhibiao serve crawl/ --out dataset --cron "0 2 * * *" --timezone Asia/Shanghai
  zhibiao serve crawl/ --out dataset --watch --cron "0 2 * * 0"

\b
Exit status:
  1    a defect of zhibiao ended it, and is shown whole
  2    nothing served: the message says what is wrong
  130  stopped by Ctrl-C or SIGTERM, a run that was going on too; the next one takes up what it left
"""
