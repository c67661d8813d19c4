import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { announcementOf, applicationStates } from './application.js';
import { catalogue, findEvent } from './catalogue.js';
import { type AnyEvent, bindingKeyOf, defineEvent, routingKeyOf, services } from './define-event.js';
import { defineFlow, queueOf } from './define-flow.js';
import { PrintJobOffered, PrintJobStarted } from './print-job.js';

const each = catalogue.map((event) => [`${event.type}.v${event.version}`, event] as const);

/** Every property name of a JSON schema, however deep. */
function fieldsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap(fieldsOf);
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'properties' && typeof value === 'object' && value !== null
      ? [...Object.keys(value), ...Object.values(value).flatMap(fieldsOf)]
      : fieldsOf(value),
  );
}

/** The words of a field's name: `familyCardNumber` is family, card, number. */
const wordsOf = (field: string) => field.split(/(?=[A-Z])|[_-]/).map((word) => word.toLowerCase());

const personal =
  /^(nik|kk|name|nama|phone|msisdn|mobile|whatsapp|wa|address|alamat|birth|born|date|photo|picture|image|email|mother|father|sex|gender|religion|blood|signature|fingerprint|text|caption|body)$/;
/** Sealed with notification's public key: the one way such words may travel. */
const sealed = /^sealed[A-Z]/;

describe('the catalogue', () => {
  it('has an entry for every event', () => {
    expect(catalogue.length).toBeGreaterThan(40);
    expect(catalogue).not.toContain(undefined);
  });

  it('names each type and version once, and each routing key once', () => {
    const names = catalogue.map((event) => `${event.type}.v${event.version}`);
    expect(names).toEqual([...new Set(names)]);
    const keys = catalogue.map((event) => bindingKeyOf(event));
    expect(keys).toEqual([...new Set(keys)]);
  });

  it.each(each)('%s is found, named as a family and a fact, and owned by services that exist', (_, event) => {
    expect(event.type).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/);
    expect(event.version).toBeGreaterThanOrEqual(1);
    expect(findEvent(event.type, event.version)).toBe(event);
    expect(event.owner.length).toBeGreaterThan(0);
    expect(services).toEqual(expect.arrayContaining([...event.owner]));
    expect(event.says).toMatch(/^\S.*\.$/);
  });

  it('says what has happened: a past participle, or a state that was found', () => {
    const participle = /(^|-)([a-z]+ed|lost|held|sent|read)(-over|-back|-to-clerk)?$/;
    const foundStates = [
      'complete',
      'incomplete',
      'doubtful',
      'print-ready',
      'unknown',
      'low',
      'out',
      'silent',
      'due',
      'overdue',
    ];
    const facts = catalogue
      .filter((event) => !event.type.startsWith('application.'))
      .map((event) => event.type.slice(event.type.indexOf('.') + 1));
    expect(facts.filter((fact) => !participle.test(fact) && !foundStates.includes(fact))).toEqual([]);
  });

  it('announces each state of an application by the state’s own name', () => {
    expect(applicationStates.map((state) => announcementOf[state].type)).toEqual(
      applicationStates.map((state) => `application.${state.replaceAll('_', '-')}`),
    );
    for (const state of applicationStates) expect(announcementOf[state].example.state).toBe(state);
  });

  it.each(each)('%s has an example that its own schema takes unchanged', (_, event) => {
    expect(event.data.parse(event.example)).toEqual(event.example);
  });

  it.each(each)('%s has an example about an aggregate', (_, event) => {
    const { subject } = event;
    if (typeof subject !== 'function') throw new Error('no subject');
    expect(subject(event.example)).toEqual(expect.stringMatching(/^\S+$/));
  });
});

describe('personal data', () => {
  it.each(each)('%s has no field for it', (_, event) => {
    const fields = fieldsOf(z.toJSONSchema(event.data));
    expect(fields.length).toBeGreaterThan(0);
    expect(fields.filter((field) => !sealed.test(field) && wordsOf(field).some((word) => personal.test(word)))).toEqual(
      [],
    );
  });

  it.each(each)('%s has an example without a number of a person', (_, event) => {
    const text = JSON.stringify(event.example);
    expect(text).not.toMatch(/\d{16}/);
    expect(text).not.toMatch(/(\+?62|\b0)8\d{7,}/);
  });

  it('would be seen in a deep field', () => {
    const deep = z.object({ list: z.array(z.object({ holder: z.object({ fullName: z.string() }) })) });
    expect(
      fieldsOf(z.toJSONSchema(deep))
        .flatMap(wordsOf)
        .filter((word) => personal.test(word)),
    ).toEqual(['name']);
  });
});

describe('keys', () => {
  it('are the type and its version', () => {
    expect(routingKeyOf(PrintJobStarted, PrintJobStarted.example)).toBe('print-job.started.v1');
    expect(bindingKeyOf(PrintJobStarted)).toBe('print-job.started.v1');
  });

  it('carry the place where the event is meant for one; who hears all places binds them all', () => {
    expect(routingKeyOf(PrintJobOffered, { ...PrintJobOffered.example, office: 'krayan' })).toBe(
      'print-job.offered.v1.krayan',
    );
    expect(bindingKeyOf(PrintJobOffered, 'krayan')).toBe('print-job.offered.v1.krayan');
    expect(bindingKeyOf(PrintJobOffered)).toBe('print-job.offered.v1.*');
  });

  it('name a queue after its consumer, a station’s also after its office', () => {
    expect(queueOf('intake', 'card-moved')).toBe('intake.card-moved');
    expect(queueOf('print-station', 'print-offered-card', 'krayan')).toBe('print-station.print-offered-card.krayan');
  });
});

describe('defineFlow', () => {
  const heard: AnyEvent = PrintJobStarted;
  it.each([
    ['a consumer that is not kebab case', { PrintStarted: { events: [heard] } }, /not kebab case/],
    ['a prefetch beyond ten', { 'print-started': { events: [heard], prefetch: 11 } }, /prefetch/],
    ['a consumer that hears nothing', { 'print-started': { events: [] } }, /hears nothing/],
  ])('refuses %s', (_, hears, problem) => {
    expect(() => defineFlow({ service: 'intake', hears, says: [] })).toThrow(problem);
  });

  it('refuses a service that says what it does not own', () => {
    const owned = defineEvent({ ...PrintJobStarted, owner: 'printing-queue' });
    expect(() => defineFlow({ service: 'intake', hears: {}, says: [owned] })).toThrow(/does not own it/);
  });
});
