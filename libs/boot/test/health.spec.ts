import { afterEach, describe, expect, it } from '@jest/globals';
import { Module, type Type } from '@nestjs/common';
import { Health, startService, type RunningService } from '#boot';
import { demoModule } from './demo-service.js';

/** What the test reads of an OpenAPI page. */
interface ApiPage {
  info: unknown;
  paths: Record<string, Record<string, Operation>>;
}
interface Operation {
  requestBody: { content: Record<string, { schema: unknown }> };
  responses: Record<string, unknown>;
  parameters: unknown;
  security: unknown;
}

let service: RunningService | undefined;
afterEach(() => service?.stop());

@Module({})
class Empty {}

async function start(health = new Health(), module: Type = Empty): Promise<string> {
  service = await startService({ service: 'intake', module, port: 0, version: '1.2.3', health });
  return service.url;
}

describe('readiness', () => {
  it('is 503 and lists all that is missing, by name, until it is there', async () => {
    const health = new Health();
    let database: string | undefined = 'refuses connections';
    health.register('database', () => database);
    health.register('broker', () => Promise.reject(new Error('login of amqp://a:b@127.0.0.1 refused')));
    health.register('disk', () => undefined);
    const url = await start(health);
    const response = await fetch(`${url}/health/ready`);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({
      status: 503,
      code: 'not-ready',
      missing: [
        { name: 'database', says: 'refuses connections' },
        { name: 'broker', says: 'login of amqp://[secret]@127.0.0.1 refused' },
      ],
    });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    database = undefined;
    health.register('broker', async () => undefined);
    expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({
      status: 'ready', service: 'intake', version: '1.2.3', checks: ['database', 'broker', 'disk'],
    }); // prettier-ignore
  });

  it('does not hang on a check that hangs', async () => {
    const health = new Health();
    health.register('database', () => new Promise(() => undefined));
    const url = await start(health);
    expect(await (await fetch(`${url}/health/ready`)).json()).toMatchObject({
      missing: [{ name: 'database', says: 'gives no answer within 2 s' }],
    });
  });

  it('ends with the first word of stopping', async () => {
    const health = new Health();
    await start(health);
    health.leave();
    expect(await health.missing()).toEqual([{ name: 'process', says: 'is stopping' }]);
  });
});

describe('every service', () => {
  it('shows its figures, requests by route and never by address', async () => {
    const url = await start(new Health(), demoModule('http://127.0.0.1:1/jwks', new Map()));
    await (await fetch(`${url}/orders/019a3c1e-0000-7000-8000-000000000001`)).text();
    const response = await fetch(`${url}/metrics`);
    const shown = await response.text();
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(shown).toMatch(/^loket_http_request_seconds_count{.*method="GET",route="\/orders\/:id",status="404"} 1$/m);
    expect(shown).toContain('nodejs_eventloop_lag_p99_seconds');
    expect(shown).not.toContain('019a3c1e');
  });

  it('shows its OpenAPI page, with the bodies, queries and answers of the zod schemas', async () => {
    const url = await start(new Health(), demoModule('http://127.0.0.1:1/jwks', new Map()));
    const { paths, info } = (await (await fetch(`${url}/docs-json`)).json()) as ApiPage;
    expect(info).toMatchObject({ title: 'Loket: intake', version: '1.2.3' });
    expect(Object.keys(paths)).not.toContain('/health/ready');
    const { post, get } = paths['/orders'] ?? {};
    expect(post?.requestBody.content['application/json']?.schema).toMatchObject({
      type: 'object',
      required: ['kind', 'copies'],
      additionalProperties: false,
      properties: { kind: { enum: ['HILANG', 'RUSAK'] }, copies: { type: 'integer', minimum: 1, maximum: 3 } },
    });
    expect(post?.responses['201']).toMatchObject({
      content: { 'application/json': { schema: { properties: { kind: expect.anything() } } } },
    });
    expect(get?.parameters).toEqual([
      expect.objectContaining({
        name: 'limit',
        in: 'query',
        required: false,
        schema: expect.objectContaining({ type: 'integer', default: 20 }),
      }),
      expect.objectContaining({ name: 'after', in: 'query', required: false }),
    ]);
    expect(paths['/orders/{id}']?.get?.parameters).toEqual([
      expect.objectContaining({ name: 'id', in: 'path', required: true }),
    ]);
    expect(paths['/reviews']?.get?.security).toEqual([{ bearer: [] }]);
    const page = await fetch(`${url}/docs`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('sends strict headers', async () => {
    const { headers } = await fetch(`${await start()}/health/live`);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('says when its port is taken, and leaves nothing open', async () => {
    const port = Number(new URL(await start()).port);
    await expect(startService({ service: 'b', module: Empty, port, version: '1' })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});
