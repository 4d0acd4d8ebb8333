import facts from '../../rules/_facts/listeners.json' with { type: 'json' };
import { rules } from '../../rules/index.ts';
import { identify } from '../lint.ts';
import { loadCompose } from '../load/compose/load-compose.ts';
import type { Language } from '../report/language.ts';
import { portsErrors, portsJson, portsTable, type PortsError, type Roles } from '../report/ports-report.ts';
import { isUnknown } from '../ports/spans.ts';
import { roleOf } from '../zlm/listeners.ts';
import { readInputs } from './inputs.ts';
import type { PortsCommandOptions } from './options.ts';
import { machineLanguage } from './language.ts';
import { projectReader } from './project-reader.ts';
import { sayFileError } from './sentences.ts';
import type { Terminal } from './terminal.ts';

/** Lists the published ports; resolves to the exit code. */
export async function portsCommand(paths: readonly string[], options: PortsCommandOptions, human: Language, terminal: Terminal): Promise<number> {
  const language = options.format === 'json' ? machineLanguage(terminal.argv, human) : human;
  const { inputs, errors: inputErrors } = await readInputs(paths, {
    cwd: terminal.cwd,
    maxBytes: options.maxBytes,
    stdinFilename: options.stdinFilename ?? null,
    stdin: terminal.stdin,
  });
  const errors: PortsError[] = inputErrors.map((error) => ({
    path: error.path,
    line: 'line' in error ? error.line : null,
    message: sayFileError(error, language),
  }));
  const meta = rules.find(({ meta: { id } }) => id === 'valid-compose')?.meta;
  const deployments = inputs.map(({ file, path, directory }) => {
    const reader = projectReader(directory, { maxBytes: options.maxBytes });
    const deployment = identify(loadCompose({ file: path, text: file.text, reader }), options.zlmService);
    errors.push(...portsErrors(deployment, meta, language));
    return deployment;
  });
  const run = { deployments, errors, language, roles };
  terminal.stdout.write(options.format === 'json' ? portsJson(run) : portsTable(run));
  for (const { path, line, message } of errors) terminal.stderr.write(`zlm-lint: ${path}${line === null ? '' : `:${line}`}: ${message}\n`);
  return errors.length > 0 ? 2 : 0;
}

const features = new Map(facts.listeners.map(({ key, feature }) => [key, feature]));

const roles: Roles = {
  of(service, { container, protocol }) {
    if (isUnknown(container.value) || isUnknown(protocol.value)) return null;
    return roleOf(service, container.value, protocol.value.toLowerCase());
  },
  words: (role, language) => features.get(role)?.[language] ?? role,
};
