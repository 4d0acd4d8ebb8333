'use strict';

// ESLint stays at 8.57: ESLint 10 no longer reads this kind of file.

const { posix } = require('node:path');

/**
 * The import law: who may import whom. What a row does not name, its files may not import.
 *
 * layer      its name; the `may` of other rows refers to it
 * where      its folders (with everything below) and files, which may import each other
 * may        other layers, or places
 * packages   npm packages
 * never      places taken away again
 * typesOnly  nothing at run time
 * free       may import anything, load lazily and read `process`
 * exits      may also end the process
 *
 * Where two rows name the same file the later one holds; the first catches a new folder that has no row yet.
 */
const law = [
  { layer: 'unnamed', where: ['src/*'], may: [] },
  { layer: 'model', where: ['src/model'], may: [], typesOnly: true },
  { layer: 'text', where: ['src/text'], may: ['model'], packages: ['get-east-asian-width'] },
  { layer: 'ports', where: ['src/ports'], may: ['model'] },
  { layer: 'load', where: ['src/load'], may: ['model', 'text', 'ports', 'facts'], packages: ['yaml', 'unbash'] },
  { layer: 'zlm', where: ['src/zlm'], may: ['model', 'text', 'ports', 'facts'] },
  { layer: 'config', where: ['src/config'], may: ['contract', 'model', 'text', 'ports'], packages: ['yaml', 'ignore'] },
  { layer: 'cost', where: ['src/cost'], may: ['model', 'ports', 'facts'] },
  { layer: 'suppress', where: ['src/suppress'], may: ['model', 'text'] },
  { layer: 'lint', where: ['src/*.ts', 'src/fix'], may: ['contract', 'model', 'text', 'ports', 'zlm', 'cost', 'suppress'], never: ['src/bin.ts'] },
  { layer: 'contract', where: ['src/rule.ts'], may: ['model', 'ports', 'zlm', 'cost'] },
  { layer: 'rules', where: ['rules/*'], may: ['contract', 'model', 'ports', 'zlm', 'cost', 'facts'] },
  { layer: 'facts', where: ['rules/_facts'], may: ['model'] },
  { layer: 'index', where: ['rules/*.ts'], may: ['contract', 'rules'] },
  {
    layer: 'report',
    where: ['src/report'],
    may: ['contract', 'model', 'text', 'ports', 'cost', 'rules/*/rule.json'],
    packages: ['picocolors', 'diff', 'sarif'],
    never: ['rules/*.ts'],
  },
  { layer: 'cli', where: ['src/cli'], free: true },
  { layer: 'doors', where: ['src/action', 'src/library'], free: true },
  { layer: 'bin', where: ['src/bin.ts', 'src/launch.ts'], free: true, exits: true },
];

const placesOf = (name) => law.find(({ layer }) => layer === name)?.where ?? [name];

/** How a file in `folder` writes its import of `place`: `./x.ts`, `../model`. */
function importPath(folder, place) {
  const path = posix.relative(folder, place) || '.';
  return path.startsWith('.') ? path : `./${path}`;
}

/**
 * An allow list in the language of .gitignore, which `no-restricted-imports` speaks: each folder on the way
 * to an allowed place is closed before the next step of the way is opened, and no allowed place leads up again.
 */
function allowOnly(paths) {
  const patterns = new Set(['/*', ...paths.map((path) => `/${path}/..`)]);
  for (const path of paths) {
    let way = '';
    for (const step of path.split('/')) {
      if (way !== '' && !paths.includes(way)) patterns.add(`/${way}/*`);
      way = way === '' ? step : `${way}/${step}`;
      patterns.add(`!/${way}`);
    }
  }
  return [...patterns];
}

function importRule({ layer, where, may, packages = [], never = [], free, exits }, folder, home) {
  if (free) return ['error', ...(exits ? [] : ['process', 'node:process']), 'console', 'node:console'];
  const places = [...where, ...may.flatMap(placesOf)].map((place) => importPath(folder, place));
  const group = [...allowOnly([...home, ...places, ...packages]), ...never.map((place) => `/${importPath(folder, place)}`)];
  const allowed = [...may, ...packages].join(', ') || 'nothing else';
  return ['error', { patterns: [{ group, message: `The layer "${layer}" may import ${allowed}: see the law in .eslintrc.cjs.` }] }];
}

function globalsRule({ free }) {
  const never = [
    { name: 'console', message: 'What is printed goes through the report and the cli.' },
    { name: 'globalThis', message: 'Name what you use.' },
  ];
  return ['error', ...never, ...(free ? [] : [{ name: 'process', message: 'Only the cli knows the process.' }])];
}

function syntaxRule({ typesOnly, free, exits }) {
  const member = 'MemberExpression[object.name="process"]';
  const ends = '/^(exit|exitCode|reallyExit|abort|kill)$/';
  const never = [];
  if (!exits) {
    const message = 'Only src/bin.ts ends the process or sets its exit code.';
    // Signal 0 ends nothing: it asks whether there is such a process.
    const asks = ':not(CallExpression[arguments.1.value=0] > MemberExpression)';
    never.push({ selector: `${member}[property.name=${ends}]${asks}, ${member}[property.value=${ends}]${asks}`, message });
    never.push({ selector: 'VariableDeclarator[init.name="process"] > ObjectPattern', message });
  }
  if (!free) {
    const selector = 'ImportExpression:not([source.value=/^\\.\\x2f[\\w-]+\\.ts$/])';
    never.push({ selector, message: 'Outside the cli only a file of the same folder may be loaded lazily.' });
  }
  if (typesOnly) {
    const types = '[importKind="type"], [exportKind="type"], TSInterfaceDeclaration, TSTypeAliasDeclaration';
    never.push({ selector: `Program > :not(${types})`, message: 'The model is types only.' });
  }
  // A severity alone would keep the options of an earlier row.
  return never.length === 0 ? 'off' : ['error', ...never];
}

/** The path of an import depends on the depth of its file, so each depth of a folder has its own override. */
function enforce(row) {
  const override = (files, folder, home) => ({
    files,
    rules: {
      'no-restricted-imports': importRule(row, folder, home),
      'no-restricted-globals': globalsRule(row),
      'no-restricted-syntax': syntaxRule(row),
    },
  });
  const ups = ['.', '..', '../..', '../../..'];
  return row.where.flatMap((place) => {
    if (place.endsWith('.ts')) return [override([place], posix.dirname(place), [])];
    return ups.map((_, depth) => {
      const folder = place + '/*'.repeat(depth);
      return override([`${folder}/*.ts`], folder, ups.slice(0, depth + 1));
    });
  });
}

module.exports = {
  root: true,
  parser: '@typescript-eslint/parser',
  parserOptions: { ecmaVersion: 'latest', sourceType: 'module' },
  env: { es2023: true, node: true },
  plugins: ['@typescript-eslint'],
  extends: ['eslint:recommended'],
  reportUnusedDisableDirectives: true,
  ignorePatterns: ['dist', 'node_modules', 'coverage', 'examples', 'test/**/fixtures', 'rules/*/cases'],
  rules: {
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    // Text from anywhere is searched for control characters on purpose.
    'no-control-regex': 'off',
  },
  overrides: [
    { files: ['*.cjs'], parserOptions: { sourceType: 'script' } },
    {
      files: ['*.ts'],
      extends: ['plugin:@typescript-eslint/recommended-type-checked'],
      parserOptions: { projectService: true, tsconfigRootDir: __dirname },
      rules: {
        '@typescript-eslint/consistent-type-imports': 'error',
        '@typescript-eslint/no-deprecated': 'error',
        '@typescript-eslint/no-import-type-side-effects': 'error',
        '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
        '@typescript-eslint/prefer-readonly': 'error',
        '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      },
    },
    {
      files: ['src/**/*.ts', 'rules/**/*.ts'],
      rules: { 'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }] },
    },
    {
      // A test reads JSON of any shape and stands in for asynchronous readers.
      files: ['test/**/*.ts'],
      rules: {
        '@typescript-eslint/no-unsafe-argument': 'off',
        '@typescript-eslint/no-unsafe-assignment': 'off',
        '@typescript-eslint/no-unsafe-call': 'off',
        '@typescript-eslint/no-unsafe-member-access': 'off',
        '@typescript-eslint/no-unsafe-return': 'off',
        '@typescript-eslint/require-await': 'off',
      },
    },
    ...law.flatMap(enforce),
  ],
};
