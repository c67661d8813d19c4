/** What a change of one of our templates means to us. */
export type TemplateNews =
  /** It may be sent. */
  | 'usable'
  /** Sending it fails, and hurts the number's quality: it is not sent until it is usable again. */
  | 'unusable'
  /** It is sent, but a person should look: it costs more, or citizens dislike it. */
  | 'look'
  | 'fine';

const usable = new Set(['APPROVED', 'REINSTATED', 'UNPAUSED', 'UNARCHIVED']);
const unusable = new Set([
  'PAUSED',
  'DISABLED',
  'REJECTED',
  'PENDING',
  'IN_APPEAL',
  'PENDING_DELETION',
  'DELETED',
  'ARCHIVED',
  'LIMIT_EXCEEDED',
]);

/**
 * Reads a change as intake says it: `status:PAUSED`, `category:MARKETING`, `quality:RED` (whatsapp contract 1.11). What we do
 * not know is looked at by a person and stops nothing.
 */
export function templateNews(change: string): TemplateNews {
  const [what, value = ''] = change.includes(':') ? change.split(':', 2) : ['status', change];
  switch (what) {
    case 'category':
      return value === 'UTILITY' ? 'fine' : 'look';
    case 'quality':
      return value === 'GREEN' || value === 'UNKNOWN' ? 'fine' : 'look';
    default:
      return usable.has(value) ? 'usable' : unusable.has(value) ? 'unusable' : 'look';
  }
}
