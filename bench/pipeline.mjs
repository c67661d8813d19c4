// One consumer hop: outbox → relay → broker → inbox, effect and outbox in one commit → relay → broker.
import { createRequire } from 'node:module';
import { CreateOutboxAndInbox1760000000000 } from '#outbox';
import { startContender } from './contender.mjs';
import { inTurn, median, pairedRatio, rounded } from './figures.mjs';
import { hopFlow } from './hop-flow.mjs';
import { makePlace } from './place.mjs';

const seed = `
  insert into outbox (id, subject, type, version, routing_key, body, correlation_id)
  select id, id::text, 'whatsapp.message-received', 1, 'whatsapp.message-received.v1',
         json_build_object('messageId', id, 'carries', 'text'), id
    from (select gen_random_uuid() as id from generate_series(1, $1)) as made`;

/** Nest's transport wants a package that Loket does without; whoever wants the comparison installs it. */
function hasNestsTransport() {
  try {
    createRequire(import.meta.url).resolve('amqp-connection-manager');
    return true;
  } catch {
    console.log('without Nest’s own transport: npm install --no-save amqp-connection-manager brings it');
    return false;
  }
}

/** @param {import('../scripts/servers.mjs').Servers} servers @param {{ rounds: number, messages: number }} size */
export async function measurePipeline(servers, { rounds, messages }) {
  /** @type {Record<string, string[]>} */
  const programs = {
    Loket: ['bench/loket-hop.mjs'],
    'hand-written': ['bench/hand-written.mjs', 'hop'],
    ...(hasNestsTransport() ? { 'Nest RMQ': ['bench/nest-hop.mjs'] } : {}),
  };
  /** @type {Record<string, () => Promise<number>>} */
  const contenders = {};
  /** @type {(() => Promise<void>)[]} */
  const closing = [];
  try {
    for (const [name, program] of Object.entries(programs)) {
      const place = await makePlace(servers, hopFlow, [CreateOutboxAndInbox1760000000000]);
      closing.unshift(place.close);
      const wait = await place.listen('whatsapp.media-announced.v1');
      const { stop } = await startContender(program, {
        DATABASE_URL: place.databaseUrl,
        AMQP_ADMIN_URL: place.amqpAdministratorUrl,
        AMQP_URL: place.amqpUrl,
      });
      closing.unshift(stop);
      contenders[name] = async () => {
        const all = wait(messages);
        await place.sql.query(seed, [messages]);
        const began = performance.now();
        await all;
        return (messages / (performance.now() - began)) * 1000;
      };
    }
    const rates = await inTurn(rounds, contenders);
    return Object.entries(rates).map(([name, all]) => ({
      bench: 'pipeline, one hop',
      contender: name,
      'per second': rounded(median(all)),
      'ratio to hand-written': pairedRatio(all, rates['hand-written']),
      'ratio to Nest RMQ': rates['Nest RMQ'] ? pairedRatio(all, rates['Nest RMQ']) : '-',
    }));
  } finally {
    for (const close of closing) await close();
  }
}
