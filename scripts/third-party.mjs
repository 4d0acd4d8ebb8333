// The packages that are inside the program, and the file that names them with their licences.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './bundle.mjs';

/** The packages of which a file is in one of the bundles, in the order of their names. */
export function packagesIn(metafiles) {
  const files = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(files.flatMap((file) => /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []));
  return [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined || typeof license !== 'string') throw new Error(`${folder} does not say under which licence it is`);
    return { name, version, license, text: readFileSync(join(root, folder, file), 'utf8').trim() };
  });
}

const RULE = '-'.repeat(80);

export function thirdPartyLicenses(packages) {
  const parts = packages.map(({ name, version, license, text }) => `${RULE}\n${name} ${version}\nLicense: ${license}\n\n${text}\n`);
  return `zlm-lint holds code of these packages, each under its own license.\n\n${parts.join('\n')}`;
}
