import { interpolate, joined, type Environment } from '../interpolate.ts';
import type { ProjectFiles } from './project-files.ts';

const VARIABLE = 'COMPOSE_PROJECT_NAME';

/**
 * The variables with the name of the project, which Compose sets: from itself, otherwise from `name` of the last file that has one, otherwise
 * from the project directory. What that is called, another machine may see differently: it counts as the process environment does.
 */
export function withProjectName(environment: Environment, files: ProjectFiles): Environment {
  const isGiven = (): boolean => (environment.get(VARIABLE) ?? '') !== '';
  let name: { readonly known: string | undefined } | undefined;
  return {
    ...environment,
    get: (variable) => {
      if (variable !== VARIABLE || isGiven()) return environment.get(variable);
      name ??= { known: environment.hidden === true ? undefined : nameOf(files, environment) };
      return name.known;
    },
    placeOf: (variable) => (variable !== VARIABLE || isGiven() ? environment.placeOf?.(variable) : undefined),
  };
}

function nameOf(files: ProjectFiles, environment: Environment): string | undefined {
  const written = files.writtenName();
  if (written === null) return environment.complete && files.input.directoryName !== undefined ? normalized(files.input.directoryName) : undefined;
  const read = written === undefined ? null : interpolate(written, environment);
  const text = read?.ok === true ? joined(read.pieces) : null;
  return typeof text === 'string' ? normalized(text) : undefined;
}

/** Source: compose-go loader NormalizeProjectName. */
function normalized(name: string): string {
  return name.toLowerCase().replace(/[^-_a-z0-9]/g, '').replace(/^[-_]+/, '');
}
