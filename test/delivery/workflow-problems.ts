import { isScalar, parseDocument, visit, type Pair } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: unknown;
  readonly steps?: readonly Step[];
}

/** A job may write these, when one of its steps cannot do without. */
const needed: Readonly<Record<string, (step: Step) => boolean>> = {
  'id-token': ({ run = '' }) => run.includes('npm publish --provenance'),
  'security-events': ({ uses = '' }) => uses.startsWith('github/codeql-action/upload-sarif@'),
};

/** Started with the rights of the repository by whoever opens a pull request. */
const dangerous = ['pull_request_target', 'workflow_run', 'issue_comment'];

/** This project's own action goes by its version; a hash of it cannot stand in its own commit. */
const own = `${new URL(manifest.homepage).pathname.slice(1)}@v${manifest.version}`;

/** What of a workflow somebody could take over, or is more than it needs. */
export function problemsOf(text: string): string[] {
  const document = parseDocument(text);
  const workflow: { readonly on?: unknown; readonly permissions?: unknown; readonly jobs?: Readonly<Record<string, Job>> } = document.toJS();
  const problems = document.errors.map(({ message }) => message);
  for (const trigger of dangerous) if (JSON.stringify(workflow.on ?? null).includes(`"${trigger}"`)) problems.push(`runs on ${trigger}`);
  if (/\bsecrets\b/.test(text)) problems.push('uses a secret');
  problems.push(...permissionProblems('the workflow', workflow.permissions, []));
  for (const [name, { permissions, steps = [] }] of Object.entries(workflow.jobs ?? {})) {
    if (permissions !== undefined) problems.push(...permissionProblems(name, permissions, steps));
    for (const { uses = '', with: given } of steps) {
      if (uses.startsWith('actions/checkout@') && given?.['persist-credentials'] !== false) problems.push(`${name}: checkout leaves the token on the disk`);
    }
  }
  visit(document, { Pair: (_, pair) => void problems.push(...usesProblems(pair), ...runProblems(pair)) });
  return problems;
}

/** The actions of a workflow with the commits that they are pinned to. */
export function pinsOf(text: string): string[] {
  return [...text.matchAll(/uses: ([\w.-]+\/[\w.-]+)[^@\n]*(@[0-9a-f]{40} # .*)$/gm)].map(([, action = '', pin = '']) => action + pin);
}

function permissionProblems(where: string, permissions: unknown, steps: readonly Step[]): string[] {
  if (typeof permissions !== 'object' || permissions === null) return [`${where}: permissions are not listed: ${JSON.stringify(permissions)}`];
  const written = Object.entries(permissions).filter(([, level]) => level !== 'read' && level !== 'none');
  return written.filter(([name]) => !steps.some((step) => needed[name]?.(step))).map(([name, level]) => `${where}: ${name}: ${level} is not needed`);
}

function usesProblems({ key, value }: Pair): string[] {
  if (!isScalar(key) || key.value !== 'uses') return [];
  const uses = isScalar(value) ? String(value.value) : '';
  const version = isScalar(value) ? value.comment : null;
  if (uses === own || uses.startsWith('./')) return [];
  if (!/^[\w.-]+(?:\/[\w.-]+)+@[0-9a-f]{40}$/.test(uses)) return [`${uses}: not pinned to a commit`];
  return /^ v\d+\.\d+\.\d+$/.test(version ?? '') ? [] : [`${uses}: no comment tells the version`];
}

/** What GitHub puts into a script is code; what it puts into `env` is not. */
function runProblems({ key, value }: Pair): string[] {
  if (!isScalar(key) || !isScalar(value) || (key.value !== 'run' && key.value !== 'script')) return [];
  return String(value.value).includes('${{') ? [`${String(value.value)}: an expression in code`] : [];
}
