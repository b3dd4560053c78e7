// Runs a job that stands in a file (first argument) on the files in a folder (second), and prints what comes of it.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [job, folder] = process.argv.slice(2);
const { open } = await import(pathToFileURL(`${folder}/woman.js`));
const model = await open(readFileSync(`${folder}/woman.wasm`), JSON.parse(readFileSync(`${folder}/woman.json`)));
const { women, arms, options, draws = [], balances } = JSON.parse(readFileSync(job));

const plain = (tree) => Object.fromEntries(Object.entries(tree ?? {}).map(([name, one]) => [name, one?.length ? [...one] : one]));
const courses = women.map((said, place) => {
  const calendars = arms.map((arm) => Object.fromEntries(
    Object.entries(arm[place]).map(([name, days]) => [name, (day) => days[day]])));
  const her = model.woman(said), mine = [...new Float64Array(her.memory)].filter((_, i) => i % 2 === 0);
  const arms_of = (one) => model.course(one, calendars, options).map(plain);
  if (!balances) return { before: her.before, arms: arms_of(her) };
  const given = { memory: her.memory.slice(0) }, memory = new Float64Array(given.memory);
  balances[place].forEach((value, i) => memory.fill(value === "inf" ? Infinity : value, 2 * i, 2 * i + 2));
  return { balance: mine.slice(0, balances[place].length).map((x) => (x === Infinity ? "inf" : x)), arms: arms_of(her), arms_from_jax: arms_of(given) };
});
console.log(JSON.stringify({ courses, draws: draws.map((one) => model.draw(...one)) }));
