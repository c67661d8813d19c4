import { createServer, type Server, type Socket } from 'node:net';

/** What the double does with the next files. */
export type Behaviour =
  /** As the daemon does: what carries the test pattern is found. */
  | 'scans'
  /** Takes the file and never answers. */
  | 'is silent'
  /** Closes in the middle of the file. */
  | 'hangs up'
  /** Allows a kilobyte, as a daemon with a small StreamMaxLength does: says so and closes. */
  | 'takes little'
  | 'fails';

export interface ClamdDouble {
  readonly url: string;
  /** Files it has seen whole. */
  readonly scanned: readonly Buffer[];
  behave(as: Behaviour): void;
  /** Closes its port, and opens the same one again. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/** EICAR's test file, in two pieces so that no scanner takes this source for it. It does nothing. */
export const testPattern = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE!$H+H*'].join(''),
  'latin1',
);

/** ClamAV's daemon as its manual describes INSTREAM: chunks with their length before them, ended by a length of nought. */
export async function clamdDouble(): Promise<ClamdDouble> {
  const scanned: Buffer[] = [];
  const open = new Set<Socket>();
  let behaviour: Behaviour = 'scans';
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => undefined);
    let bytes = Buffer.alloc(0);
    socket.on('data', (part) => {
      bytes = Buffer.concat([bytes, part]);
      if (behaviour === 'hangs up') return void socket.destroy();
      const file = fileIn(bytes);
      if (file === 'not a command') return void socket.end('UNKNOWN COMMAND\0');
      if (behaviour === 'takes little' && bytes.length > 1024)
        return void socket.end('INSTREAM size limit exceeded. ERROR\0');
      if (file === 'unfinished' || behaviour === 'is silent') return;
      scanned.push(file);
      socket.end(behaviour === 'fails' ? 'stream: Can not allocate memory ERROR\0' : verdictOn(file));
    });
  });
  await listen(server, 0);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const goAway = () =>
    new Promise<void>((done) => {
      for (const socket of open) socket.destroy();
      server.close(() => done());
    });
  return {
    url: `tcp://127.0.0.1:${port}`,
    scanned,
    behave: (as) => {
      behaviour = as;
    },
    goAway,
    comeBack: () => listen(server, port),
    close: goAway,
  };
}

const verdictOn = (file: Buffer) =>
  file.includes(testPattern) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0';

function fileIn(bytes: Buffer): Buffer | 'unfinished' | 'not a command' {
  const command = Buffer.from('zINSTREAM\0');
  if (!command.subarray(0, bytes.length).equals(bytes.subarray(0, command.length))) return 'not a command';
  const chunks: Buffer[] = [];
  for (let at = command.length; at + 4 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (length === 0) return Buffer.concat(chunks);
    if (at + 4 + length > bytes.length) return 'unfinished';
    chunks.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return 'unfinished';
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done) => server.listen(port, '127.0.0.1', done));
}
