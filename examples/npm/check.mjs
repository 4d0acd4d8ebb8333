import { readFileSync } from 'node:fs';
import { fix, lint } from 'zlm-lint';

const { files, summary } = await lint({ paths: ['docker-compose.yml'], strategy: 'host' });
for (const { path, findings } of files) for (const { line, rule, message } of findings) console.log(`${path}:${line} ${rule} ${message}`);

// Nothing is written: the fixed texts are yours.
const { changes } = await fix({ paths: ['docker-compose.yml'] });
for (const { path, before } of changes) if (before !== readFileSync(path, 'utf8')) throw new Error(path);
console.log(`${summary.errors} errors, ${changes.length} files would change`);
