import { Lines } from '../text/lines.ts';
import { masked } from '../text/secrets.ts';

/** Lines of the texts of one deployment, each made when first asked for. */
export class LineCache {
  private readonly known = new Map<string, Lines>();
  private readonly masked = new Map<string, Lines>();
  private readonly maskedTexts = new Map<string, string>();

  constructor(private readonly texts: ReadonlyMap<string, string>) {}

  of(file: string): Lines {
    let lines = this.known.get(file);
    if (lines === undefined) this.known.set(file, (lines = new Lines(this.texts.get(file) ?? '')));
    return lines;
  }

  /** The same to be shown: secrets are stars, and every place is where it was. */
  shown(file: string): Lines {
    let lines = this.masked.get(file);
    if (lines === undefined) this.masked.set(file, (lines = new Lines(this.shownText(file))));
    return lines;
  }

  shownText(file: string): string {
    let text = this.maskedTexts.get(file);
    if (text === undefined) this.maskedTexts.set(file, (text = masked(this.texts.get(file) ?? '')));
    return text;
  }

  position(file: string, offset: number): { line: number; column: number } {
    return this.of(file).position(offset);
  }
}
