import type { WordData } from '../../model/source.ts';
import { MOST_FILLED_IN, type InterpolationError } from '../interpolate.ts';

/** Says what is wrong with the variables of a value, wherever it stands. */
export function reportVariable({ code, text, variable, message }: InterpolationError, report: (id: string, data: WordData) => void): void {
  if (code === 'required') report('variable-required', { variable: variable ?? text, message: message ?? '' });
  else if (code === 'invalid') report('bad-interpolation', { text });
  else report('variable-bomb', { limit: MOST_FILLED_IN });
}
