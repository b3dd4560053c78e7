"""Runs SBML on libRoadRunner, in a process of its own: two compilers of one kind in one process can crash it.

Reads a JSON object {sbml, names, times, relative, absolute} from standard input. Writes {rows, again, load} as the last
line of standard output: the values of the names at the times, the same once more after `reset()`, and the CPU seconds
of loading.
"""

import json
import sys
import time

import roadrunner

asked = json.load(sys.stdin)
begin = time.process_time()
engine = roadrunner.RoadRunner(asked["sbml"])
load = time.process_time() - begin
engine.integrator.relative_tolerance = asked["relative"]
engine.integrator.absolute_tolerance = asked["absolute"]


def rows():
    return [list(map(float, row)) for row in engine.simulate(times=asked["times"], selections=asked["names"])]


first = rows()
engine.reset()
print("\n" + json.dumps({"rows": first, "again": rows(), "load": load}))
