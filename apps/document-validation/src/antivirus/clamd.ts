import { connect, type Socket } from 'node:net';

/** What a scanner says of a file; the signature's name is for operators. */
export type ScanVerdict = { readonly infected: false } | { readonly infected: true; readonly signature: string };

/** Looks through a file for what is known to be malicious. */
export interface Antivirus {
  /** @throws ScannerAway; the signal's reason when it is aborted */
  scan(bytes: Uint8Array, signal?: AbortSignal): Promise<ScanVerdict>;
}

/** The scanner does not answer as it should: no file is to blame, so messaging puts the work back without counting an attempt. */
export class ScannerAway extends Error {
  override readonly name = 'ScannerAway';
  readonly code = 'peer-away';
}

const chunkBytes = 64 * 1024;
const replyBytesAtMost = 4 * 1024;

/**
 * ClamAV's daemon, asked with its INSTREAM command (clamd(8)): the file goes over the connection in chunks, each with its
 * length before it, and nothing is written to a disk.
 * @param address `tcp://host:3310` or `unix:/run/clamav/clamd.ctl`
 * @param seconds for connecting, sending and the answer together
 */
export function clamdAt(address: string, seconds: number): Antivirus {
  return {
    async scan(bytes, signal) {
      const late = AbortSignal.timeout(seconds * 1000);
      try {
        const reply = await ask(address, bytes, signal ? AbortSignal.any([signal, late]) : late);
        return verdictOf(reply);
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        if (error instanceof ScannerAway) throw error;
        throw new ScannerAway(
          late.aborted ? `the antivirus gave no answer within ${seconds} s` : 'the antivirus is away',
          {
            cause: error,
          },
        );
      }
    },
  };
}

/** `stream: OK`, `stream: <name> FOUND`, or an error of the daemon. */
function verdictOf(reply: string): ScanVerdict {
  if (reply === 'stream: OK') return { infected: false };
  const signature = /^stream: (.+) FOUND$/.exec(reply)?.[1];
  if (signature !== undefined) return { infected: true, signature: signature.slice(0, 200) };
  if (reply.startsWith('INSTREAM size limit exceeded'))
    throw new ScannerAway(
      'the antivirus takes no files of this size: set StreamMaxLength of clamd above DOCUMENT_MAX_BYTES',
    );
  throw new ScannerAway('the antivirus answered with an error');
}

function ask(address: string, bytes: Uint8Array, signal: AbortSignal): Promise<string> {
  return new Promise((done, failed) => {
    signal.throwIfAborted();
    const socket = open(address);
    const finish = (act: () => void) => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      act();
    };
    const abort = () => finish(() => failed(signal.reason));
    signal.addEventListener('abort', abort, { once: true });
    let reply = '';
    socket.on('data', (part: Buffer) => {
      reply += part.toString('latin1');
      const end = reply.indexOf('\0');
      if (end >= 0) finish(() => done(reply.slice(0, end)));
      else if (reply.length > replyBytesAtMost) finish(() => failed(new Error('an endless answer')));
    });
    // A daemon that has had enough answers and closes while we still send: its answer counts, not our broken pipe.
    let broken: Error | undefined;
    socket.on('error', (error) => (broken = error));
    socket.on('close', () => finish(() => failed(broken ?? new Error('closed without an answer'))));
    socket.write('zINSTREAM\0');
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      const chunk = bytes.subarray(at, at + chunkBytes);
      socket.write(lengthOf(chunk.length));
      socket.write(chunk);
    }
    socket.write(lengthOf(0));
  });
}

function open(address: string): Socket {
  const url = new URL(address);
  return url.protocol === 'unix:'
    ? connect(url.pathname)
    : connect(Number(url.port || 3310), url.hostname.replace(/^\[|\]$/g, ''));
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}
