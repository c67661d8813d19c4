import { describe, expect, it } from '@jest/globals';
import { routeName } from './route-name.js';

describe('the name of a request’s span', () => {
  it.each([
    [
      'GET',
      '/internal/applications/0198c0de-0000-7000-8000-000000000001/contact',
      'GET /internal/applications/:id/contact',
    ],
    [
      'POST',
      '/print-jobs/0198c0de-0000-7000-8000-000000000001/attempts/2/begin',
      'POST /print-jobs/:id/attempts/:n/begin',
    ],
    ['GET', '/track/T07RZCHQECXWXZGF1V8WVY70NK', 'GET /track/:code'],
    ['POST', '/v23.0/106540352242922/messages', 'POST /v23.0/:n/messages'],
    ['GET', '/reviews?after=secret', 'GET /reviews'],
    ['GET', '/', 'GET /'],
  ])('%s %s', (method, path, name) => expect(routeName(method, path)).toBe(name));
});
