// A woman and her days on a page: plain JavaScript around the module of WebAssembly that stands beside it.
//
//   import { open } from "./woman.js";
//   const model = await open(await (await fetch("woman.wasm")).arrayBuffer(), await (await fetch("woman.json")).json());
//   const her = model.woman({ seed: 1, id: 0, covariates: { age: 60 }, given: { joint_pain_before: 3 } });
//   const [treated, untreated] = model.course(her, [model.tablets(), {}], { days: 730, every: 7 });
//   treated.worst_pain   // Float64Array, one number for each record (and member)
//
// `model.table` says what may be given and what is seen, with units. Research and education software, not a medical
// device: it never advises anybody to stop, pause or change a treatment.

const PAGE = 65536, ROW = 16, MOST_TRIES = 40, CLOSE = 1e-5; // a row: one number in each of two lanes

export async function open(bytes, table) {
  const { instance } = await WebAssembly.instantiate(bytes, {});
  return new Model(instance.exports, table);
}

class Model {
  constructor(module, table) {
    Object.assign(this, { module, table });
  }

  // One draw of chance by its purpose (a number of 32 bits), as in estralgia/model/chance.py.
  draw(seed, id, purpose, day = 0) {
    const { places } = this.table, whole = BigInt(seed);
    const words = [Number(whole & 0xffffffffn), Number((whole >> 32n) & 0xffffffffn), id, purpose, day];
    const uint = new Uint32Array(this.module.memory.buffer), float = new Float64Array(this.module.memory.buffer);
    words.forEach((word, i) => uint.fill(word, (places.words + ROW * i) / 4, (places.words + ROW * (i + 1)) / 4));
    this.module.draw();
    const at = (place) => places.draw + ROW * place;
    return { key: [uint[at(0) / 4], uint[at(1) / 4]], uniform: float[at(2) / 8], normal: float[at(3) / 8] };
  }

  // What chance gives to a woman, once and for all: traits and places of numbers, noises before day 0, keys of her dice.
  draws(seed, id) {
    const drawn = {}, noises = {}, keys = {};
    for (const [name, { kind, purposes }] of Object.entries(this.table.traits))
      drawn[name] = purposes.map((purpose) => this.draw(seed, id, purpose)[kind]);
    for (const [name, { correlated_with: other, correlation: kept }] of Object.entries(this.table.traits))
      if (other) drawn[name] = drawn[name].map((own, i) => kept * drawn[other][i] + Math.sqrt(1 - kept ** 2) * own);
    for (const [name, purpose] of Object.entries(this.table.noises)) noises[name] = [this.draw(seed, id, purpose).normal];
    for (const [name, purpose] of Object.entries(this.table.dice)) keys[name] = this.draw(seed, id, purpose).key;
    return { drawn, noises, keys };
  }

  // The balance before treatment of what was asked for; gives what may be said of her, name -> number.
  balance(asked) {
    const { places } = this.table;
    for (const [group, values] of Object.entries(asked))
      for (const [name, [at, count]] of Object.entries(places.asked[group])) this.#write(at, values[name], count);
    this.module.balance();
    const float = new Float64Array(this.module.memory.buffer);
    return Object.fromEntries(Object.entries(places.before).map(([name, [at]]) => [name, float[at / 8]]));
  }

  // A woman, in balance at waking on day 0. covariates, numbers, weights: what differs from the usual, in the units of
  // the table. given: what is said of her, e.g. { joint_pain_before: 3 }. seed and id: of her chance.
  woman({ seed = 0, id = 0, covariates = {}, given = {}, numbers = {}, weights = {} } = {}) {
    const { table } = this, { drawn, noises, keys } = this.draws(seed, id);
    const said = filled(table.covariates, covariates), told = {};
    const own = filled(table.numbers, numbers);
    for (const rule of Object.values(table.given)) if (own[rule.through]) told[rule.through] = own[rule.through];
    Object.assign(told, said);
    for (const name of Object.keys(given)) known(table.given, name);
    const asked = { numbers: own, weights: filled(table.weights, weights), drawn, told, noises };
    for (const [name, rule] of Object.entries(table.given))
      if (Number.isFinite(given[name])) this.#give(asked, rule, given[name]);
    const before = this.balance(asked);
    for (const [name, [at]] of Object.entries(table.places.keys)) this.#write_words(at, keys[name]);
    const { begin, end } = table.places.woman;
    return { before, memory: this.module.memory.buffer.slice(begin, end) };
  }

  // Every tablet taken at the usual dose, or another, every so many days: what a day of a calendar brings.
  tablets({ doses = this.table.usual_doses, first = 0, days = Infinity, interval = 1 } = {}) {
    const nothing = doses.map(() => 0);
    const of = (day) => (day >= first && day < first + days && (day - first) % interval === 0 ? doses : nothing);
    return Object.fromEntries(
      Object.entries(this.table.inputs).filter(([, one]) => one.brings === "dose").map(([name]) => [name, of]),
    );
  }

  // The days of one woman in her arms. calendars: of each arm, input -> numbers of every day, or a function of the day
  // (0 is the first) that gives those of one; what is left out is nothing. every: days from one record to the next.
  // Gives, for each arm, name -> Float64Array (record, member), `missed` tablets of every day, and whether all numbers
  // are `finite`.
  course(woman, calendars, { days = 730, every = 7 } = {}) {
    const found = [];
    for (let i = 0; i < calendars.length; i += 2)
      found.push(...this.#two_arms(woman, calendars.slice(i, i + 2), days, every));
    return found;
  }

  #two_arms(woman, calendars, days, every) {
    if (!(days >= 1 && every >= 1)) throw new RangeError("days and every are whole numbers of at least 1");
    const { places, inputs, seen } = this.table, [given, gone, shown] = places.pitches;
    const records = Math.ceil(days / every);
    const begin = places.free, missed = begin + days * given, out = missed + days * gone;
    this.#reserve(out + records * shown);
    new Uint8Array(this.module.memory.buffer).set(new Uint8Array(woman.memory), places.woman.begin);
    const float = new Float64Array(this.module.memory.buffer);
    float.fill(0, begin / 8, missed / 8);
    for (let lane = 0; lane < 2; lane++)
      brought(inputs, calendars[Math.min(lane, calendars.length - 1)], days, (day, place, value) => {
        float[(begin + day * given + ROW * place) / 8 + lane] = value;
      });
    this.module.person();
    this.module.sight();
    this.module.run(begin, missed, out, 0, days, every, 0);
    return calendars.map((_, lane) => {
      const found = { missed: gone ? new Float64Array(days) : null, finite: true };
      for (let day = 0; gone && day < days; day++) found.missed[day] = float[(missed + day * gone) / 8 + lane];
      for (const [name, { at, count }] of Object.entries(seen)) {
        const values = (found[name] = new Float64Array(records * count));
        for (let record = 0; record < records; record++)
          for (let i = 0; i < count; i++)
            values[record * count + i] = float[(out + record * shown + at + ROW * i) / 8 + lane];
      }
      for (let i = 0; i < places.state.rows; i++) found.finite &&= Number.isFinite(float[places.state.at / 8 + 2 * i + lane]);
      return found;
    });
  }

  // Meet what was said of her, through the number or trait that the book names: as estralgia/runners/inputs.py.
  #give(asked, rule, value) {
    const is_none = Boolean(rule.draw) && value === 0;
    if (rule.draw) {
      const draws = asked.drawn[rule.draw];
      if (value === 0) draws.fill(1);
      else {
        const near = draws.map((one, i) => one / asked.numbers[rule.likely][i]);
        draws[near.indexOf(Math.min(...near))] = 0;
      }
    }
    const usual = asked.told[rule.through], number = usual && asked.numbers[rule.through][0];
    const [low, high] = usual ? [Math.log(rule.least / number), Math.log(rule.most / number)] : [rule.least, rule.most];
    const aim = open_ended(is_none ? 1 : value, rule);
    const missing = (x) => {
      if (usual) asked.told[rule.through] = [usual[0] * Math.exp(x)];
      else asked.drawn[rule.through] = [x];
      return open_ended(this.balance(asked)[rule.of], rule) - aim;
    };
    const start = usual ? 0 : asked.drawn[rule.through][0];
    missing(is_none ? start : solved(missing, start, low, high));
  }

  #write(at, values, count) {
    const float = new Float64Array(this.module.memory.buffer, at, 2 * count);
    for (let i = 0; i < count; i++) float[2 * i] = float[2 * i + 1] = values[i];
  }

  #write_words(at, words) {
    const uint = new Uint32Array(this.module.memory.buffer, at, 4 * words.length);
    words.forEach((word, i) => uint.fill(word, 4 * i, 4 * i + 4));
  }

  #reserve(bytes) {
    const more = Math.ceil((bytes - this.module.memory.buffer.byteLength) / PAGE);
    if (more > 0) this.module.memory.grow(more);
  }
}

// Where a rising function is zero: regula falsi (Illinois); else a limit.
function solved(missing, start, least, most) {
  let low = least, high = most, at_low = -Infinity, at_high = Infinity, x = start, side = 0;
  for (let i = 0; i < MOST_TRIES; i++) {
    const found = missing(x);
    if (Math.abs(found) < CLOSE || !(high - low > CLOSE)) break;
    const below = found < 0;
    if (below) {
      if (side < 0) at_high /= 2;
      [low, at_low, side] = [x, found, -1];
    } else {
      if (side > 0) at_low /= 2;
      [high, at_high, side] = [x, found, 1];
    }
    const secant = low - (at_low * (high - low)) / (at_high - at_low);
    const step = below ? Math.min(x - found, (x + most) / 2) : Math.max(x - found, (x + least) / 2);
    x = Number.isFinite(at_low) && Number.isFinite(at_high) ? secant : step;
  }
  return x;
}

// A value on a scale without ends: log, or log-odds within its range.
function open_ended(value, { range }) {
  const [least, most] = range ?? [0, Infinity];
  const share = Math.log(Math.max(value - least, 1e-12));
  return Number.isFinite(most) ? share - Math.log(Math.max(most - value, 1e-12)) : share;
}

// The usual numbers, those said in place of their own, with time in days: name -> numbers of each member.
function filled(rows, said) {
  for (const name of Object.keys(said)) known(rows, name);
  const found = {};
  for (const [name, { value, in_days: factor = 1 }] of Object.entries(rows)) {
    const one = said[name] ?? value;
    found[name] = value.map((_, i) => (Array.isArray(one) ? one[i] : Number(one)) * factor);
  }
  return found;
}

// What the days of an arm bring by every input, told as (day, place, value) where it is not 0; whether any tablet was
// taken follows from the doses where it is not said.
function brought(inputs, calendar, days, tell) {
  for (const name of Object.keys(calendar)) known(inputs, name);
  const is_taking = new Uint8Array(days);
  for (const [name, { at, count, brings }] of Object.entries(inputs)) {
    const said = calendar[name];
    for (let day = 0; said !== undefined && day < days; day++) {
      const today = typeof said === "function" ? said(day) : said;
      for (let i = 0; i < count; i++) {
        tell(day, at / ROW + i, today[i]);
        if (brings === "dose" && today[i] > 0) is_taking[day] = 1;
      }
    }
  }
  for (const [name, { at, brings }] of Object.entries(inputs))
    if (brings === "any dose" && calendar[name] === undefined) is_taking.forEach((one, day) => tell(day, at / ROW, one));
}

function known(rows, name) {
  if (!(name in rows)) throw new RangeError(`there is no '${name}': one of ${Object.keys(rows).join(", ")}`);
}
