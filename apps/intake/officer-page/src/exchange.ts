import { Decrypter } from 'age-encryption';
import { z } from 'zod';
import { requestResult } from '../../src/bundle/request-result.js';
import { officerNews, type OfficerNews } from '../../src/officer/officer-news.js';
import { askOffice, officeTime } from './ask-office.js';
import { makeBundles } from './bundles.js';
import { assertion, type Device, keepSetting } from './device.js';
import type { Records } from './records.js';
import { takeRelay } from './relay.js';
import { settle } from './stored-request.js';

const imported = z.object({ results: z.array(requestResult) });
const replyHeader = z.object({ alg: z.literal('EdDSA'), typ: z.literal('loket-reply') });

/**
 * With a line: sends everything that waits, then takes the news along. What broke off is sent again the next time; the office
 * knows a request by its id.
 * @returns how many requests the office answered
 */
export async function exchangeWithOffice(records: Records, device: Device): Promise<number> {
  const proof = async () => `Bearer ${await assertion(device, await officeTime())}`;
  let answered = 0;
  for await (const { bytes } of makeBundles(records, device)) {
    const answer = await askOffice('me/bundles', {
      method: 'POST',
      headers: { authorization: await proof(), 'content-type': 'application/vnd.loket.bundle' },
      body: bytes,
    });
    const { results } = imported.parse(await answer.json());
    for (const result of results) await settle(records, result);
    answered += results.length;
  }
  const news = await askOffice('me/news', { headers: { authorization: await proof() } });
  await takeNews(records, officerNews.parse(await news.json()));
  return answered;
}

/**
 * Without one: reads the reply that came back on the stick, sealed for this device and signed by the office.
 * @throws Error in words for the officer
 */
export async function takeReply(records: Records, device: Device, file: Blob): Promise<OfficerNews> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(device.identity);
  const text = await decrypter.decrypt(new Uint8Array(await file.arrayBuffer()), 'text').catch(() => {
    throw new Error('Ini bukan balasan untuk perangkat ini.');
  });
  const payload = await provedByOffice(text, device);
  const news = officerNews.safeParse(payload);
  if (!news.success || news.data.setting.deviceId !== device.setting.deviceId) {
    throw new Error('Isi balasan tidak dapat dibaca. Perbarui halaman ini bila ada sambungan.');
  }
  await takeNews(records, news.data);
  return news.data;
}

async function provedByOffice(jws: string, { setting }: Device): Promise<unknown> {
  const [header = '', payload = '', signature = ''] = jws.split('.');
  const key = await crypto.subtle.importKey('jwk', { ...setting.replyKey }, 'Ed25519', false, ['verify']);
  const signed = new TextEncoder().encode(`${header}.${payload}`);
  const isTrue = await crypto.subtle.verify('Ed25519', key, decoded(signature), signed);
  if (!isTrue || !replyHeader.safeParse(parsed(header)).success) {
    throw new Error('Balasan ini tidak ditandatangani kantor. Minta balasan baru.');
  }
  return parsed(payload);
}

function parsed(base64url: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(decoded(base64url)));
  } catch {
    return undefined;
  }
}

function decoded(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}

async function takeNews(records: Records, news: OfficerNews): Promise<void> {
  for (const result of news.results) await settle(records, result);
  await takeRelay(records, news);
  await keepSetting(records, news.setting);
}
