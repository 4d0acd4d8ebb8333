import { rules } from '../../rules/index.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Language } from '../report/language.ts';
import { portsErrors, type PortsError } from '../report/ports-report.ts';

/** What Docker Compose or the tool of a command line would refuse, as lines for standard error. */
export function projectErrors(deployment: Deployment, language: Language): PortsError[] {
  const id = deployment.form === 'compose' ? 'valid-compose' : 'valid-run';
  return portsErrors(deployment, rules.find(({ meta }) => meta.id === id)?.meta, language);
}
