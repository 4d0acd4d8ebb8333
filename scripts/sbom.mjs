// node scripts/sbom.mjs: prints what the program is made of, as a CycloneDX bill of materials. npm knows the packages, with licences and hashes,
// and takes all of them for development dependencies; the bundle says which of them are inside.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, root } from './bundle.mjs';
import { packagesIn } from './third-party.mjs';
import { run } from './tryout.mjs';

const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const inside = new Set(packagesIn((await bundle()).metafiles).map((one) => `${one.name}@${one.version}`));
const bom = JSON.parse(run('npm', ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'], { cwd: root, env: process.env }).stdout);

// npm names the project after the folder in which it lies.
bom.metadata.component.name = name;
bom.metadata.lifecycles = [{ phase: 'build' }];
bom.components = bom.components.filter((component) => inside.has(component['bom-ref'])).map((component) => ({ ...component, scope: 'required', properties: [] }));
const refs = bom.components.map((component) => component['bom-ref']);
if (refs.length !== inside.size) throw new Error(`npm knows of these packages only: ${refs.join(', ')}`);
bom.dependencies = [{ ref: bom.metadata.component['bom-ref'], dependsOn: refs }, ...refs.map((ref) => ({ ref, dependsOn: [] }))];

process.stdout.write(`${JSON.stringify(bom, null, 2)}\n`);
