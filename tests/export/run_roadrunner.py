"""Runs SBML on libRoadRunner, in a process of its own: two compilers of one kind in one process can crash it.

Reads a JSON object {sbml, states, quantities, days} from standard input, writes {states, quantities} as the last line
of standard output.
"""

import json
import sys

import roadrunner

asked = json.load(sys.stdin)
roadrunner.Config.setValue(roadrunner.Config.LLVM_BACKEND, roadrunner.Config.LLJIT)  # several times faster here
engine = roadrunner.RoadRunner(asked["sbml"])
engine.integrator.relative_tolerance = 1e-10
engine.integrator.absolute_tolerance = 1e-14
engine.selections = ["time", *asked["states"]]
rows = engine.simulate(0, asked["days"], asked["days"] + 1)
answer = {
    "states": [[float(value) for value in row[1:]] for row in rows],
    "quantities": {name: float(engine[name]) for name in asked["quantities"]},
}
print("\n" + json.dumps(answer))
