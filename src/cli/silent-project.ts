import type { Deployment } from '../model/deployment.ts';
import { mayNameZlm } from '../zlm/signs.ts';
import type { Project } from './project.ts';

/** A value may be more than its text: through variables, escapes and tags; a directive can rename a tag. */
const MORE_THAN_WRITTEN = /[$\\!]|^%/m;
/** Other files may say something, too. */
const OTHER_FILES = /include|extends|build|_file/;

/**
 * Whether nothing can be said of a project that nobody named, whatever its Compose files mean: ZLMediaKit cannot be recognised in it.
 * The texts are all that the project is made of; what is not certain is no.
 */
export function isSilent(texts: Iterable<string>): boolean {
  for (const text of texts) if (MORE_THAN_WRITTEN.test(text) || OTHER_FILES.test(text) || mayNameZlm(text)) return false;
  return true;
}

/** What stands in a report for a project that was not looked into. */
export function unreadDeployment({ path, texts }: Project): Deployment {
  return {
    form: 'compose',
    file: path,
    files: [...texts.keys()],
    options: [],
    texts,
    secrets: [],
    services: [],
    networks: [],
    problems: [],
    unread: [],
    comments: [],
    rest: () => '',
    newFile: () => null,
    plan: ({ service }) => ({ refused: { id: 'none.not-zlm', at: service.at } }),
  };
}
