import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { normalizeWebhook } from '@kapso/whatsapp-cloud-api/server';
import type { InboundEvent } from './inbound-event.js';
import { parseWebhook } from './parse-webhook.js';

const folder = join(process.cwd(), 'libs/whatsapp/test-data');
const samples = readdirSync(folder).filter((name) => /^(in|st|wh|batch|dup)_.*\.json$/.test(name));
const arrived = new Date('2026-11-24T06:00:00Z');

const read = (name: string) => readFileSync(join(folder, name));
const parse = (name: string) => parseWebhook(read(name), arrived);
const parseBody = (body: unknown) => parseWebhook(Buffer.from(JSON.stringify(body)), arrived);

function short(event: InboundEvent): string {
  switch (event.kind) {
    case 'message':
      return event.content.kind === 'media' ? `message ${event.content.medium}` : `message ${event.content.kind}`;
    case 'status':
      return `status ${event.status}`;
    case 'identity_changed':
    case 'template_status':
      return `${event.kind} ${event.change}`;
    case 'gateway_health':
      return `gateway_health ${event.health}`;
    case 'unknown':
      return `unknown ${event.reason}`;
    case 'edit':
    case 'revoke':
    case 'reaction':
      return event.kind;
  }
}

function webhook(value: unknown, field = 'messages') {
  return { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field, value }] }] };
}

function oneMessage(message: Record<string, unknown>, contacts: unknown[] = []) {
  const sender = { from: '6281200000451', id: 'wamid.A', timestamp: '1795496400' };
  const metadata = { phone_number_id: '42' };
  const [event] = parseBody(webhook({ metadata, contacts, messages: [{ ...sender, ...message }] }));
  return event;
}

describe('parseWebhook reads every published sample', () => {
  const expected: Record<string, string[]> = {
    'batch_many_entries_changes_messages.json': [
      'message text',
      'message text',
      'status delivered',
      'message text',
      'gateway_health notice',
    ],
    'dup_same_message_in_one_post.json': ['message text', 'message text'],
    'in_audio_file.json': ['message audio'],
    'in_button_template_quick_reply.json': ['message button'],
    'in_contacts.json': ['message contacts'],
    'in_document_akta.json': ['message document'],
    'in_document_forwarded.json': ['message document'],
    'in_flow_nfm_reply.json': ['message interactive'],
    'in_flow_nfm_reply_no_token.json': ['message interactive'],
    'in_image.json': ['message image'],
    'in_image_with_url_2026.json': ['message image'],
    'in_interactive_button_reply.json': ['message interactive'],
    'in_interactive_list_reply.json': ['message interactive'],
    'in_interactive_value_level_error.json': ['message unsupported', 'unknown value-error'],
    'in_location.json': ['message location'],
    'in_order.json': ['message order'],
    'in_reaction.json': ['reaction'],
    'in_reaction_removed.json': ['reaction'],
    'in_sticker.json': ['message sticker'],
    'in_system_user_changed_number.json': ['identity_changed number'],
    'in_template_button_without_context.json': ['message button'],
    'in_text.json': ['message text'],
    'in_text_reply.json': ['message text'],
    'in_unsupported.json': ['message unsupported'],
    'in_unsupported_with_type.json': ['message unsupported'],
    'in_video.json': ['message video'],
    'in_voice_note.json': ['message audio'],
    'st_delivered_cbp.json': ['status delivered'],
    'st_failed_130472.json': ['status failed'],
    'st_failed_131026.json': ['status failed'],
    'st_failed_131047.json': ['status failed'],
    'st_read_cbp.json': ['status read'],
    'st_sent_biz_opaque.json': ['status sent'],
    'st_sent_cbp.json': ['status sent'],
    'wh_template_category_update.json': ['template_status category'],
    'wh_template_status_update.json': ['template_status status'],
  };

  it.each(samples)('%s', (name) => {
    expect(parse(name).map(short)).toEqual(expected[name]);
  });

  it('knows every sample of the folder', () => {
    expect(Object.keys(expected).sort()).toEqual([...samples].sort());
  });

  it('finds the messages and statuses that an independent reader finds', () => {
    for (const name of samples.filter((file) => /^(in|st|batch)_/.test(file))) {
      const theirs = normalizeWebhook(JSON.parse(read(name).toString('utf8')));
      const ours = parse(name);
      const messages = ours.flatMap((event) => ('providerMessageId' in event ? [event] : []));
      const received = messages.filter(({ kind }) => kind !== 'status').map(({ providerMessageId: id }) => id);
      const statuses = messages.filter(({ kind }) => kind === 'status').map(({ providerMessageId: id }) => id);
      const identities = ours.filter(({ kind }) => kind === 'identity_changed').length;
      expect({ name, received, statuses }).toEqual({
        name,
        received: identities > 0 ? [] : theirs.messages.map(({ id }) => id),
        statuses: theirs.statuses.map(({ id }) => id),
      });
    }
  });
});

describe('parseWebhook', () => {
  it('routes by the number that was written to and matches contacts by identity, not by place', () => {
    const events = parse('batch_many_entries_changes_messages.json');
    expect(events.map(({ accountId }) => accountId)).toEqual([
      '106540352242922',
      '106540352242922',
      '106540352242922',
      '206540352242923',
      '999990129340398',
    ]);
    expect(events[1]).toMatchObject({ sender: { phone: '6285711112222', displayName: 'Budi' } });
  });

  it('gives the same event the same key, wherever it stands', () => {
    const [first, second] = parse('dup_same_message_in_one_post.json');
    expect(first?.eventKey).toBe(second?.eventKey);
    for (const name of samples) {
      const later = parseWebhook(read(name), new Date('2027-01-01T00:00:00Z'));
      expect(later.map(({ eventKey }) => eventKey)).toEqual(parse(name).map(({ eventKey }) => eventKey));
    }
  });

  it('takes a person who is known by a scoped id only', () => {
    const event = oneMessage({ from: undefined, from_user_id: 'ID.77', type: 'text', text: { body: 'Halo' } }, [
      { user_id: 'ID.77', profile: { name: 'Ani', username: '@ani' } },
    ]);
    expect(event).toMatchObject({ kind: 'message', sender: { scopedId: 'ID.77', username: 'ani' } });
    expect(event).not.toHaveProperty('sender.phone', expect.any(String));
  });

  it('does not take a scoped id in `from` for a phone, nor a malformed scoped id for an identity', () => {
    expect(oneMessage({ from: 'ID.77', type: 'text', text: { body: 'x' } })).toMatchObject({ reason: 'no-sender' });
    expect(oneMessage({ from_user_id: 'id-77', type: 'text', text: { body: 'x' } })).toMatchObject({
      sender: { scopedId: undefined },
    });
  });

  it('reads edits, revokes and both places of a previous scoped id', () => {
    const edit = { original_message_id: 'wamid.O', message: { type: 'text', text: { body: 'baru' } } };
    expect(oneMessage({ type: 'edit', edit })).toMatchObject({
      kind: 'edit',
      originalMessageId: 'wamid.O',
      content: { kind: 'text', text: 'baru' },
    });
    const original = oneMessage({ id: 'wamid.O' });
    expect(oneMessage({ type: 'revoke', revoke: { original_message_id: 'wamid.O' } })).toMatchObject({
      kind: 'revoke',
      originalEventKey: original?.eventKey,
      originalMessageId: 'wamid.O',
    });
    const system = { type: 'user_changed_user_id', user_id: 'ID.2', previous_user_id: 'ID.1' };
    expect(oneMessage({ type: 'system', system })).toMatchObject({
      change: 'scoped_id',
      previous: { scopedId: 'ID.1' },
      current: { scopedId: 'ID.2' },
    });
    const [update] = parseBody(webhook({ user_id: { previous: 'ID.1', current: 'ID.2' } }, 'user_id_update'));
    expect(update).toMatchObject({ previous: { scopedId: 'ID.1' }, current: { scopedId: 'ID.2' } });
  });

  it('reads a flow answer that is no JSON, and one without token', () => {
    const flow = (response_json: string) =>
      oneMessage({ type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { response_json } } });
    expect(flow('not json')).toMatchObject({ content: { reply: { kind: 'flow', response: 'not json' } } });
    expect(flow('[1]')).toMatchObject({ content: { reply: { response: [1] } } });
    expect(flow('{"flow_token":"t"}')).toMatchObject({ content: { reply: { flowToken: 't' } } });
  });

  it('takes seconds and milliseconds, and survives an unreadable time', () => {
    const at = (timestamp: unknown) => oneMessage({ timestamp, type: 'text', text: { body: 'x' } })?.occurredAt;
    expect(at('1795496400')).toEqual(new Date(1795496400000));
    expect(at(1795496400123)).toEqual(new Date(1795496400123));
    for (const strange of ['', 'kemarin', '-1', 1e300, {}, null, undefined]) expect(at(strange)).toEqual(arrived);
  });

  it('leaves groups and welcome requests alone', () => {
    expect(oneMessage({ group_id: 'g', type: 'text', text: { body: 'x' } })).toMatchObject({ reason: 'group' });
    expect(oneMessage({ type: 'request_welcome' })).toMatchObject({ reason: 'ignored-type' });
  });

  it.each<[string, Buffer]>([
    ['no JSON', Buffer.from('<html>')],
    ['nothing', Buffer.alloc(0)],
    ['a list', Buffer.from('[]')],
    ['null', Buffer.from('null')],
    ['another object', Buffer.from('{"object":"page","entry":[]}')],
    ['an unknown field', Buffer.from(JSON.stringify(webhook({ x: 1 }, 'brand_new')))],
    ['an unknown status', Buffer.from(JSON.stringify(webhook({ statuses: [{ id: 'a', status: 'warning' }] })))],
    ['messages that are none', Buffer.from(JSON.stringify(webhook({ messages: [null, 1, 'x', {}] })))],
    ['a value that is none', Buffer.from(JSON.stringify(webhook('x')))],
  ])('never throws: %s becomes unknown', (_, raw) => {
    const events = parseWebhook(raw, arrived);
    expect(events.length).toBeGreaterThan(0);
    expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(['unknown']));
  });

  it('keeps a message whose optional fields have the wrong types', () => {
    const strange = { context: 'x', errors: 7, interactive: [], type: 'text', text: { body: 'Halo' } };
    expect(oneMessage(strange, [{ wa_id: 7, profile: 1 }])).toMatchObject({ content: { kind: 'text', text: 'Halo' } });
  });

  it('bounds the key of an event with hostile ids', () => {
    const event = oneMessage({ id: 'x'.repeat(5000), type: 'text', text: { body: 'x' } });
    expect(event?.eventKey.length).toBeLessThanOrEqual(200);
  });
});
