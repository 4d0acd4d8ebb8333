/** What fits on a line of this many characters stands on one. */
const LINE = 160;

/** JSON in which a run is a line and not fifty. */
export function jsonText(value, indent = '') {
  const line = JSON.stringify(value);
  if (value === null || typeof value !== 'object' || indent.length + line.length <= LINE) return line;
  const deeper = `${indent} `;
  const isList = Array.isArray(value);
  const parts = isList ? value.map((one) => jsonText(one, deeper)) : Object.entries(value).filter(([, one]) => one !== undefined).map(([key, one]) => `${JSON.stringify(key)}: ${jsonText(one, deeper)}`);
  return `${isList ? '[' : '{'}\n${parts.map((part) => deeper + part).join(',\n')}\n${indent}${isList ? ']' : '}'}`;
}
