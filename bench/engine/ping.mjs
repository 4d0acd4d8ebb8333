// node ping.mjs serve PORT                     answers every message with itself, over tcp and udp
// node ping.mjs tcp|udp HOST PORT COUNT SIZE   one message after the other: microseconds of each round trip, as JSON
import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';

const [verb, ...words] = process.argv.slice(2);
if (verb === 'serve') serve(Number(words[0]));
else console.log(JSON.stringify(await ping(verb, words[0], ...words.slice(1).map(Number))));

function serve(port) {
  createServer((socket) => socket.setNoDelay(true).on('error', () => socket.destroy()).pipe(socket)).listen(port, '0.0.0.0');
  const socket = createSocket('udp4');
  socket.on('message', (message, { port: from, address }) => socket.send(message, from, address));
  socket.bind(port, '0.0.0.0', () => console.log('ready'));
}

async function ping(protocol, host, port, count, size) {
  const message = Buffer.alloc(size, 7);
  const { send, close, onAnswer } = protocol === 'tcp' ? await overTcp(host, port, size) : await overUdp(host, port);
  const trips = [];
  let lost = 0;
  // The first ones open a connection in the kernel's tables and warm the code up.
  for (let turn = -100; turn < count; turn++) {
    const began = process.hrtime.bigint();
    const answered = await new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), 500);
      onAnswer(() => {
        clearTimeout(timer);
        resolve(true);
      });
      send(message);
    });
    if (turn < 0) continue;
    if (answered) trips.push(Number(process.hrtime.bigint() - began) / 1000);
    else lost++;
  }
  close();
  trips.sort((a, b) => a - b);
  const at = (share) => trips[Math.min(trips.length - 1, Math.floor(trips.length * share))] ?? null;
  return { count, lost, median: at(0.5), p99: at(0.99), least: at(0) };
}

function overTcp(host, port, size) {
  return new Promise((resolve, reject) => {
    let answer = () => {};
    let left = size;
    const socket = connect(port, host, () => resolve({ send: (message) => socket.write(message), close: () => socket.destroy(), onAnswer: (act) => (answer = act) }));
    socket.setNoDelay(true).on('error', reject);
    socket.on('data', ({ length }) => {
      left -= length;
      if (left > 0) return;
      left = size;
      answer();
    });
  });
}

function overUdp(host, port) {
  return new Promise((resolve, reject) => {
    let answer = () => {};
    const socket = createSocket('udp4').on('error', reject).on('message', () => answer());
    socket.connect(port, host, () => resolve({ send: (message) => socket.send(message), close: () => socket.close(), onAnswer: (act) => (answer = act) }));
  });
}
