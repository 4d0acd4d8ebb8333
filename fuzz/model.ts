import { usualCosts } from '../src/cost/model.ts';
import { readProjects } from '../src/cli/projects.ts';
import { verdictOf } from '../test/consistency/fixed-projects.ts';
import type { Input as Looked } from '../test/rules/harness.ts';
import type { Input } from './input.ts';
import type { Shown } from './invariants.ts';
import { Broken } from './world.ts';

/** What the fix does to the deployment is what it said, as the checker of consistency sees it. */
export async function checkModel({ input, world }: Shown): Promise<void> {
  world.put(input.files);
  const value = valuesOf(input.options);
  const files = input.paths.flatMap((path, at) => (input.paths[at - 1] === '-f' ? [path] : []));
  const { projects } = await readProjects(files.length > 0 ? [] : input.paths, { cwd: world.directory, env: {}, maxBytes: 10_000_000, stdinFilename: null, stdin: nothing(), include: [], files, envFiles: [], profiles: value('--profile') === undefined ? [] : ['*'], projectDirectory: null, processEnv: false, allowOutside: false });
  const engine = (value('--engine') ?? 'linux') as Looked['options']['engine'];
  const max = Number(value('--max-ports') ?? 256);
  const streams = value('--streams');
  const options: Looked['options'] = { strategy: (value('--strategy') ?? 'auto') as Looked['options']['strategy'], engine, costs: usualCosts, streams: { count: Number(streams ?? 50), given: streams !== undefined }, zlmServices: [], named: true, unsafe: false, settingOf: () => ({ options: { max } }) };
  for (const project of projects) {
    const verdict = verdictOf({ project, options: { ...options, named: project.named } }, input.options.includes('--unsafe-fixes'));
    const [first] = verdict?.inconsistent ?? [];
    if (first !== undefined) throw new Broken('model', `${first.kind}: ${first.says}`);
  }
}

function valuesOf(options: Input['options']): (flag: string) => string | undefined {
  return (flag) => (options.includes(flag) ? options[options.indexOf(flag) + 1] : undefined);
}

async function* nothing(): AsyncGenerator<never> {
  // Standard input is empty.
}
