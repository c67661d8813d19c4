// How fast the relay empties an outbox, by the size of its rounds.
import { hopFlow } from './hop-flow.mjs';
import { inTurn, median, rounded } from './figures.mjs';
import { makePlace } from './place.mjs';
import { Publisher, Relay } from '#messaging';
import { createDataSource, CreateOutboxAndInbox1760000000000, Outbox } from '#outbox';

const seed = `
  insert into outbox (id, subject, type, version, routing_key, body, correlation_id)
  select id, id::text, 'whatsapp.media-announced', 1, 'whatsapp.media-announced.v1',
         json_build_object('messageId', id, 'documentId', id), id
    from (select gen_random_uuid() as id from generate_series(1, $1)) as made`;

/** @param {import('../scripts/servers.mjs').Servers} servers @param {{ rounds: number }} size */
export async function measureRelay(servers, { rounds }) {
  const place = await makePlace(servers, hopFlow, [CreateOutboxAndInbox1760000000000]);
  const wait = await place.listen('whatsapp.media-announced.v1');
  const dataSource = createDataSource({ url: place.databaseUrl, applicationName: 'bench' });
  await dataSource.initialize();
  const publisher = new Publisher(place.amqpUrl, 'bench');
  publisher.start();
  try {
    await publisher.ready(10_000);
    const outbox = new Outbox(dataSource);
    /** @param {number} batch @param {number} events */
    const emptied = async (batch, events) => {
      await place.sql.query(seed, [events]);
      const all = wait(events);
      const relay = new Relay({ service: 'intake', databaseUrl: place.databaseUrl, outbox, publisher, batch });
      const began = performance.now();
      relay.start();
      await all;
      const rate = (events / (performance.now() - began)) * 1000;
      await relay.stop();
      return rate;
    };
    const sizes = [1, 20, 100, 200, 500];
    const rates = await inTurn(
      rounds,
      Object.fromEntries(sizes.map((batch) => [`rounds of ${batch}`, () => emptied(batch, batch === 1 ? 150 : 2_000)])),
    );
    const usual = median(rates['rounds of 200'] ?? []);
    return Object.entries(rates).map(([name, all]) => ({
      bench: 'relay',
      contender: name,
      'per second': rounded(median(all)),
      'ratio to rounds of 200': rounded(median(all) / usual),
    }));
  } finally {
    await publisher.close();
    await dataSource.destroy();
    await place.close();
  }
}
