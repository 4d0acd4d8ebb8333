/** The inputs of action.yml; an empty one is as if it were not there. */
export interface Inputs {
  readonly paths: readonly string[];
  readonly failOn: string;
  readonly strategy: string;
  readonly language: string;
  readonly config: string;
  readonly sarifFile: string;
  readonly workingDirectory: string;
  readonly unsafeFixes: boolean;
  readonly allowNoFiles: boolean;
}

/** A runner hands inputs over as variables: upper case, blanks as underscores, and nothing else is changed. */
export function readInputs(env: Readonly<Record<string, string | undefined>>): Inputs | { readonly mistake: string } {
  const read = (name: string): string => (env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
  const switches = new Map<string, boolean>();
  for (const name of ['unsafe-fixes', 'allow-no-files']) {
    const value = read(name);
    // The spellings of a YAML boolean, as GitHub's own toolkit takes them.
    if (!/^(?:true|True|TRUE|false|False|FALSE|)$/.test(value)) return { mistake: `input ${name} is true or false, not ${value}` };
    switches.set(name, value.toLowerCase() === 'true');
  }
  return {
    paths: read('paths').split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== ''),
    failOn: read('fail-on'),
    strategy: read('strategy'),
    language: read('language'),
    config: read('config'),
    sarifFile: read('sarif-file'),
    workingDirectory: read('working-directory'),
    unsafeFixes: switches.get('unsafe-fixes') === true,
    allowNoFiles: switches.get('allow-no-files') === true,
  };
}

/** The command line that these inputs mean; `json` takes a report for the outputs. */
export function wordsOf({ paths, failOn, strategy, language, config, sarifFile, unsafeFixes, allowNoFiles }: Inputs, json: string): string[] {
  const option = (name: string, value: string): string[] => (value === '' ? [] : [`--${name}=${value}`]);
  return [
    '--format=stylish',
    '--format=github',
    `--format=json=${json}`,
    ...(sarifFile === '' ? [] : [`--format=sarif=${sarifFile}`]),
    ...(failOn === 'never' ? ['--exit-zero'] : option('fail-on', failOn)),
    ...option('strategy', strategy),
    ...option('lang', language),
    ...option('config', config),
    ...(unsafeFixes ? ['--unsafe-fixes'] : []),
    ...(allowNoFiles ? ['--allow-no-files'] : []),
    '--',
    ...(paths.length === 0 ? ['.'] : paths),
  ];
}
