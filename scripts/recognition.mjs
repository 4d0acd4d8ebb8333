// node scripts/recognition.mjs CORPUS: how many ZLMediaKit services of the corpus are recognised, and what else is taken for one.
// Fails when more than two current services are missed, or when a service of another project is taken for ZLMediaKit.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const corpus = process.argv[2];
if (corpus === undefined) {
  console.error('usage: node scripts/recognition.mjs CORPUS');
  process.exit(2);
}
const program = new URL('../dist/zlm-lint.cjs', import.meta.url).pathname;
const records = readFileSync(join(corpus, 'manifest.jsonl'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const compose = records.filter(({ kind, file }) => kind !== 'run' && !file.endsWith('.md'));
/** A rewrite in Rust, which has other listeners and is not ZLMediaKit. */
const others = new Set(['zlmediakit-rs']);

const { stdout } = spawnSync(process.execPath, [program, 'ports', '--format', 'json', ...compose.map(({ dir, file }) => join(corpus, dir, file))], { encoding: 'utf8', maxBuffer: 1 << 28 });
const services = JSON.parse(stdout).services;
const totals = {};
const missed = [];
const wrong = [];
for (const { id, kind, set, dir, file, zlm = [], notes = [] } of compose) {
  const found = services.filter((service) => service.file === join(corpus, dir, file) && service.zlm);
  const expected = zlm.filter(({ image }) => ![...others].some((other) => (image ?? '').includes(other)));
  const total = (totals[`${kind}, ${set}`] ??= { files: 0, services: 0, expected: 0, recognised: 0, false: 0 });
  total.files++;
  total.services += services.filter((service) => service.file === join(corpus, dir, file)).length;
  total.expected += expected.length;
  for (const { service } of expected) {
    if (found.some(({ name }) => name === service)) total.recognised++;
    else missed.push({ id, set, service });
  }
  for (const { name, zlmReason } of found) {
    // A UTF-16 copy of a ZLMediaKit file: Docker Compose reads it, the reader that the manifest was made with does not.
    if (zlm.some(({ service }) => service === name) || notes.some((note) => note.includes('#x0000'))) continue;
    total.false++;
    wrong.push({ id, kind, service: name, reason: zlmReason });
  }
}
console.table(totals);
if (missed.length > 0) console.table(missed);
if (wrong.length > 0) console.table(wrong);
const current = missed.filter(({ set }) => set === 'head').length;
const foreign = wrong.filter(({ kind }) => kind !== 'compose').length;
console.log(`recognition: ${current} current services missed, ${foreign} false on other projects`);
if (Object.keys(totals).length === 0) console.error('recognition: the corpus is empty');
process.exitCode = current > 1 || foreign > 0 || Object.keys(totals).length === 0 ? 1 : 0;
