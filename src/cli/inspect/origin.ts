import type { Inspected } from '../../load/inspect/read-inspected.ts';
import type { Words } from '../../model/source.ts';

/** What would undo every change made to the container itself, or has to be changed in its place. */
export function ruledBy({ labels, tool }: Inspected): Words | null {
  for (const name of labels.keys()) {
    if (name.startsWith('com.docker.swarm.')) return { id: 'inspect.swarm' };
    if (name.startsWith('io.kubernetes.')) return { id: 'inspect.kubernetes' };
  }
  const unit = labels.get('PODMAN_SYSTEMD_UNIT');
  if (unit !== undefined) return { id: 'inspect.systemd', data: { unit } };
  return tool === 'podman' ? { id: 'inspect.podman' } : null;
}

/** What the labels of a container say of the project that it belongs to. */
export interface ComposeOrigin {
  readonly project: string;
  readonly service: string;
  /** Empty where it is not said. */
  readonly directory: string;
  readonly files: readonly string[];
  readonly envFiles: readonly string[];
}

export function composeOf({ labels }: Inspected): ComposeOrigin | null {
  const label = (name: string): string => labels.get(`com.docker.compose.${name}`) ?? '';
  const listed = (name: string): string[] => label(name).split(',').filter((path) => path !== '');
  if (label('project') === '' || label('service') === '') return null;
  return { project: label('project'), service: label('service'), directory: label('project.working_dir'), files: listed('project.config_files'), envFiles: listed('project.environment_file') };
}
