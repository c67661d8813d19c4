import { z } from 'zod';
import { readJson, rejectedByStatus } from '../cloud-api/graph-error.js';
import type { CallOutcome } from '../one-call.js';
import type { Rejected, SendOutcome, Unreachable } from '../outbound-message.js';
import { lastSegment } from './chat-id.js';

/** WAHA says the id as text, or as an object in older engines. */
const sent = z.union([
  z.looseObject({ id: z.string().min(1) }).transform(({ id }) => id),
  z.looseObject({ id: z.looseObject({ _serialized: z.string().min(1) }) }).transform(({ id }) => id._serialized),
]);

/** What an answer to a send means; as strict as with the Cloud API: only a 4xx says for certain that it was not taken. */
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
  const { status: httpStatus, body } = answer;
  if (httpStatus >= 200 && httpStatus < 300) {
    const id = sent.safeParse(readJson(body));
    if (!id.success) return { kind: 'ambiguous', cause: 'no-message-id', httpStatus };
    return { kind: 'accepted', providerMessageId: lastSegment(id.data) };
  }
  const refused = refusal(answer);
  return refused.kind === 'rejected' ? refused : { kind: 'ambiguous', cause: 'server-error', httpStatus };
}

/** 422 is WAHA's word for a session that is not working: a person must scan the code. */
export function refusal(answer: CallOutcome): Rejected | Unreachable {
  if (answer.kind === 'not-sent' || answer.kind === 'no-answer') return { kind: 'unreachable', cause: answer.cause };
  const { status } = answer;
  if (answer.kind === 'answered' && status >= 400 && status < 500) {
    const rejected = rejectedByStatus(status, answer.headers);
    return status === 422 ? { ...rejected, class: 'stop_sender', known: true } : rejected;
  }
  return { kind: 'unreachable', cause: 'server-error', httpStatus: status };
}

export function succeeded(answer: CallOutcome): answer is Extract<CallOutcome, { kind: 'answered' }> {
  return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
}
