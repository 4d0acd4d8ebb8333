import { resolve } from 'node:path';
import type { FormatName } from '../report/formats/index.ts';
import { BadOption, type LintCommandOptions } from './options.ts';
import { realPlace } from './path-kinds.ts';
import { isWorkflow, type Terminal } from './terminal.ts';

/** Where the forms of one report go. */
export interface Outputs {
  readonly stdout: readonly FormatName[];
  readonly files: readonly FileOutput[];
}

export interface FileOutput {
  readonly name: FormatName;
  readonly file: string;
}

/** Annotations stand by themselves beside the report for people, in a workflow. @throws BadOption when two forms would mix. */
export function outputsOf({ format, outputFile }: Pick<LintCommandOptions, 'format' | 'outputFile'>, { cwd, env }: Pick<Terminal, 'cwd' | 'env'>): Outputs {
  const rest: readonly FormatName[] = format.length === 0 ? ['stylish'] : [...new Set(format.flatMap(({ name, file }) => (file === null ? name : [])))];
  if (outputFile !== undefined && rest.length === 0) throw new BadOption('no-form-for-file', { file: outputFile });
  const files = [...format, ...rest.map((name) => ({ name, file: outputFile ?? null }))].flatMap(({ name, file }) => (file === null ? [] : { name, file }));
  const paths = files.map(({ file }) => realPlace(resolve(cwd, file)));
  const twice = files.find((_, index) => paths.indexOf(paths[index] ?? '') !== index);
  if (twice !== undefined) throw new BadOption('two-in-one-file', { file: twice.file });
  if (outputFile !== undefined) return { stdout: [], files };
  const stdout: readonly FormatName[] = format.length === 0 && isWorkflow(env) ? ['stylish', 'github'] : rest;
  const others = stdout.filter((name) => !['stylish', 'github'].includes(name));
  const [one, other] = others.length === 0 ? [] : stdout;
  if (one !== undefined && other !== undefined) throw new BadOption('two-formats', { one, other });
  // What people read comes first.
  return { stdout: stdout.length === 2 ? ['stylish', 'github'] : stdout, files };
}
