import type { Deployment, Service } from '../model/deployment.ts';
import type { Words } from '../model/source.ts';
import { quoted } from '../text/quoted.ts';

/** What the host's network is called where the service is written. */
export function hostSetting({ invocation }: Service): string {
  return invocation === null ? 'network_mode: host' : '--network=host';
}

/** How a change of the text becomes one of the container. */
export function applyAgain(deployment: Deployment, service: Service, others: readonly Service[] = []): Words {
  if (service.invocation === null) return { id: 'after.up', data: { command: `${composeCommand(deployment)} up -d ${[service, ...others].map(({ label }) => label).join(' ')}` } };
  const { tool } = service.invocation;
  return { id: 'after.rerun', data: { command: `${tool} rm -f ${service.name === null ? 'CONTAINER' : quoted(service.name)}` } };
}

/** A container that reads a changed file again; what its own text says is the same. */
export function restarted(deployment: Deployment, service: Service): Words[] {
  return service.invocation === null ? [{ id: 'after.restart', data: { command: `${composeCommand(deployment)} restart ${service.label}` } }] : [];
}

export function statusCommand(deployment: Deployment, service: Service): string {
  if (service.invocation === null) return `${composeCommand(deployment)} ps ${service.label}`;
  return `${service.invocation.tool} ps`;
}

/** The command that acts on these files: Compose finds its default names, and the override beside them, in the current directory by itself. */
export function composeCommand({ files: [main = '', ...others], options }: Pick<Deployment, 'files' | 'options'>): string {
  const found = /^(?:\.\/)?(?:docker-)?compose\.ya?ml$|^-$/.test(main) && others.every((file) => /^(?:docker-)?compose\.override\.ya?ml$/.test(file));
  const files = found ? [] : [main, ...others].flatMap((file) => ['-f', file]);
  return ['docker compose', ...[...options, ...files].map(quoted)].join(' ');
}
