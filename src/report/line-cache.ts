import { Lines } from '../text/lines.ts';

/** Lines of the texts of one deployment, each made when first asked for. */
export class LineCache {
  private readonly known = new Map<string, Lines>();

  constructor(private readonly texts: ReadonlyMap<string, string>) {}

  of(file: string): Lines {
    let lines = this.known.get(file);
    if (lines === undefined) this.known.set(file, (lines = new Lines(this.texts.get(file) ?? '')));
    return lines;
  }

  position(file: string, offset: number): { line: number; column: number } {
    return this.of(file).position(offset);
  }
}
