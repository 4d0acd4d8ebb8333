import { parseArgs } from 'node:util';
import { BadRequest } from '../engine/arguments.mjs';

const flag = { type: 'boolean', default: false };
const word = { type: 'string' };

/** `argv` as `options` of parseArgs say. @throws BadRequest in one line. */
function parsed(argv, options) {
  try {
    return parseArgs({ args: argv, options: { help: { ...flag, short: 'h' }, ...options } }).values;
  } catch (error) {
    throw new BadRequest(error.message.split('. ')[0]);
  }
}

export const usage = `usage: npm run bench -- [options]
  --only NAMES            only these inputs, separated by commas
  --rounds N              so many rounds (default 15)
  --patience N            seconds after which a program is not asked again about an input (default 60)
  --no-peers              zlm-lint and node alone
  --inherit-environment   programs see the variables of this shell: NODE_EXTRA_CA_CERTS alone doubles the start of Node
  --shared DIR            a folder with tools/get-docker, which brings Docker Compose
  --output FILE           where the JSON goes; what lies in bench/speed/results makes the table of the READMEs`;

export function readArguments(argv, names) {
  const values = parsed(argv, { only: word, rounds: word, patience: word, 'no-peers': flag, 'inherit-environment': flag, shared: word, output: word });
  return { help: values.help, only: namesIn(values.only, names), rounds: whole('--rounds', values.rounds ?? '15'), patience: whole('--patience', values.patience ?? '60'), peers: !values['no-peers'], inherit: values['inherit-environment'], shared: values.shared ?? null, output: values.output ?? null };
}

export const growthUsage = `usage: npm run bench:growth -- [options]
  --only NAMES     only these dimensions, separated by commas
  --program FILE   another zlm-lint than the one of dist`;

export function readGrowthArguments(argv, names) {
  const values = parsed(argv, { only: word, program: word });
  return { help: values.help, only: namesIn(values.only, names), program: values.program ?? null };
}

export const guardUsage = `usage: npm run bench:guard -- [options]
  --write          write the ratios that are measured into the file, in place of comparing
  --only NAMES     only these inputs, separated by commas
  --rounds N       so many rounds (default 15)
  --program FILE   another zlm-lint than the one of dist
  --ratios FILE    another file than bench/speed/ratios.json`;

export function readGuardArguments(argv, names) {
  const values = parsed(argv, { write: flag, only: word, rounds: word, program: word, ratios: word });
  return { help: values.help, write: values.write, only: namesIn(values.only, names), rounds: whole('--rounds', values.rounds ?? '15'), program: values.program ?? null, ratios: values.ratios ?? null };
}

function whole(option, text) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new BadRequest(`${option} takes a whole number from 1, not ${text}`);
  return value;
}

/** The names behind `--only`, or all. */
function namesIn(text, names) {
  if (text === undefined) return names;
  const asked = text.split(',').map((name) => name.trim()).filter(Boolean);
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new BadRequest(`--only knows no ${unknown}: ${names.join(', ')}`);
  if (asked.length === 0) throw new BadRequest('--only takes at least one name');
  return asked;
}
