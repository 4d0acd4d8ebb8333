import facts from '../../rules/_facts/listeners.json' with { type: 'json' };
import { rules } from '../../rules/index.ts';
import { usualCosts } from '../cost/model.ts';
import { identify } from '../lint.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Language } from '../report/language.ts';
import { portsErrors, portsJson, portsTable, type PortsError, type Roles } from '../report/ports-report.ts';
import { networkModeOf } from '../ports/network-mode.ts';
import { isUnknown } from '../ports/spans.ts';
import { roleOf } from '../zlm/listeners.ts';
import { projectOptions, type PortsCommandOptions } from './options.ts';
import { projectErrors } from './project-errors.ts';
import { readProjects } from './projects.ts';
import { machineLanguage } from './language.ts';
import { sayError, sayFileError } from './sentences.ts';
import { complain, type Terminal } from './terminal.ts';
import { unreadNotes } from './unread-notes.ts';

/** Lists the published ports; resolves to the exit code. */
export async function portsCommand(paths: readonly string[], options: PortsCommandOptions, human: Language, terminal: Terminal): Promise<number> {
  const language = options.format === 'json' ? machineLanguage(terminal.argv, human) : human;
  const { projects, errors: unread, allIgnored } = await readProjects(paths, projectOptions(options, terminal));
  const errors: PortsError[] = unread.map((error) => ({
    path: error.path,
    line: 'line' in error ? error.line : 1,
    message: sayFileError(error, language),
  }));
  const deployments = projects.map(({ load, texts }) => {
    const deployment = identify(load(texts), options.zlmService);
    errors.push(...projectErrors(deployment, language), ...conflicts(deployment, language));
    return deployment;
  });
  const run = { deployments, errors, language, roles };
  if (options.format === 'json') terminal.stdout.write(portsJson(run));
  else terminal.stdout.tell(portsTable(run));
  if (allIgnored === true) complain(terminal, sayError('all-ignored', {}, human));
  for (const note of deployments.flatMap((deployment) => unreadNotes(deployment, human))) complain(terminal, note);
  for (const { path, line, message } of errors) complain(terminal, `${path}:${line}: ${message}`);
  return errors.length > 0 ? 2 : 0;
}

/** `networks` beside `network_mode`: Compose rejects the project. */
function conflicts(deployment: Deployment, language: Language): PortsError[] {
  const rule = rules.find(({ meta: { id } }) => id === 'no-ports-with-host-network');
  if (rule === undefined) return [];
  const findings = [...rule.check(deployment, { strategy: 'auto', engine: 'linux', costs: usualCosts }, () => ({}))].filter(({ messageId, service }) => messageId === 'networks' && service?.disabled !== true);
  return portsErrors({ ...deployment, problems: findings.map(({ at, data = {} }) => ({ id: 'networks', data, at, service: null, stage: 'compose', fatal: false })) }, rule.meta, language);
}

const features = new Map(facts.listeners.map(({ key, feature }) => [key, feature]));

const roles: Roles = {
  of(service, { container, protocol }, deployment) {
    if (isUnknown(container.value) || isUnknown(protocol.value)) return null;
    // A service that shares its network with ZLMediaKit publishes ZLMediaKit's ports.
    const server = service.zlm !== null ? service : deployment.services.find((other) => other.zlm !== null && networkModeOf(other) === `service:${service.name ?? ''}`);
    return server === undefined ? null : roleOf(server, container.value, protocol.value.toLowerCase());
  },
  words: (role, language) => features.get(role)?.[language] ?? role,
};
