import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { checkCatalogue } from './check-catalogue.js';
import { type AnyEvent, defineEvent, type Service } from './define-event.js';
import { defineFlow, type Flow } from './define-flow.js';

function event(owner: Service | readonly Service[], projectionOnly?: string) {
  return defineEvent({
    type: 'card.polished',
    version: 1,
    owner,
    says: 'A card shines.',
    data: z.object({ cardId: z.string() }),
    example: { cardId: 'c1' },
    subject: (data) => data.cardId,
    ...(projectionOnly ? { projectionOnly } : {}),
  });
}

const saying = (said: AnyEvent): Flow => defineFlow({ service: 'printing-queue', hears: {}, says: [said] });
const hearing = (heard: AnyEvent, service: Service = 'intake'): Flow =>
  defineFlow({ service, hears: { 'card-polished': { events: [heard] } }, says: [] });
const copying: Flow = defineFlow({
  service: 'ops-console',
  hears: { 'copy-events': { events: [], everything: true } },
  says: [],
});

describe('checkCatalogue', () => {
  it('is content with an event that its owner says and somebody hears', () => {
    const one = event('printing-queue');
    expect(checkCatalogue([one], [saying(one), hearing(one), copying])).toEqual([]);
  });

  it('is content with an event for the projection only that nobody else hears', () => {
    const one = event('printing-queue', 'a detail for the story');
    expect(checkCatalogue([one], [saying(one), copying])).toEqual([]);
  });

  it('names an event without owner', () => {
    const one = event([]);
    expect(checkCatalogue([one], [hearing(one)])).toEqual([expect.stringContaining('card.polished.v1 has no owner')]);
  });

  it('names the owner that does not say it, also when another owner does', () => {
    const one = event(['printing-queue', 'notification']);
    const silent = defineFlow({ service: 'notification', hears: {}, says: [] });
    expect(checkCatalogue([one], [saying(one), silent, hearing(one)])).toEqual([
      expect.stringContaining('owned by notification, which does not say it'),
    ]);
  });

  it('names an owner without a flow', () => {
    const one = event('printing-queue');
    expect(checkCatalogue([one], [hearing(one)])).toEqual([
      expect.stringContaining('printing-queue, which has no flow'),
    ]);
  });

  it('names an event that only the console hears, by its copy or by a consumer of its own', () => {
    const one = event('printing-queue');
    const problem = [expect.stringContaining('no consumer but the console')];
    expect(checkCatalogue([one], [saying(one), copying])).toEqual(problem);
    expect(checkCatalogue([one], [saying(one), hearing(one, 'ops-console')])).toEqual(problem);
  });

  it('names a mark that has become stale, and who hears the event', () => {
    const one = event('printing-queue', 'nobody needs it');
    expect(checkCatalogue([one], [saying(one), hearing(one)])).toEqual([
      expect.stringMatching(/marked projectionOnly, but intake\.card-polished hears it: remove the mark/),
    ]);
  });

  it('names events of flows that the catalogue does not know, once each', () => {
    const one = event('printing-queue');
    expect(checkCatalogue([], [saying(one), hearing(one)])).toEqual([
      expect.stringContaining('printing-queue names card.polished.v1'),
      expect.stringContaining('intake names card.polished.v1'),
    ]);
  });
});
