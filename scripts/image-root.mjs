// node scripts/image-root.mjs DIRECTORY: puts into DIRECTORY all that the image of the Dockerfile has: the node that runs this, with the
// libraries that it has loaded, each where it lies here, and their licences; and of the project what the program reads. COPY
// alone would not do: of a git address BuildKit takes everything, whatever .dockerignore says (docker/cli#2827).
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [root] = process.argv.slice(2);
if (root === undefined) {
  console.error('usage: node scripts/image-root.mjs DIRECTORY');
  process.exit(2);
}

// What the kernel maps into every process (linux-vdso.so.1) has a name without a path.
const libraries = process.report.getReport().sharedObjects.filter((path) => path.startsWith('/') && path !== process.execPath);
if (libraries.length === 0) {
  console.error('node does not say which libraries it has loaded');
  process.exit(2);
}
// Where Debian's packages and Node's own image have them.
const licences = ['/usr/local/LICENSE', ...['libc6', 'libgcc-s1', 'libstdc++6'].map((name) => `/usr/share/doc/${name}/copyright`)];

copy(process.execPath, '/usr/local/bin/node');
for (const path of [...new Set(libraries), ...licences.filter((path) => existsSync(path))]) copy(path, path);

const project = fileURLToPath(new URL('..', import.meta.url));
const rules = readdirSync(join(project, 'rules')).filter((name) => !name.startsWith('_'));
const pages = rules.flatMap((rule) => [`rules/${rule}/README.md`, `rules/${rule}/README.zh.md`]).filter((page) => existsSync(join(project, page)));
for (const path of ['LICENSE', 'dist/THIRD_PARTY_LICENSES', 'dist/program.cjs', 'dist/zlm-lint.cjs', ...pages]) copy(join(project, path), join('/zlm-lint', path));

// Nobody can write there later: the code that V8 keeps is made now, by one run.
const input = 'services: {zlm: {image: "zlmediakit/zlmediakit:master", ports: ["80:80", "10000-10500:10000-10500"]}}';
spawnSync(process.execPath, ['--', join(root, 'zlm-lint/dist/zlm-lint.cjs'), '-'], { input, stdio: ['pipe', 'ignore', 'inherit'] });

// The program runs as anybody, and a checkout may be for its owner only.
openToAll(root);
for (const name of readdirSync(root, { recursive: true })) openToAll(join(root, name));

/** A link is followed: what is copied is a file. */
function copy(from, to) {
  const path = join(root, to);
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(from, path);
}

function openToAll(path) {
  chmodSync(path, (statSync(path).mode & 0o100) === 0 ? 0o644 : 0o755);
}
