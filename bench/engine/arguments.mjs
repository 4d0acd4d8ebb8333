import { parseArgs } from 'node:util';

export const usage = `usage: npm run bench:engine -- [options]
  --small            host, eight ports, 100 udp and one example, for CI
  --full             5,001 udp ports as well (an hour, 70,000 threads, 16 GB)
  --only NAMES       only these scenarios, examples or "network", separated by commas
  --no-throughput    no throughput and no round-trip time
  --repeat N         every run N times (default 1); times are the minimum, memory the median
  --huge-pages WORD  transparent huge pages "always" or "madvise" during the run, put back afterwards
  --output FILE      where the JSON goes (default: bench/engine/out/)
  --check            exit 1 where the engine does something else than the model says`;

/** A request that makes no sense; its message is one line. */
export class BadRequest extends Error {}

export function readArguments(argv, names) {
  const values = parsed(argv);
  const repeat = Number(values.repeat ?? 1);
  if (!Number.isInteger(repeat) || repeat < 1) throw new BadRequest(`--repeat takes a whole number from 1, not ${values.repeat}`);
  const hugePages = values['huge-pages'] ?? null;
  if (hugePages !== null && !['always', 'madvise'].includes(hugePages)) throw new BadRequest(`--huge-pages takes always or madvise, not ${hugePages}`);
  const only = values.only?.split(',').map((name) => name.trim()).filter(Boolean) ?? null;
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new BadRequest(`--only knows no ${unknown}: ${names.join(', ')}`);
  if (only?.length === 0) throw new BadRequest('--only takes at least one name');
  if (values.small && values.full) throw new BadRequest('--small and --full exclude each other');
  const throughput = !values['no-throughput'] && (only === null ? !values.small : only.includes('network'));
  return { help: values.help, small: values.small, full: values.full, check: values.check, only, throughput, repeat, hugePages, output: values.output ?? null };
}

function parsed(args) {
  const flag = { type: 'boolean', default: false };
  const word = { type: 'string' };
  const options = { small: flag, full: flag, check: flag, help: { ...flag, short: 'h' }, 'no-throughput': flag, only: word, repeat: word, 'huge-pages': word, output: word };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new BadRequest(error.message.split('. ')[0]);
  }
}
