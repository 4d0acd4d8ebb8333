import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Modules of Node that take milliseconds to load, and that most runs never use. */
const slow = ['crypto', 'child_process', 'stream', 'url', 'os', 'v8'];

/** For esbuild: each of them is loaded when something of it is first used; and picocolors, which is always told whether there are colours, does not look for a terminal. */
export const lazyModules = {
  name: 'lazy-modules',
  setup(build) {
    build.onLoad({ filter: /\/picocolors\/picocolors\.js$/ }, async ({ path }) => ({ contents: `var process = {};\n${await readFile(path, 'utf8')}`, loader: 'js' }));
    build.onResolve({ filter: new RegExp(`^(?:node:)?(?:${slow.join('|')})$`) }, ({ path, namespace }) => (namespace === 'lazy' ? { path, external: true } : { path: path.replace('node:', ''), namespace: 'lazy' }));
    build.onLoad({ filter: /./, namespace: 'lazy' }, ({ path }) => {
      const getters = Object.keys(require(`node:${path}`)).filter((name) => /^[a-z]\w*$/i.test(name)).map((name) => `get ${name}() { return require('node:${path}').${name}; }`);
      return { contents: `module.exports = { ${getters.join(', ')} };`, loader: 'js' };
    });
  },
};
