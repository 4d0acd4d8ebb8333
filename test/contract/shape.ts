import { join } from 'node:path';
import ts from 'typescript';

const project = join(import.meta.dirname, '../..');
export const contractFile = join(project, 'src/report/contract.ts');

/** TypeScript's own files and the contract, read once. */
const sources = new Map<string, ts.SourceFile | undefined>();

/** A program of the contract and of this text, which may import it. */
export function compiled(text: string): { readonly program: ts.Program; readonly problems: readonly string[] } {
  const name = join(import.meta.dirname, 'given.ts');
  const options: ts.CompilerOptions = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, allowImportingTsExtensions: true, module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2023, lib: ['lib.es2023.d.ts'], types: [], skipLibCheck: true };
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  const source = host.getSourceFile.bind(host);
  host.readFile = (file) => (file === name ? text : read(file));
  host.fileExists = (file) => file === name || ts.sys.fileExists(file);
  host.getSourceFile = (file, version, ...rest) => {
    if (file === name) return ts.createSourceFile(file, text, version);
    if (!sources.has(file)) sources.set(file, source(file, version, ...rest));
    return sources.get(file);
  };
  const program = ts.createProgram([name], options, host);
  const problems = ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  return { program, problems };
}

/** Every key that the contract's `Report` declares, by its way from the top, with what it holds: `files[].fixed: number`. */
export function declaredShape(): Map<string, string> {
  const { program } = compiled(`import type { Report } from '../../src/report/contract.ts';\nexport type Given = Report;\n`);
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(contractFile);
  const symbol = file === undefined ? undefined : checker.getSymbolAtLocation(file)?.exports?.get(ts.escapeLeadingUnderscores('Report'));
  if (symbol === undefined) throw new Error(`no Report in ${contractFile}`);
  const shape = new Map<string, string>();
  const add = (type: ts.Type, way: string): void => {
    for (const part of type.isUnion() ? type.types : [type]) {
      if (checker.isArrayType(part)) {
        const [item] = checker.getTypeArguments(part as ts.TypeReference);
        if (item !== undefined) add(item, `${way}[]`);
      } else if (isMapping(part)) {
        for (const property of part.getProperties()) {
          const key = way === '' ? property.name : `${way}.${property.name}`;
          const held = checker.getTypeOfSymbol(property);
          const optional = (property.flags & ts.SymbolFlags.Optional) === 0 ? '' : ', or no such key';
          shape.set(key, `${worded(held)}${optional}`);
          add(held, key);
        }
      }
    }
  };
  const isMapping = (type: ts.Type): boolean => (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0 && checker.getIndexInfosOfType(type).length === 0;
  // The names of the interfaces are no part of what is promised.
  const worded = (type: ts.Type): string => {
    const parts = type.isUnion() ? type.types : [type];
    const words = parts.map((part) => {
      if (checker.isArrayType(part)) return `${checker.getTypeArguments(part as ts.TypeReference).map(worded).join()}[]`;
      return isMapping(part) ? '{…}' : checker.typeToString(part);
    });
    return [...new Set(words)].filter((word) => word !== 'undefined').sort().join(' | ');
  };
  add(checker.getDeclaredTypeOfSymbol(symbol), '');
  return shape;
}

/** Every key that a report holds, by its way from the top, with the kinds of value that it has: `files[].fixed: number`. What fills a message has keys of its own. */
export function printedShape(report: unknown): Map<string, Set<string>> {
  const shape = new Map<string, Set<string>>();
  const add = (value: unknown, way: string): void => {
    const kind = value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
    if (way !== '' && !way.endsWith('[]')) shape.set(way, (shape.get(way) ?? new Set()).add(kind));
    if (Array.isArray(value)) for (const item of value) add(item, `${way}[]`);
    else if (typeof value === 'object' && value !== null && !way.endsWith('.data')) for (const [key, held] of Object.entries(value)) add(held, way === '' ? key : `${way}.${key}`);
  };
  add(report, '');
  return shape;
}
