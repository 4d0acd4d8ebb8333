import { fc, property } from './property.ts';
import { describe, expect, test } from 'vitest';
import { readFlag, readPort, readPortRange } from '../../src/zlm/config-values.ts';

/** Every line was run with libstdc++: `stringstream << text >> uint16_t`. */
const ports: readonly (readonly [string, number])[] = [
  ['80', 80], ['8000 # x', 8000], ['', 0], ['abc', 0], ['70000', 0], ['0x50', 0], ['-1', 65535], ['-80', 65456], ['-65535', 1], ['-65536', 0],
  ['+80', 80], ['080', 80], [' 80', 80], ['\t80', 80], ['\v80', 80], ['80abc', 80], ['65535', 65535], ['65536', 0], ['1e3', 1], ['- 80', 0], ['+', 0],
  ['1.5', 1], ['1,000', 1], ['99999999999999999999999', 0], ['-0', 0], ['0000000000000000000000080', 80], ['８０', 0], ['+-5', 0], ['--5', 0],
];

/** Every line was run with glibc: `sscanf(text, "%hu-%hu")` over 30000 and 35000. */
const ranges: readonly (readonly [string, number, number])[] = [
  ['30000-35000', 30000, 35000], ['30000- 30500', 30000, 30500], ['30000 - 30500', 30000, 35000], ['30000,30500', 30000, 35000],
  ['30000~30500', 30000, 35000], ['30000', 30000, 35000], ['', 30000, 35000], ['40000', 40000, 35000], ['30500-30000', 30500, 30000],
  ['30000-30500 # x', 30000, 30500], ['70000-70100', 4464, 4564], ['-5-10', 65531, 10], ['30000--5', 30000, 65531], ['abc', 30000, 35000],
  ['30000-', 30000, 35000], ['30000-abc', 30000, 35000], ['+30000-+30500', 30000, 30500], [' 30000-30500', 30000, 30500],
  ['30000-\t30500', 30000, 30500], ['99999999999999999999999-1', 65535, 1], ['-99999999999999999999999-1', 65535, 1],
  ['30000-99999999999999999999999', 30000, 65535], ['18446744073709551615-18446744073709551616', 65535, 65535],
  ['18446744073709551617-5', 65535, 5], ['4294967296-4294967297', 0, 1], ['30000-30500-31000', 30000, 30500], ['0x10-20', 0, 35000],
  ['-', 30000, 35000], ['30000-  ', 30000, 35000], ['65536-65537', 0, 1], ['30000-+', 30000, 35000], [' \v\f30000-\n30500', 30000, 30500],
  ['30000-- 5', 30000, 35000], ['－30000-1', 30000, 35000], ['30000:30500', 30000, 35000], ['30000–30500', 30000, 35000],
];

const flags: readonly (readonly [string, boolean])[] = [
  ['1', true], ['0', false], ['', false], ['2', false], ['10', false], ['01', true], ['00', false], ['1 # x', true], ['1x', true], ['true', true],
  ['TRUE', true], ['false', false], ['yes', false], ['on', false], ['+1', true], ['-1', false],
];

const fallback = { from: 30000, to: 35000 };

describe('readPort', () => {
  test.each(ports)('%j is %d', (text, port) => expect(readPort(text)).toBe(port));
  property('reads every port back', [fc.integer({ min: 0, max: 65535 })], (port) => readPort(String(port)) === port);
  property('gives a port for any text', [fc.string()], (text) => isPort(readPort(text)));
});

describe('readPortRange', () => {
  test.each(ranges)('%j is %d to %d', (text, from, to) => expect(readPortRange(text, fallback)).toEqual({ from, to }));
  property('wraps at 65536', [fc.nat(), fc.nat()], (a, b) => {
    const { from, to } = readPortRange(`${a}-${b}`, fallback);
    return from === a % 65536 && to === b % 65536;
  });
  property('gives ports for any text', [fc.string()], (text) => {
    const { from, to } = readPortRange(text, fallback);
    return isPort(from) && isPort(to);
  });
});

describe('readFlag', () => {
  test.each(flags)('%j is %s', (text, on) => expect(readFlag(text)).toBe(on));
});

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 65535;
}
