"""Runs a command and writes what it took, with its children, to a file as JSON.

measured.py FIGURES.json COMMAND [ARGUMENT …]
"""
import json
import os
import subprocess
import sys
import time

started = time.time()
process = subprocess.Popen(sys.argv[2:])
_, status, used = os.wait4(process.pid, 0)
ended = time.time()
figures = {
    "started_ms": started * 1000,
    "ended_ms": ended * 1000,
    "processor_ms": (used.ru_utime + used.ru_stime) * 1000,
    "peak_kib": used.ru_maxrss // (1024 if sys.platform == "darwin" else 1),
}
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(figures, file)
sys.exit(os.waitstatus_to_exitcode(status))
