// A citizen with a phone, at the WhatsApp stand-in: for the demo, the replay and the tests.
import { setTimeout as pause } from 'node:timers/promises';

/**
 * @typedef {object} Bubble
 * @property {string} id
 * @property {'citizen' | 'office'} from
 * @property {string} [text]
 * @property {string} at
 * @property {string} [status]
 */

/** A connection of its own: one that is used again may just be closing, and nobody could say whether a message has left. */
const alone = { connection: 'close' };

/**
 * @param {string} graphUrl  of the stand-in
 * @param {string} number    digits, country code first
 * @param {string} [name]    as the phone shows it
 */
export function citizen(graphUrl, number, name) {
  /** @param {object} act */
  async function write(act) {
    const send = () =>
      fetch(`${graphUrl}/_phone/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...alone },
        body: JSON.stringify({ from: number, ...(name ? { name } : {}), ...act }),
      });
    // A phone that got no connection tries once more; what may have left it is not sent twice.
    const response = await send().catch((error) => {
      if (error?.cause?.code !== 'UND_ERR_CONNECT_TIMEOUT') throw error;
      return send();
    });
    if (response.status !== 201)
      throw new Error(`the phone could not send: ${response.status} ${await response.text()}`);
  }

  /** @returns {Promise<Bubble[]>} */
  async function chat() {
    const response = await fetch(`${graphUrl}/_phone/chats/${number}`, { headers: alone });
    const { messages } = /** @type {{ messages: Bubble[] }} */ (await response.json());
    return messages;
  }

  /** What the office wrote, oldest first. */
  async function replies() {
    return (await chat()).filter((bubble) => bubble.from === 'office').map((bubble) => bubble.text ?? '');
  }

  return {
    number,
    chat,
    replies,
    /** @param {string} text */
    says: (text) => write({ text }),
    /** @param {Buffer} bytes @param {string} mime @param {string} [caption] @param {string} [filename] */
    sends: (bytes, mime, caption, filename) =>
      write({
        media: {
          base64: bytes.toString('base64'),
          mime,
          ...(caption === undefined ? {} : { caption }),
          ...(filename === undefined ? {} : { filename }),
        },
      }),
    /**
     * Waits for a reply that matches.
     * @param {RegExp} pattern
     * @param {number} [within] ms
     */
    async reads(pattern, within = 60_000) {
      const began = performance.now();
      const end = began + within;
      for (;;) {
        // A look that fails on a busy machine is followed by the next one.
        const seen = await replies().catch((error) => {
          if (performance.now() > end) throw error;
          return [];
        });
        const found = seen.find((text) => pattern.test(text));
        if (found !== undefined) return found;
        if (performance.now() > end) {
          throw new Error(
            `no reply like ${pattern} within ${within / 1000} s; replies so far: ${JSON.stringify(await replies())}`,
          );
        }
        // Looks less often the longer it takes: hundreds of citizens who wait must not be what keeps the machine busy.
        await pause(150 + Math.min(1_350, (performance.now() - began) / 10));
      }
    },
  };
}
