import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startRegister } from '../src/register/start-register.js';
import type { StandIn } from '../src/stand-in.js';

let folder: string;
let standIn: StandIn;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loket-register-'));
  standIn = await startRegister({ port: 0, wirePort: 0, host: '127.0.0.1', folder });
});

afterEach(async () => {
  await standIn.stop();
  rmSync(folder, { recursive: true });
});

const desk = (path: string) => `http://127.0.0.1:${standIn.port}${path}`;
const wire = (path: string) => `http://127.0.0.1:${standIn.wirePort}${path}`;
const put = (path: string, body: unknown) => fetch(desk(path), { method: 'PUT', body: JSON.stringify(body) });
const question = {
  USER_ID: 'loket',
  PASSWORD: 'rahasia',
  IP_USER: '127.0.0.1',
  TRESHOLD: '90',
  NIK: '6503990101900001',
  NAMA_LGKP: 'CONTOH WARGA',
  TGL_LHR: '01-01-1990',
  NO_KK: '6503990101150002',
};

async function check(asked: Record<string, unknown> = {}): Promise<Record<string, string> | undefined> {
  const response = await fetch(wire('/dukcapil/get_json/loket/nik_verifby_elemen'), {
    method: 'POST',
    body: JSON.stringify({ ...question, ...asked }),
  });
  expect(response.status).toBe(200);
  const answer: { content: Record<string, string>[]; quotaLimiter: number } = JSON.parse(await response.text());
  expect(answer).toMatchObject({ lastPage: true, numberOfElements: 1, totalElements: 1, size: 1 });
  return answer.content[0];
}
const nik = (suffix: string) => `650399010190${suffix}`;

describe('the register', () => {
  it('finds people of the invented region in order: similarity for texts, none for codes and dates', async () => {
    expect(await check()).toEqual({
      NIK: 'Sesuai',
      NAMA_LGKP: 'Sesuai (100)',
      TGL_LHR: 'Sesuai',
      NO_KK: 'Sesuai',
    });
    expect(await check({ NIK: '6401010101900001' })).toMatchObject({ RESPONSE_CODE: '13' });
  });

  it.each([
    ['9911', { RESPONSE_CODE: '11', RESPON: 'Data Ditemukan, Meninggal Dunia' }],
    ['9912', { RESPONSE_CODE: '12', RESPON: 'Data Ditemukan, Data Ganda' }],
    ['9913', { RESPONSE_CODE: '13' }],
    ['9914', { RESPONSE_CODE: '14' }],
    ['9915', { RESPONSE_CODE: '15' }],
    ['9921', { NIK: 'Sesuai', NAMA_LGKP: 'Tidak Sesuai (40)' }],
    ['9922', { NIK: 'Sesuai', NO_KK: 'Tidak Sesuai' }],
    ['9923', { NAMA_LGKP: 'Sesuai (85)' }],
    ['9931', { NIK: 'Sesuai', EKTP_STATUS: 'UNREGISTERED' }],
  ])('answers by the last digits %s', async (suffix, answer) => {
    expect(await check({ NIK: nik(suffix) })).toMatchObject(answer);
  });

  it('answers as told about single people, over a restart', async () => {
    expect((await put('/_people', { [question.NIK]: { elements: { NAMA_LGKP: 'Sesuai (0)' } } })).status).toBe(200);
    expect(await check()).toMatchObject({ NAMA_LGKP: 'Sesuai (0)' });
    await standIn.stop();
    standIn = await startRegister({ port: 0, wirePort: 0, host: '127.0.0.1', folder });
    expect(await check()).toMatchObject({ NAMA_LGKP: 'Sesuai (0)' });
    await fetch(desk('/_people'), { method: 'DELETE' });
    expect(await check()).toMatchObject({ NAMA_LGKP: 'Sesuai (100)' });
    expect((await put('/_people', { '123': {} })).status).toBe(400);
  });

  it('takes lower-case names, and complains about what is missing', async () => {
    expect(await check({ NIK: undefined, nik: nik('9911') })).toMatchObject({ RESPONSE_CODE: '11' });
    expect(await check({ PASSWORD: '' })).toEqual({ RESPON: 'User, password dan IP tidak boleh kosong' });
    expect(await check({ NIK: undefined })).toEqual({ RESPON: 'Parameter tidak lengkap' });
    expect(await check({ NIK: '65039' })).toMatchObject({ RESPONSE_CODE: '15' });
  });

  it('has its own faults: quota, code, disagreement, any text, a page of a proxy', async () => {
    await put('/_faults', { quota: true, count: 1 });
    expect(await check()).toEqual({ RESPON: 'Kuota Akses Hari ini telah Habis' });
    await put('/_faults', { code: 12, count: 1 });
    expect(await check()).toMatchObject({ RESPONSE_CODE: '12' });
    await put('/_faults', { disagree: true, count: 1 });
    expect(await check()).toMatchObject({ NIK: 'Sesuai', NAMA_LGKP: 'Tidak Sesuai (0)' });
    await put('/_faults', { respon: 'Login Gagal', count: 1 });
    expect(await check()).toEqual({ RESPON: 'Login Gagal' });
    await put('/_faults', { httpStatus: 503 });
    expect((await fetch(wire('/dukcapil/health'))).status).toBe(503);
    await put('/_faults', {});
    expect((await fetch(wire('/dukcapil/health'))).status).toBe(200);
  });

  it('refuses on the socket and keeps the log of what it was asked', async () => {
    await check();
    await put('/_faults', { refuse: true });
    await expect(check()).rejects.toThrow('fetch failed');
    const log: { nik: string }[] = JSON.parse(await (await fetch(desk('/_log'))).text());
    expect(log).toMatchObject([{ kind: 'check', nik: question.NIK, answer: { NIK: 'Sesuai' } }]);
    await put('/_faults', {});
    expect(await check()).toMatchObject({ NIK: 'Sesuai' });
  });
});
