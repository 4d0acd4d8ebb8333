import type { PortSpan } from '../model/port.ts';

/**
 * A port as `stringstream >> uint16_t` reads it: what does not begin with a number, or does not fit, is 0, which disables the listener.
 * Source: ZLToolKit src/Util/mini.h `variant::as_default`; each line of the test's table was run with libstdc++.
 */
export function readPort(text: string): number {
  const match = /^[ \t\n\v\f\r]*([+-]?)0*(\d+)/.exec(text);
  if (match === null) return 0;
  const digits = match[2] ?? '';
  const value = digits.length > 5 ? Infinity : Number(digits);
  if (value > 65535) return 0;
  return match[1] === '-' ? (65536 - value) % 65536 : value;
}

/**
 * A switch as `variant::as<bool>` reads it: `true`, `false`, or a number of which only 1 is on.
 * Source: ZLToolKit src/Util/mini.cpp.
 */
export function readFlag(text: string): boolean {
  if (/^true$/i.test(text)) return true;
  return /^[ \t\n\v\f\r]*\+?0*1(?!\d)/.test(text);
}

/**
 * A range as `sscanf("%hu-%hu")` reads it over the given values: what does not match leaves them as they are, and numbers wrap at 65536.
 * Source: ZLMediaKit src/Rtsp/Rtsp.cpp:390-396; each line of the test's table was run with glibc.
 */
export function readPortRange(text: string, fallback: PortSpan): PortSpan {
  const match = /^[ \t\n\v\f\r]*([+-]?\d+)(?:-[ \t\n\v\f\r]*([+-]?\d+))?/.exec(text);
  if (match === null) return fallback;
  return {
    from: scanUint16(match[1] ?? ''),
    to: match[2] === undefined ? fallback.to : scanUint16(match[2]),
  };
}

const UNSIGNED_LONG_MAX = 2n ** 64n - 1n;

/** `%hu`: an unsigned long, saturated, of which the low 16 bits are kept. */
function scanUint16(text: string): number {
  const digits = text.replace(/^[+-]?0*/, '');
  const value = digits === '' ? 0n : digits.length > 20 ? UNSIGNED_LONG_MAX + 1n : BigInt(digits);
  if (value > UNSIGNED_LONG_MAX) return 65535;
  return Number(BigInt.asUintN(16, text.startsWith('-') ? -value : value));
}
