import { usualCosts } from '../src/cost/model.ts';
import { readProjects } from '../src/cli/projects.ts';
import { checkFix } from '../test/consistency/consistency.ts';
import { fixToCheck } from '../test/consistency/fixed-projects.ts';
import type { Input as Looked } from '../test/rules/harness.ts';
import type { Input } from './input.ts';
import type { Shown } from './invariants.ts';
import { Broken } from './world.ts';

/** What the fix does to the deployment is what it said, as the checker of consistency sees it. */
export async function checkModel(shown: Shown): Promise<void> {
  const { input, world } = shown;
  const said = new Set((await shown.report()).files.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  // What Docker Compose does not take has no network to compare.
  if (said.has('valid-compose') || said.has('no-ports-with-host-network')) return;
  // Two that are in each other's way already may be so at one port more.
  const collides = said.has('no-host-port-collision');
  world.put(input.files);
  const value = valuesOf(input.options);
  const files = input.paths.flatMap((path, at) => (input.paths[at - 1] === '-f' ? [path] : []));
  const { projects } = await readProjects(files.length > 0 ? [] : input.paths, { cwd: world.directory, env: {}, maxBytes: 10_000_000, stdinFilename: null, stdin: nothing(), include: [], files, envFiles: [], profiles: value('--profile') === undefined ? [] : ['*'], projectDirectory: null, processEnv: false, allowOutside: false });
  const engine = (value('--engine') ?? 'linux') as Looked['options']['engine'];
  const max = Number(value('--max-ports') ?? 256);
  const streams = value('--streams');
  const options: Looked['options'] = { strategy: (value('--strategy') ?? 'auto') as Looked['options']['strategy'], engine, costs: usualCosts, streams: { count: Number(streams ?? 50), given: streams !== undefined }, zlmServices: [], named: true, unsafe: false, settingOf: () => ({ options: { max } }) };
  for (const project of projects) {
    const fix = fixToCheck({ project, options: { ...options, named: project.named } }, input.options.includes('--unsafe-fixes'));
    if (fix === null) continue;
    // Which of what it opens it could have closed is asked of whole projects, in test/consistency.
    const [first] = checkFix(fix).inconsistent.filter(({ kind, says }) => (kind !== 'exposed' || !isAnnounced(says, fix.announced)) && !(kind === 'name' && OF_ITSELF.test(says)) && !((collides || OF_RANGE.test(says)) && (kind === 'collision' || kind === 'lost')));
    if (first !== undefined) throw new Broken('model', `${first.kind}: ${first.says}`);
  }
}

/** A service on the host's network that speaks of localhost need not listen there itself. */
const OF_ITSELF = /^(\S+): .* led to \S+ of \1;/;

/** Ports that are drawn at random meet others now and then; a rule says so. */
const OF_RANGE = /\(rtp_proxy\.port_range\)/;

/** `443/tcp is new and leads to …`, where the fix says 443/tcp, or 400-500 and tcp. */
function isAnnounced(says: string, announced: readonly string[]): boolean {
  const [, from, to = from, protocol = ''] = /^(?:.*:)?(\d+)(?:-(\d+))?\/(tcp|udp)/.exec(says) ?? [];
  const protocols = announced.filter((text) => /^(?:tcp|udp)$/.test(text));
  return announced.some((text) => {
    const [, first, last = first, over] = /^(\d+)(?:-(\d+))?(?:\/([\w+]+))?$/.exec(text) ?? [];
    return Number(first) <= Number(from) && Number(to) <= Number(last) && (over ?? (protocols.length > 0 ? protocols.join('+') : protocol)).includes(protocol);
  });
}

function valuesOf(options: Input['options']): (flag: string) => string | undefined {
  return (flag) => (options.includes(flag) ? options[options.indexOf(flag) + 1] : undefined);
}

async function* nothing(): AsyncGenerator<never> {
  // Standard input is empty.
}
