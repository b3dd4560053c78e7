// Called by wasm.py with the folder of an exported model; prints "what|milliseconds|what|milliseconds...".
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const folder = process.argv[2], begin = performance.now();
const { open } = await import(pathToFileURL(`${folder}/woman.js`));
const model = await open(readFileSync(`${folder}/woman.wasm`), JSON.parse(readFileSync(`${folder}/woman.json`)));
const opened = performance.now();
const both = (id) => model.course(model.woman({ seed: 1, id }), [model.tablets(), {}]);
both(0);
const first = performance.now();
for (let id = 1; id < 100; id++) both(id);
const hundred = performance.now();
for (let id = 100; id < 400; id++) both(id); // until all is optimised
const times = (repeats, what) => {
  const found = [];
  for (let i = 0; i < repeats; i++) {
    const now = performance.now();
    what(i);
    found.push(performance.now() - now);
  }
  return found.sort((a, b) => a - b)[repeats >> 1];
};
const her = model.woman({ seed: 1 });
const found = {
  "opened": opened - begin,
  "first woman with her twin, opening included": first - begin,
  "100 women with twins from cold": hundred - begin,
  "her two years in one arm, warm (half of two)": times(100, () => model.course(her, [model.tablets(), {}])) / 2,
  "made and put in balance, warm": times(100, (id) => model.woman({ seed: 1, id })),
  "made with given pain and estradiol, warm": times(50, (id) => model.woman({ seed: 1, id, given: { joint_pain_before: 3, estradiol: 30 } })),
};
console.log(Object.entries(found).flat().join("|"));
