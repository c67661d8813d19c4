import { describe, expect, it } from '@jest/globals';
import type { OutboundMessage } from './outbound-message.js';
import { checkLimits, LimitExceeded } from './send-limits.js';

const check = (message: OutboundMessage) => checkLimits({ messageId: 'm', to: { phone: '6281200000451' }, message });
const text = (length: number) => 'x'.repeat(length);
const buttons = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `b${n}`, title: `Pilih ${n}` }));
const rows = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `r${n}`, title: `Baris ${n}` }));
const list = (count: number): OutboundMessage => ({
  kind: 'list',
  body: 'Pilih',
  button: 'Buka',
  sections: [{ rows: rows(count) }],
});

describe('checkLimits', () => {
  it.each<[string, OutboundMessage]>([
    ['text of 4096', { kind: 'text', body: text(4096) }],
    ['three buttons', { kind: 'buttons', body: text(1024), header: text(60), footer: text(60), buttons: buttons(3) }],
    ['ten rows', list(10)],
    ['a template', { kind: 'template', name: 'ktp_siap', language: 'id', body: ['Budi'], buttons: ['ya'] }],
    ['a document', { kind: 'document', mediaId: '1', filename: 'a.pdf', caption: text(1024) }],
    ['an image', { kind: 'image', mediaId: '1' }],
  ])('allows %s', (_, message) => {
    expect(() => check(message)).not.toThrow();
  });

  it.each<[string, OutboundMessage]>([
    ['text body', { kind: 'text', body: text(4097) }],
    ['text body', { kind: 'text', body: '' }],
    ['1 to 3 buttons', { kind: 'buttons', body: 'x', buttons: buttons(4) }],
    ['1 to 3 buttons', { kind: 'buttons', body: 'x', buttons: [] }],
    ['button title has', { kind: 'buttons', body: 'x', buttons: [{ id: 'a', title: text(21) }] }],
    ['button id has', { kind: 'buttons', body: 'x', buttons: [{ id: text(257), title: 'a' }] }],
    ['titles are unique', { kind: 'buttons', body: 'x', buttons: [...buttons(1), { id: 'z', title: 'Pilih 0' }] }],
    ['interactive body', { kind: 'buttons', body: text(1025), buttons: buttons(1) }],
    ['header', { kind: 'buttons', body: 'x', header: text(61), buttons: buttons(1) }],
    ['footer', { kind: 'buttons', body: 'x', footer: text(61), buttons: buttons(1) }],
    ['10 rows in all', list(11)],
    ['10 rows in all', { kind: 'list', body: 'x', button: 'x', sections: [{ title: 'a', rows: [] }] }],
    ['list button', { kind: 'list', body: 'x', button: text(21), sections: [{ rows: rows(1) }] }],
    [
      'sections have titles',
      { kind: 'list', body: 'x', button: 'x', sections: [{ rows: rows(1) }, { rows: rows(1) }] },
    ],
    ['row title', { kind: 'list', body: 'x', button: 'x', sections: [{ rows: [{ id: '1', title: text(25) }] }] }],
    ['row id', { kind: 'list', body: 'x', button: 'x', sections: [{ rows: [{ id: text(201), title: 'x' }] }] }],
    [
      'row description',
      { kind: 'list', body: 'x', button: 'x', sections: [{ rows: [{ id: '1', title: 'x', description: text(73) }] }] },
    ],
    ['template name', { kind: 'template', name: 'KTP Siap', language: 'id' }],
    ['template language', { kind: 'template', name: 'a', language: 'Indonesian' }],
    ['template variable', { kind: 'template', name: 'a', language: 'id', body: [''] }],
    ['template variable', { kind: 'template', name: 'a', language: 'id', body: ['dua\nbaris'] }],
    ['caption', { kind: 'image', mediaId: '1', caption: text(1025) }],
    ['file name', { kind: 'document', mediaId: '1', filename: '' }],
  ])('names the rule: %s', (rule, message) => {
    expect(() => check(message)).toThrow(LimitExceeded);
    expect(() => check(message)).toThrow(rule);
  });

  it('wants our message id and a recipient', () => {
    const message: OutboundMessage = { kind: 'text', body: 'x' };
    expect(() => checkLimits({ messageId: '', to: { phone: '62812' }, message })).toThrow('biz_opaque_callback_data');
    expect(() => checkLimits({ messageId: text(513), to: { phone: '62812' }, message })).toThrow('512');
    expect(() => checkLimits({ messageId: 'm', to: { phone: '+62 812' }, message })).toThrow('phone number');
    expect(() => checkLimits({ messageId: 'm', to: { scopedId: '' }, message })).toThrow('scoped user id');
  });

  it('never quotes what the message says', () => {
    const secret = 'Siti '.repeat(1000);
    expect(() => check({ kind: 'text', body: secret })).not.toThrow('Siti');
  });
});
