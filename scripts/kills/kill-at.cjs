'use strict';

// Loaded before the program: ends it as `kill -9` does, before the call of this number that touches the disk. With KILL_TORN a write is left half done,
// and with KILL_ONLY calls of that name alone count.
const fs = require('node:fs');

const at = Number(process.env.KILL_AT);
const isTorn = process.env.KILL_TORN === '1';
const only = process.env.KILL_ONLY;
let calls = 0;

function isLast(name) {
  if (only && only !== name) return false;
  calls += 1;
  return calls === at;
}

function die() {
  process.kill(process.pid, 'SIGKILL');
}

for (const name of ['fsyncSync', 'fchmodSync', 'fchownSync', 'futimesSync', 'renameSync', 'linkSync', 'unlinkSync', 'rmSync']) {
  const act = fs[name];
  fs[name] = (...args) => {
    if (isLast(name)) die();
    return act(...args);
  };
}

const { openSync, writeFileSync } = fs;
fs.openSync = (path, flags, mode) => {
  if ((flags & fs.constants.O_CREAT) !== 0 && isLast('openSync')) die();
  return openSync(path, flags, mode);
};
fs.writeFileSync = (file, data, options) => {
  if (typeof file === 'number' && isLast('writeFileSync')) {
    if (isTorn) fs.writeSync(file, data, 0, Math.floor(data.length / 2));
    die();
  }
  return writeFileSync(file, data, options);
};
