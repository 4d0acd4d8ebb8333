import type { Random } from './random.ts';

const LINES = ['[rtp_proxy]', '[rtc]', '[http]', '[general]', '[', '[]', '[ rtp_proxy ]', '[rtp_proxy', 'port_range=30000-30500', 'port_range=30000-35000', 'port_range=30500-30000', 'port_range = 30000-30001 ; x', 'port=10000', 'port=', 'port', '=', '=1', 'port=-1', 'port=99999', 'port=0x10', 'externIP=${HOST_IP}', 'externIP=192.168.1.1,10.0.0.1', 'interfaces=', 'enableTurn=1', 'secret=abc', '; x', '# x', '', '  port = 554', 'RTP_PORT=30000-30500', 'export A=1', "A='b", 'A="b\nc"', 'A=$B', 'A=${A}', 'A=${A:-${B}}', '\uFEFF[rtp_proxy]', 'COMPOSE_FILE=a.yml:b.yml', 'COMPOSE_PROFILES=a,b', 'ZLM_IMAGE=zlmediakit/zlmediakit:master'];

/** Changes the lines of a config.ini or a .env at one place. */
export function mutateIni(lines: string[], random: Random): void {
  const at = random.below(lines.length);
  const line = lines[at] ?? '';
  switch (random.below(7)) {
    case 0:
    case 1:
      return void lines.splice(at, 0, random.pick(LINES));
    case 2:
      return void lines.splice(random.below(lines.length), 0, line);
    case 3:
      return void lines.splice(at, 1);
    case 4:
      return void (lines[at] = line.replace(/\d+/, (digits) => random.pick([String(Number(digits) + 1), '0', '65536', '', `${digits}-${digits}`, ' '])));
    case 5:
      return void (lines[at] = line.replace('=', random.pick([' = ', '=', '==', ':', '', '= ', '="', '\t='])));
    default:
      return void (lines[at] = random.pick([`${line}\r`, ` ${line}`, `${line} ; x`, `${line}#x`, `;${line}`, line.toUpperCase(), `${line}\\`, line.replace(/=.*/, '=')]));
  }
}
