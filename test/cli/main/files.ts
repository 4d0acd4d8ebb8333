/** Listeners of the config.ini below, each published on the port of the same number: moving this to the host network is safe. */
const listeners = [
  '80:80', '443:443', '554:554', '1935:1935', '3000-3001:3000-3001', '3478:3478', '3478:3478/udp', '8000:8000', '8000:8000/udp', '9000:9000/udp',
  '10000:10000', '10000:10000/udp', '20000-25000:20000-25000', '20000-25000:20000-25000/udp', '49152-65535:49152-65535/udp',
];

/** Upstream's, of a branch of which nobody can tell whether it offers TURN: nothing is found in it on the host network. */
export const image = 'zlmediakit/zlmediakit:feature-record';

/** A config.ini in which nothing is found on the host network: its RTP range keeps clear of the ports that Linux picks. */
const config = String.raw`[api]\nsecret=for-tests\n[rtp_proxy]\nport_range=20000-25000\n[rtmp]\nsslport=0\n[rtsp]\nsslport=0\n[shell]\nport=0\n`;
const rest = `    configs: [{source: ini, target: /opt/media/conf/config.ini}]\nconfigs: {ini: {content: "${config}"}}\n`;

function zlm(ports: readonly string[]): string {
  return `services:\n  zlm:\n    image: ${image}\n    ports:\n${ports.map((port) => `      - "${port}"\n`).join('')}${rest}`;
}

/** Findings of every severity, and a safe fix for all of them. */
export const safe = zlm(listeners);
export const safeFixed = `services:\n  zlm:\n    image: ${image}\n    network_mode: host\n${rest}`;

/** An error and a warning, and a fix that is not proven safe. */
export const wide = zlm(['49152-49652:49152-49652/udp']);
export const wideFixed = safeFixed;

/** Two infos, one of which has a safe fix. */
export const neighbours = zlm(['3000:3000', '3001:3001']);
export const neighboursFixed = zlm(['3000-3001:3000-3001']);

/** One info, without a safe fix. */
export const single = zlm(['80:80']);

export const clean = safeFixed;

/** Everything is wrong with it, and it has nothing to do with ZLMediaKit. */
export const foreign = `services:
  web:
    image: nginx
    network_mode: host
    networks: [a]
    ports: ["1-65535:1-65535/udp", "1:1", "2:2", 99999, 5-1]
    labels: *nowhere
  web: {ports: 1}
`;
