import { aliasesFile, includingFiles, overrideFiles, portsFile, rangeFile, sitesFile, zlmFile } from './compose-texts.mjs';
import { runLinesText, scriptText } from './script-texts.mjs';

const FILE = 'docker-compose.yml';
const SCRIPT = 'setup.sh';
const one = (text) => (size) => ({ [FILE]: text(size) });
const script = (text) => (size) => ({ [SCRIPT]: text(size) });
const count = (size, make) => Array.from({ length: size }, (_, index) => make(index));

/** What may grow: from `least` on, doubled up to 64 times that. `files` are written, and zlm-lint is started beside them with `args`. */
export const dimensions = [
  { name: 'services', unit: 'services with 4 ports', least: 32, files: one((size) => sitesFile(size, 4)), args: () => [FILE] },
  { name: 'ports', unit: 'ports of each of two services', least: 32, files: one(portsFile), args: () => [FILE] },
  { name: 'range', unit: 'ports in one range', least: 1000, files: one(rangeFile), args: () => [FILE] },
  { name: 'aliases', unit: 'aliases', least: 64, files: one(aliasesFile), args: () => [FILE] },
  { name: 'includes', unit: 'included files', least: 8, files: includingFiles, args: () => [FILE] },
  { name: 'overrides', unit: 'override files', least: 4, files: overrideFiles, args: (size) => ['-f', FILE, ...count(size, (index) => ['-f', `override-${index}.yml`]).flat()] },
  { name: 'files', unit: 'files', least: 16, files: (size) => Object.fromEntries(count(size, (index) => [`project-${index}/${FILE}`, zlmFile(index)])), args: () => ['.'] },
  { name: 'script', unit: 'bytes of a script', least: 78_000, files: script(scriptText), args: () => [SCRIPT] },
  { name: 'run-lines', unit: 'docker run lines', least: 16, files: script(runLinesText), args: () => [SCRIPT] },
];

const TIMES = [1, 2, 4, 8, 16, 32, 64];
export const sizesOf = ({ least }) => TIMES.map((times) => least * times);
