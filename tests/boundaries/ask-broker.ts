import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib';

/** Something an AMQP user tries, and the answer it must get: `allowed`, or the code the channel is closed with. */
export interface Act {
  readonly what: string;
  readonly expected: number | 'allowed';
  readonly act: (channel: ConfirmChannel) => Promise<unknown>;
}

export interface BrokerUser {
  /** Does every act on a channel of its own, all at once. @returns those that got another answer than they must get */
  wrongOf(acts: readonly Act[]): Promise<string[]>;
  close(): Promise<void>;
}

/** Signs in to the broker as the user of the URL. */
export async function brokerUser(url: string): Promise<BrokerUser> {
  // Without noDelay each small act waits 40 ms for an acknowledgement of TCP.
  const connection = await connect(url, { noDelay: true });
  connection.on('error', () => undefined);
  return {
    wrongOf: async (acts) => {
      const answers = await Promise.all(acts.map(({ act }) => answerTo(connection, act)));
      return acts.flatMap(({ what, expected }, index) =>
        answers[index] === expected ? [] : [`${what}: ${answers[index]} instead of ${expected}`],
      );
    },
    close: () => connection.close(),
  };
}

async function answerTo(connection: ChannelModel, act: Act['act']): Promise<number | 'allowed'> {
  const channel = await connection.createConfirmChannel();
  const closed = new Promise<number>((resolve) =>
    channel.on('error', (error: Error & { code?: number }) => resolve(error.code ?? 0)),
  );
  const done = act(channel).then(
    () => 'allowed' as const,
    () => closed,
  );
  const answer = await Promise.race([done, closed]);
  if (answer === 'allowed') await channel.close();
  return answer;
}

/** Publishes one message and waits until the broker has taken it; unroutable is taken too. */
export function publishing(exchange: string, key: string, userId: string): Act['act'] {
  const options = { mandatory: true, userId, messageId: 'boundary' };
  return (channel) =>
    new Promise<void>((resolve, reject) => {
      channel.publish(exchange, key, Buffer.from('{}'), options, (nack: unknown) =>
        nack ? reject(new Error('nack')) : resolve(),
      );
    });
}
