// node --require: tells on standard error what of this process starts another, opens a connection, or makes code of a text.
const { syncBuiltinESMExports } = require('node:module');

const places = {
  'node:child_process': ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'],
  'node:worker_threads': ['Worker'],
  'node:cluster': ['fork'],
  'node:net': ['connect', 'createConnection', 'createServer'],
  'node:tls': ['connect'],
  'node:dgram': ['createSocket'],
  'node:dns': ['lookup', 'resolve'],
  'node:http': ['request', 'get'],
  'node:https': ['request', 'get'],
  'node:http2': ['connect'],
  'node:inspector': ['open'],
};
function forbid(owner, name, what) {
  owner[name] = function () {
    process.stderr.write(`FORBIDDEN ${what}\n`);
    throw new Error(what);
  };
}
for (const [module, names] of Object.entries(places)) for (const name of names) forbid(require(module), name, `${module} ${name}`);
for (const name of ['fetch', 'WebSocket', 'EventSource', 'eval', 'Function']) forbid(globalThis, name, name);
syncBuiltinESMExports();
