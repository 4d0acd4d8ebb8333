import { basename } from 'node:path';
import type { Form } from '../model/deployment.ts';

const COMPOSE_NAME = /^(?:docker-)?compose(?:[._-].*)?\.ya?ml$/s;
const SERVICES_KEY = /^\uFEFF?(?:services|"services"|'services')[ \t]*:(?:\s|$)/m;
const JSON_SERVICES = /^\uFEFF?\s*\{[^]*"services"\s*:/;
/** A command that creates a container, on one line or over continued ones. */
const RUN = /\b(?:docker|podman|nerdctl)(?:\.exe)?["'\]]?[\s,\\^`](?:[^\n]|[\\^`][ \t]*\r?\n)*?\b(?:run|create)\b/i;
const SCRIPT_NAME = /\.(?:sh|bash|zsh|ksh|command|bat|cmd|ps1|psm1|md|markdown|mdx|mk|service|container|txt|rst|adoc)$|^(?:GNU)?[Mm]akefile$|^(?:README|INSTALL|\.envrc)$/;

/** A name that says: Docker Compose reads this. */
export function isComposeName(path: string): boolean {
  return COMPOSE_NAME.test(basename(path));
}

/** `services` with a mapping below; GitLab's is a list. */
export function hasServicesKey(text: string): boolean {
  const found = SERVICES_KEY.exec(text);
  return found !== null && !/^[ \t]*(?:\[|(?:(?:#[^\n]*)?\r?\n[ \t]*)+-\s)/.test(text.slice(found.index + found[0].trimEnd().length));
}

export function mentionsRun(text: string): boolean {
  return RUN.test(text);
}

/** A name that a search for command lines looks into. */
export function isScriptName(path: string): boolean {
  return SCRIPT_NAME.test(basename(path)) || !basename(path).includes('.');
}

/** What a file is read as: its name decides where it can, otherwise its text. */
export function formOf(path: string, text: string): Exclude<Form, 'inspect'> {
  const name = basename(path);
  if (COMPOSE_NAME.test(name)) return 'compose';
  if (name.endsWith('.container')) return 'docker-run';
  if (/\.ya?ml$/.test(name)) return hasServicesKey(text) || !mentionsRun(text) ? 'compose' : 'docker-run';
  if (name.endsWith('.json')) return JSON_SERVICES.test(text) || !mentionsRun(text) ? 'compose' : 'docker-run';
  if (SCRIPT_NAME.test(name)) return 'docker-run';
  return hasServicesKey(text) || JSON_SERVICES.test(text) || !/docker|podman|nerdctl/i.test(text) ? 'compose' : 'docker-run';
}
