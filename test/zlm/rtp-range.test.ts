import { describe, expect, it } from 'vitest';
import { isPlaceholder, isReadAsWritten, readRtpRange } from '../../src/zlm/rtp-range.ts';

describe('isReadAsWritten', () => {
  it.each(['30000-35000', '30000- 30500', ' 30000-30500 ', '30000-30500 # 250 streams', '30000-30500;x', '030000-030500'])('%j', (text) => {
    expect(isReadAsWritten(text)).toBe(true);
  });

  it.each(['', '30000', '40000', '30000,30500', '30000~30500', '30000 - 30500', '30000 -30500', '30000-30500,31000-31500', '30000-30500 x', '70000-70100', '30000--30500', 'abc'])('not %j', (text) => {
    expect(isReadAsWritten(text)).toBe(false);
  });
});

describe('readRtpRange', () => {
  it('keeps the default of what it cannot read', () => {
    expect(readRtpRange('30000,30500')).toEqual({ from: 30000, to: 35000 });
    expect(readRtpRange('40000')).toEqual({ from: 40000, to: 35000 });
  });
});

describe('isPlaceholder', () => {
  it.each(['${RTP_RANGE}', '$RTP_RANGE', '{{ rtp_range }}', '__RTP_RANGE__', '<range>', '@range@', '%RANGE%', '${MIN}-${MAX}'])('%s', (text) => {
    expect(isPlaceholder(text)).toBe(true);
  });

  it.each(['30000-35000', '30000,30500', '', '30000-30500 # 250'])('not %j', (text) => {
    expect(isPlaceholder(text)).toBe(false);
  });
});
