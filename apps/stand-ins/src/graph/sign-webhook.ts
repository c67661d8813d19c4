import { createHmac } from 'node:crypto';

/**
 * A webhook body as Meta puts it on the wire: ASCII only, non-ASCII as `\uXXXX` in lower case, `/` as `\/`, `@` as `\u0040`.
 * Written for itself, not taken from the lib that verifies it: the two must agree without sharing code.
 */
export function wireForm(body: unknown): Buffer {
  let wire = '';
  for (const unit of JSON.stringify(body).split('')) {
    if (unit === '/') wire += '\\/';
    else if (unit === '@' || unit > '~') wire += `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    else wire += unit;
  }
  return Buffer.from(wire, 'ascii');
}

/** The value of `X-Hub-Signature-256`. */
export function sign(bytes: Buffer, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(bytes).digest('hex')}`;
}
