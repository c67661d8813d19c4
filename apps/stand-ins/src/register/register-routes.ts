import { z } from 'zod';
import { ok, readJson, type Answer, type Route } from '../http.js';
import type { Journal } from '../journal.js';
import type { WireRoute } from '../stand-in.js';
import { answerCheck } from './answer-check.js';
import { people, type Registry } from './people.js';
import type { RegisterFaults } from './register-faults.js';

/** A question that was asked, and what was answered. */
export const registerLine = z.object({
  kind: z.literal('check'),
  at: z.string(),
  nik: z.string(),
  elements: z.array(z.string()),
  answer: z.record(z.string(), z.string()),
});
export type RegisterLine = z.infer<typeof registerLine>;

const dailyQuota = 100_000;
const question = z.record(z.string(), z.union([z.string(), z.number()]).transform(String));

/** The "hak akses" web service as institutions see it (domain 8.2). */
export function registerRoutes(registry: Registry, log: Journal<RegisterLine>): WireRoute<RegisterFaults>[] {
  return [
    {
      kind: 'check',
      method: 'POST',
      path: '/dukcapil/get_json/:instansi/:method',
      handle: ({ body }, met): Answer => {
        if (met.httpStatus !== undefined) return page(met.httpStatus);
        const read = readJson(body, question);
        const asked = 'refused' in read ? {} : read.data;
        const upper = Object.fromEntries(Object.entries(asked).map(([name, value]) => [name.toUpperCase(), value]));
        const answer = answerCheck(upper, (nik) => registry.find(nik), met, dailyQuota - log.lines().length);
        log.append({
          kind: 'check',
          at: new Date().toISOString(),
          nik: upper['NIK'] ?? '',
          elements: Object.keys(upper),
          answer: answer.content[0] ?? {},
        });
        return ok(answer);
      },
    },
    {
      kind: 'probe',
      method: 'GET',
      path: '/dukcapil/health',
      handle: (_, met): Answer => (met.httpStatus === undefined ? ok({ status: 'UP' }) : page(met.httpStatus)),
    },
  ];
}

/** `GET|PUT|DELETE /_people`: what tests decide about single people. */
export function peopleRoutes(registry: Registry): Route[] {
  return [
    { method: 'GET', path: '/_people', handle: () => ok(registry.all()) },
    {
      method: 'PUT',
      path: '/_people',
      handle: ({ body }): Answer => {
        const read = readJson(body, people);
        if ('refused' in read) return read.refused;
        registry.put(read.data);
        return ok(registry.all());
      },
    },
    {
      method: 'DELETE',
      path: '/_people',
      handle: () => {
        registry.clear();
        return ok({});
      },
    },
  ];
}

function page(status: number): Answer {
  return {
    status,
    headers: { 'content-type': 'text/html' },
    body: '<html><title>Layanan tidak tersedia</title></html>',
  };
}
