"""Runs SBML on COPASI, in a process of its own.

Reads a JSON object {sbml, names, times, relative, absolute} from standard input. Writes {rows, again, load} as the last
line of standard output: the values of the names at the times, the same once more from the start, and the CPU seconds of
loading.
"""

import json
import sys
import time

import basico

asked = json.load(sys.stdin)
begin = time.process_time()
model = basico.load_model_from_string(asked["sbml"])
load = time.process_time() - begin
numbers = {one.getSBMLId(): one.getValueReference().getCN().getString() for one in model.getModel().getModelValues()}


def rows():
    found = basico.run_time_course_with_output(
        [numbers[name] for name in asked["names"]],
        values=asked["times"],
        model=model,
        use_initial_values=True,
        r_tol=asked["relative"],
        a_tol=asked["absolute"],
        max_steps=1_000_000,
    )
    return found.to_numpy().tolist()


print("\n" + json.dumps({"rows": rows(), "again": rows(), "load": load}))
