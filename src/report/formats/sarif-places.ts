import type { ArtifactLocation, Fix as SarifFix, PhysicalLocation, Region } from 'sarif';
import type { Fix } from '../../model/finding.ts';
import type { SourceRange } from '../../model/source.ts';
import { joinedEdits } from '../../text/edits.ts';
import { visible } from '../../text/width.ts';
import type { PublishedRun } from '../run-report.ts';
import { say } from '../sentences.ts';
import { positionIn, type Told } from '../told.ts';

/** What paths are relative to, by the name that code scanning knows. */
export const ROOT = '%SRCROOT%';

/** Text that is shown: readers make a link of `[text](address)`, also where it came from a file. */
export function textOf(text: string): string {
  return visible(text).replaceAll('](', '] (');
}

/** A file by its path from the root of the repository; `null` is standard input. */
export function artifactAt(path: string | null): ArtifactLocation {
  if (path === null) return { uri: 'file:///dev/stdin' };
  const uri = path.replace(/\p{Cs}/gu, '\uFFFD').split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? { uri: `file://${uri}` } : { uri, uriBaseId: ROOT };
}

/** Where something stands in what a finding was found in. */
export function placeOf(at: SourceRange, told: Told, { pathOf }: PublishedRun): PhysicalLocation {
  return { artifactLocation: artifactAt(pathOf(at.file)), region: seen(regionOf(at, told), at.file, told) };
}

/** A pull request shows an alert only where it has every line of it, so a region does not end before the first character of one. */
function seen(region: Region, file: string, { lines }: Told): Region {
  const { startLine = 1, endLine = 1, endColumn } = region;
  if (endLine <= startLine || endColumn !== 1) return region;
  const last = lines.of(file).text(endLine - 1).replace(/^\uFEFF/, '');
  return { ...region, endLine: endLine - 1, endColumn: last.length + 1 };
}

function regionOf({ file, start, end }: SourceRange, { lines, file: { deployment } }: Told): Region {
  const text = deployment.texts.get(file) ?? '';
  const [from, to] = [positionIn(lines, file, start, text), positionIn(lines, file, end, text)];
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}

/** All files of a fix; one that it makes is filled at its first place. */
export function fixOf(fix: Fix, told: Told, { pathOf, language }: PublishedRun): SarifFix {
  const files = new Set(fix.edits.map(({ at }) => at.file));
  return {
    description: { text: textOf(say(fix.title, language)) },
    artifactChanges: [...files].map((file) => ({
      artifactLocation: artifactAt(pathOf(file)),
      replacements: joinedEdits(fix.edits.filter(({ at }) => at.file === file)).map(({ at, text }) => ({ deletedRegion: regionOf(at, told), insertedContent: { text } })),
    })),
  };
}
