// Runs a job that stands in a file (first argument) on the files in a folder (second), and prints what comes of it.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [job, folder] = process.argv.slice(2);
const { open } = await import(pathToFileURL(`${folder}/woman.js`));
const model = await open(readFileSync(`${folder}/woman.wasm`), JSON.parse(readFileSync(`${folder}/woman.json`)));
const { women, arms, options, draws = [] } = JSON.parse(readFileSync(job));

const plain = (tree) => Object.fromEntries(Object.entries(tree ?? {}).map(([name, one]) => [name, one?.length ? [...one] : one]));
const courses = women.map((said, place) => {
  const calendars = arms.map((arm) => Object.fromEntries(
    Object.entries(arm[place]).map(([name, days]) => [name, (day) => days[day - (options.first ?? 0)]])));
  const her = model.woman(said);
  return { before: her.before, arms: model.course(her, calendars, options).map(plain) };
});
console.log(JSON.stringify({ courses, draws: draws.map((one) => model.draw(...one)) }));
