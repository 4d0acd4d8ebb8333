import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import lockfile from '../../package-lock.json' with { type: 'json' };
import { bundle } from '../../scripts/bundle.mjs';
import { packagesIn, thirdPartyLicenses, type BundledPackage } from '../../scripts/third-party.mjs';

const project = join(import.meta.dirname, '../..');
const locked: Readonly<Record<string, { readonly version?: string; readonly dependencies?: object; readonly hasInstallScript?: boolean }>> = lockfile.packages;
let files: string[];
let packages: BundledPackage[];

beforeAll(async () => {
  const { metafiles } = await bundle();
  files = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  packages = packagesIn(metafiles);
});

describe('what the program is made of', () => {
  it('is the project and exactly the agreed packages', () => {
    expect(packages.map(({ name }) => name)).toEqual(['commander', 'diff', 'get-east-asian-width', 'ignore', 'picocolors', 'unbash', 'yaml']);
    const folders = packages.map(({ name }) => `node_modules/${name}/`);
    // What esbuild calls by another name is made by scripts/lazy-modules.mjs and scripts/compile-validator.mjs.
    expect(files.filter((file) => !/^(?:src|rules|lazy:|validator:)/.test(file) && !folders.some((folder) => file.startsWith(folder)))).toEqual([]);
  });

  it('brings nothing else, and runs nothing when it is installed', () => {
    for (const { name, version } of packages) {
      const { version: lockedVersion, dependencies = {}, hasInstallScript = false } = locked[`node_modules/${name}`] ?? {};
      expect([name, lockedVersion, Object.keys(dependencies), hasInstallScript]).toEqual([name, version, [], false]);
    }
  });
});

describe('dist/THIRD_PARTY_LICENSES', () => {
  it('names each of them with its version, its licence and the whole text of it', () => {
    const text = readFileSync(join(project, 'dist/THIRD_PARTY_LICENSES'), 'utf8');
    expect(text).toBe(thirdPartyLicenses(packages));
    expect(text.match(/(?<=^-{80}\n).*\n.*/gm)).toEqual(packages.map(({ name, version, license }) => `${name} ${version}\nLicense: ${license}`));
    for (const { name, license, text: own } of packages) {
      expect(['MIT', 'ISC', 'BSD-3-Clause'], name).toContain(license);
      expect(own, name).toMatch(/copyright/i);
      expect(text).toContain(`\n\n${own}\n`);
    }
  });

  it('goes wherever the program goes', () => {
    expect(manifest.files).toContain('dist');
    for (const name of ['scripts/try-npx.mjs', 'scripts/image-root.mjs', '.dockerignore']) expect(readFileSync(join(project, name), 'utf8'), name).toContain('THIRD_PARTY_LICENSES');
  });
});

describe('npm run sbom', () => {
  const { stdout } = spawnSync('npm', ['run', '--silent', 'sbom'], { cwd: project, encoding: 'utf8' });

  it('prints a CycloneDX file of what is in the program', () => {
    const bom = JSON.parse(stdout);
    expect(bom.metadata.component).toMatchObject({ type: 'application', name: 'zlm-lint', version: manifest.version, purl: `pkg:npm/zlm-lint@${manifest.version}` });
    expect(bom.components.map(({ name, version, licenses }: { name: string; version: string; licenses: unknown }) => ({ name, version, licenses }))).toEqual(
      packages.map(({ name, version, license }) => ({ name, version, licenses: [{ license: { id: license } }] })),
    );
    for (const { hashes, scope, purl, name, version } of bom.components) expect([hashes.length, scope, purl]).toEqual([1, 'required', `pkg:npm/${name}@${version}`]);
    expect(bom.dependencies[0].dependsOn).toEqual(packages.map(({ name, version }) => `${name}@${version}`));
  });

  it('which its schema accepts', () => {
    const schemas = join(project, 'node_modules/@cyclonedx/cyclonedx-library/res/schema');
    const read = (name: string) => JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), 'utf8'));
    const ajv = new Ajv.default({ strict: false, validateFormats: false });
    // As the schema names them.
    for (const name of ['spdx', 'jsf-0.82']) ajv.addSchema(read(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
    const accepts = ajv.compile(read('bom-1.5'));
    accepts(JSON.parse(stdout));
    expect(accepts.errors).toBeNull();
    expect(accepts(JSON.parse(stdout.replace('"type": "library"', '"type": "librarian"')))).toBe(false);
  });

  it('and which names no address from which packages come', () => {
    const allowed = new Set(['http://cyclonedx.org/schema/bom-1.5.schema.json', manifest.homepage, manifest.repository.url.replace('git+', '')]);
    expect([...new Set(stdout.match(/\w+:\/\/[^"]+/g))].filter((address) => !allowed.has(address))).toEqual([]);
  });
});
