"""Starts one program after the other and says what each used: a command on a line of stdin, its figures on a line of stdout, both JSON.

wait4 gives the CPU time of a process and of all that it waited for in microseconds, and the peak of its memory; Node has no door to it,
bash rounds to milliseconds and GNU time to ten. One process starts all, so that none waits for another interpreter, and a small one:
the peak of a process begins with what the process was that started it.
"""
import json
import os
import signal
import sys
import tempfile
import time

NOTHING = os.open(os.devnull, os.O_RDWR)
OUTPUT = tempfile.TemporaryFile()
# Seconds between two looks at whether a program takes too long or too much; ulimit -v would stop those that only reserve addresses.
LOOKS = 0.2


def memory_of(pid):
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def run(argv, cwd, env, limit, memory):
    OUTPUT.seek(0)
    OUTPUT.truncate()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            for stream, file in ((0, NOTHING), (1, OUTPUT.fileno()), (2, NOTHING)):
                os.dup2(file, stream)
            os.chdir(cwd)
            os.execve(argv[0], argv, env)
        finally:
            os._exit(127)

    def look(*_):
        try:
            if time.monotonic() - began > limit or memory_of(child) > memory:
                os.kill(child, signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError):
            pass  # It has ended meanwhile.

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, LOOKS, LOOKS)
    _, status, used = os.wait4(child, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    wall = time.monotonic() - began
    return {
        "code": os.waitstatus_to_exitcode(status),
        "cpu": (used.ru_utime + used.ru_stime) * 1000,
        "wall": wall * 1000,
        "memory": used.ru_maxrss / 1024,
        "output": os.fstat(OUTPUT.fileno()).st_size,
    }


for line in sys.stdin:
    print(json.dumps(run(**json.loads(line))), flush=True)
