import type { Answer } from '../http.js';

/** An error as the Graph API words it. The HTTP status per code is known from vendors' copies only. */
export function graphError(code: number, details: string, status = 400, subcode?: number): Answer {
  const error = {
    message: `(#${code}) ${details}`,
    type: 'OAuthException',
    code,
    error_data: { messaging_product: 'whatsapp', details },
    ...(subcode === undefined ? {} : { error_subcode: subcode }),
    fbtrace_id: 'StandInTrace',
  };
  return { status, body: { error } };
}

export const noSuchObject = (): Answer =>
  graphError(100, 'Unsupported request. Object does not exist or cannot be loaded', 400, 33);
export const badToken = (): Answer => graphError(190, 'Invalid OAuth access token', 401);
