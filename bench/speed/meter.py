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


def run(argv, cwd, env, limit):
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
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, limit)
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
