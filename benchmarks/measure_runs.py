"""What whole runs cost: documents a second, seconds of work of each process, memory at the peak.

python -m benchmarks.measure_runs COUNT [--workers N] [--plain] [--characters N] [--mixed] [--folder DIR]

Generates COUNT reports, runs `zhibiao run` over them, then once more with nothing changed, and prints what
both took. Seconds of work (CPU) are the measure where other programs run at the same time. `--plain` calls
the functions that the flow calls, one after the other in one process, and prints what the flow adds to.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.generated_reports import write_reports

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Processes:
    """Seconds of work and peak of memory, by kind of process."""

    cpu: dict[int, float] = field(default_factory=dict)
    peak_mb: dict[int, float] = field(default_factory=dict)
    kind: dict[int, str] = field(default_factory=dict)

    def look(self, pid: int, *, top: bool = True) -> None:
        """Note what a process and those below it have used up to now."""
        try:
            stat = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            status = Path(f"/proc/{pid}/status").read_text()
            command = Path(f"/proc/{pid}/cmdline").read_text()
            children = [
                int(child)
                for task in Path(f"/proc/{pid}/task").iterdir()
                for child in (task / "children").read_text().split()
            ]
        except OSError:
            return
        self.cpu[pid] = (int(stat[11]) + int(stat[12])) / TICKS
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                self.peak_mb[pid] = int(line.split()[1]) / 1024
        if top:
            self.kind[pid] = "run"
        elif command:  # one that has ended, and has not been waited for, has none
            self.kind[pid] = "beside" if "second_process" in command else "reader"
        for child in children:
            self.look(child, top=False)

    def sum_cpu(self, kind: str) -> float:
        """Seconds of work of all processes of a kind: "run", "reader", or "beside" the run."""
        return sum(seconds for pid, seconds in self.cpu.items() if self.kind.get(pid) == kind)

    def find_peak(self, kind: str) -> float:
        """Megabytes of the largest process of a kind at its peak."""
        return max((mb for pid, mb in self.peak_mb.items() if self.kind.get(pid) == kind), default=0.0)


def measure(arguments: list[str]) -> tuple[float, Processes, dict[str, object]]:
    """Seconds, what the processes used, and the summary of a run with these arguments."""
    begun = time.monotonic()
    used = Processes()
    with tempfile.TemporaryFile("w+") as printed:
        command = [sys.executable, "-c", "from flows.command_line import main; main()", "run", *arguments]
        run = subprocess.Popen(command, stdout=printed, stderr=subprocess.DEVNULL, env=_list_environment())
        while run.poll() is None:
            used.look(run.pid)
            time.sleep(0.2)
        printed.seek(0)
        return time.monotonic() - begun, used, json.loads(printed.read())


def build_plainly(reports: str, out: str) -> None:
    """The dataset `out` from the reports, by the functions alone: no flow, no other process, no limits."""
    from flows.batches import build_batch
    from flows.corpus_tables import write_corpus_tables
    from flows.plans import plan_build
    from flows.publish import merge_entries, publish
    from flows.settings import read_settings
    from outputs.folders import open_folder
    from outputs.locks import open_for_writing

    started, settings = datetime.now(UTC), read_settings(None)
    seconds = {"start": time.monotonic()}
    with open_for_writing(open_folder(out)) as folder:
        plan = plan_build([reports], folder, settings)
        new = [entry for batch in plan.batches for entry in build_batch(batch, folder)]
        seconds["read"] = time.monotonic()
        entries = merge_entries(plan, new)
        corpus = write_corpus_tables(plan, entries)
        seconds["cluster"] = time.monotonic()
        publish(plan, entries, corpus, settings=settings, started=started)
    begun, read, clustered = seconds.values()
    print(
        json.dumps(
            {"reading: seconds": round(read - begun, 1), "corpus: seconds": round(clustered - read, 1)}
        )
    )


def measure_plainly(reports: Path, out: Path) -> dict[str, object]:
    """What `build_plainly` takes in a process of its own, loading included."""
    begun = time.monotonic()
    command = "import sys; from benchmarks.measure_runs import build_plainly; build_plainly(*sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", command, str(reports), str(out)],
        check=True, capture_output=True, text=True, env=_list_environment(),
    )  # fmt: skip
    return {"seconds": round(time.monotonic() - begun, 1)} | json.loads(done.stdout)


def _list_environment() -> dict[str, str]:
    """As where a user has it installed: what is compiled anew by each process takes it half as long again."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--characters", type=int)
    parser.add_argument("--mixed", action="store_true")
    parser.add_argument("--plain", action="store_true", help="the functions without the flow")
    parser.add_argument("--folder", type=Path, help="where the reports are, or are to be made")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        reports = given.folder or Path(home) / "in"
        if not reports.is_dir():
            write_reports(reports, given.count, characters=given.characters, mixed=given.mixed)
        out = Path(home) / "out"
        if given.plain:
            print(json.dumps({"reports": given.count, **measure_plainly(reports, out)}, indent=1))
            return
        arguments = [str(reports), "--out", str(out), "--workers", str(given.workers), "--json"]
        seconds, used, summary = measure(arguments)
        again, used_again, _ = measure(arguments)
        counts = summary["counts"]
        assert isinstance(counts, dict)
        size = sum(path.stat().st_size for path in out.rglob("*.parquet"))
        print(
            json.dumps(
                {
                    "reports": given.count,
                    "workers": given.workers,
                    "documents": counts["documents"],
                    "indicators": counts["indicators"],
                    "seconds": round(seconds, 1),
                    "reading: seconds of work": round(used.sum_cpu("reader"), 1),
                    "run: seconds of work": round(used.sum_cpu("run"), 1),
                    "beside it: seconds of work": round(used.sum_cpu("beside"), 1),
                    "milliseconds of work a report": round(1000 * sum(used.cpu.values()) / given.count, 1),
                    "reader: peak MB": round(used.find_peak("reader")),
                    "run: peak MB": round(used.find_peak("run")),
                    "beside it: peak MB": round(used.find_peak("beside")),
                    "dataset MB": round(size / 1e6, 1),
                    "unchanged: seconds": round(again, 1),
                    "unchanged: seconds of work": round(used_again.sum_cpu("run"), 1),
                },
                indent=1,
            ),
            flush=True,
        )


if __name__ == "__main__":
    main()
