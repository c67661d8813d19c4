// The baseline: what a careful person writes with node:http, amqplib and pg alone, with the same durable writes as Loket.
//   node bench/hand-written.mjs hop       one consumer: inbox, effect and outbox in one transaction, then ack
//   node bench/hand-written.mjs webhook   verify, store sealed, answer
// Both publish their outbox with confirms. DATABASE_URL and AMQP_URL say where; PORT, APP_SECRET for the webhook.
import { createCipheriv, createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { connect } from 'amqplib';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const broker = await connect(process.env.AMQP_URL ?? '');
const publishing = await broker.createConfirmChannel();

/** @param {(client: import('pg').PoolClient) => Promise<void>} work */
async function transaction(work) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await work(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/**
 * @param {import('pg').PoolClient} client
 * @param {{ type: string, subject: string, data: object, correlationId?: string, causationId?: string }} event
 */
async function say(client, { type, subject, data, correlationId, causationId }) {
  const id = randomUUID();
  await client.query(
    `insert into outbox (id, subject, type, version, routing_key, body, correlation_id, causation_id)
     values ($1, $2, $3, 1, $4, $5, $6, $7)`,
    [id, subject, type, `${type}.v1`, JSON.stringify(data), correlationId ?? id, causationId ?? null],
  );
}

async function relay() {
  for (;;) {
    const { rows } = await pool.query(
      'select id, type, routing_key, subject, body, created_at, correlation_id from outbox where published_at is null order by seq limit 200',
    );
    await Promise.all(
      rows.map(
        (row) =>
          new Promise((resolve, reject) => {
            const headers = {
              'cloudEvents:specversion': '1.0',
              'cloudEvents:id': row.id,
              'cloudEvents:source': 'intake',
              'cloudEvents:type': row.routing_key,
              'cloudEvents:time': row.created_at.toISOString(),
              'cloudEvents:subject': row.subject,
              correlationId: row.correlation_id,
            };
            const how = { messageId: row.id, persistent: true, contentType: 'application/json', headers };
            publishing.publish('loket.events', row.routing_key, Buffer.from(row.body), how, (error) =>
              error ? reject(error) : resolve(undefined),
            );
          }),
      ),
    );
    if (rows.length > 0)
      await pool.query('update outbox set published_at = now() where id = any($1)', [rows.map((row) => row.id)]);
    else await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function consume() {
  const channel = await broker.createChannel();
  await channel.prefetch(10);
  await channel.consume('intake.bench-hop', (message) => {
    if (message === null) return;
    const data = JSON.parse(message.content.toString());
    const id = message.properties.messageId;
    transaction(async (client) => {
      const inbox = 'insert into inbox (consumer, message_id) values ($1, $2) on conflict do nothing';
      const { rowCount } = await client.query(inbox, ['intake.bench-hop', id]);
      if (rowCount === 0) return;
      await client.query('insert into bench_effect (message_id, carries) values ($1, $2)', [
        data.messageId,
        data.carries,
      ]);
      await say(client, {
        type: 'whatsapp.media-announced',
        subject: data.messageId,
        data: { messageId: data.messageId, documentId: data.messageId },
        correlationId: message.properties.headers?.correlationId,
        causationId: id,
      });
    }).then(
      () => channel.ack(message),
      () => channel.reject(message, true),
    );
  });
}

const key = randomBytes(32);
/** @param {string} text */
function seal(text) {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** @param {Buffer} raw */
async function store(raw) {
  const post = createHash('sha256').update(raw).digest('base64url');
  await transaction(async (client) => {
    const insertPost = 'insert into webhook_post (id, sealed_body) values ($1, $2) on conflict do nothing';
    await client.query(insertPost, [post, seal(raw.toString())]);
    for (const { changes } of JSON.parse(raw.toString()).entry) {
      for (const status of changes[0].value.statuses) {
        const id = randomUUID();
        const { rowCount } = await client.query(
          `insert into webhook_message (id, event_key, post_id, kind, sealed_event, occurred_at)
           values ($1, $2, $3, 'status', $4, $5) on conflict do nothing`,
          [
            id,
            createHmac('sha256', key).update(`${status.id}:${status.status}`).digest('base64url'),
            post,
            seal(JSON.stringify(status)),
            new Date(Number(status.timestamp) * 1000),
          ],
        );
        if (rowCount === 0) continue;
        const providerRef = createHash('sha256').update(status.id).digest('hex');
        await client.query(`insert into message_outcome (id, kind) values ($1, 'filed')`, [id]);
        await say(client, {
          type: 'whatsapp.status-received',
          subject: providerRef,
          data: { status: status.status, providerRef, at: new Date(Number(status.timestamp) * 1000).toISOString() },
        });
      }
    }
  });
}

function serve() {
  const secret = process.env.APP_SECRET ?? '';
  const server = createServer((request, response) => {
    /** @type {Buffer[]} */
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const right = Buffer.from(`sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`);
      const given = Buffer.from(String(request.headers['x-hub-signature-256']));
      if (given.length !== right.length || !timingSafeEqual(given, right)) return response.writeHead(401).end();
      store(raw).then(
        () => response.end('{"stored":true}'),
        () => response.writeHead(503).end(),
      );
      return undefined;
    });
  });
  server.listen(Number(process.env.PORT), '127.0.0.1');
}

if (process.argv[2] === 'hop') await consume();
else serve();
relay().catch((error) => {
  console.error(error);
  process.exit(1);
});
console.log('ready');
