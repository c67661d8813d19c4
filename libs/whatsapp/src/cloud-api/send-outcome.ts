import { z } from 'zod';
import type { CallOutcome } from '../one-call.js';
import type { SendOutcome } from '../outbound-message.js';
import { readGraphError, readJson, rejectedByStatus } from './graph-error.js';

const sent = z.looseObject({ messages: z.array(z.looseObject({ id: z.string().min(1) })).min(1) });

/**
 * What an answer to a send means (whatsapp contract 1.9 and 1.10). Only a Graph error or a 4xx says for certain that the
 * message was not taken; a 200 without an id and a 5xx from whatever stands in between are ambiguous.
 */
export function sendOutcome(answer: CallOutcome): SendOutcome {
  switch (answer.kind) {
    case 'not-sent':
      return { kind: 'refused_before_sending', cause: answer.cause, code: answer.code };
    case 'no-answer':
      return { kind: 'ambiguous', cause: answer.cause };
    case 'too-large':
      return { kind: 'ambiguous', cause: 'server-error', httpStatus: answer.status };
    case 'answered':
      break;
  }
  const { status, headers, body } = answer;
  if (status >= 200 && status < 300) {
    const parsed = sent.safeParse(readJson(body));
    const id = parsed.success ? parsed.data.messages[0]?.id : undefined;
    if (id !== undefined) return { kind: 'accepted', providerMessageId: id };
    return { kind: 'ambiguous', cause: 'no-message-id', httpStatus: status };
  }
  const error = readGraphError(answer);
  if (error !== undefined) return error;
  if (status >= 400 && status < 500) return rejectedByStatus(status, headers);
  return { kind: 'ambiguous', cause: 'server-error', httpStatus: status };
}
