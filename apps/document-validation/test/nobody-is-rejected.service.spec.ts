import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationCheckingRegister, RegisterConfirmed, RegisterDoubtful } from '#contracts';
import { eventually } from '#testing';
import { recordStatuses, standingOf } from '../src/register/record-status.js';
import { type RegisterFake, registerFake } from './register-fake.js';
import { type ValidationBench, validationBench } from './validation-bench.js';

let register: RegisterFake;
let bench: ValidationBench;

beforeAll(async () => {
  register = await registerFake();
  bench = await validationBench(
    {
      REGISTER_MODE: 'webservice',
      REGISTER_URL: register.url,
      REGISTER_USER: 'user-for-tests',
      REGISTER_PASSWORD: 'password-for-tests',
      REGISTER_IP_USER: '10.0.0.1',
      REGISTER_INSTANSI: 'nunukan',
      REGISTER_PROBE_EVERY_MS: '20',
      REGISTER_RATE_PER_SECOND: '500',
      REGISTER_CACHE_MINUTES: '0',
    },
    { quotaReturns: (now) => new Date(now.getTime() + 300) },
  );
});
afterAll(async () => {
  await bench?.close();
  await register?.close();
});

async function ask(): Promise<string> {
  const id = bench.know({});
  await bench.say(ApplicationCheckingRegister, {
    ...bench.announcement(id, 2, 'checking_register'),
    completeSince: '2026-11-24T01:00:00.000Z',
  });
  return id;
}
const saidOf = (id: string) =>
  bench.allSaid().filter((one) => one.subject === id && one.type !== 'application.checking-register');
const agreeing = { NIK: 'Sesuai', NAMA_LGKP: 'Sesuai (100)', NO_KK: 'Sesuai' };

/** Every code and text of the web service that says something about a person (domain 8.2), in both wordings. */
const aboutAPerson: readonly (readonly [unknown, readonly string[]])[] = [
  [{ RESPONSE_CODE: '11', RESPON: 'Data Ditemukan, Meninggal Dunia' }, ['deceased']],
  [{ RESPON: 'DATA DITEMUKAN,  MENINGGAL DUNIA' }, ['deceased']],
  [{ RESPONSE_CODE: '12', RESPON: 'Data Ditemukan, Data Ganda' }, ['duplicate']],
  [{ RESPONSE_CODE: 12 }, ['duplicate']],
  [{ RESPONSE_CODE: '13', RESPON: 'Data Tidak Ditemukan, NIK tidak terdapat di database Kependudukan' }, ['not-found']],
  [{ RESPON: 'Data Tidak Ditemukan,  NIK tidak terdapat di database  Kependudukan' }, ['not-found']],
  [{ RESPONSE_CODE: '14', RESPON: 'Data Ditemukan, Status Non Aktif silahkan hubungi Dinas Dukcapil' }, ['inactive']],
  [{ RESPON: 'Data Ditemukan, Status  Tidak Aktif silakan hubungi Dinas Dukcapil' }, ['inactive']],
  [{ RESPONSE_CODE: '15', RESPON: 'Data Tidak Ditemukan, NIK tidak sesuai format Dukcapil' }, ['malformed']],
  [{ RESPON: 'data tidak ditemukan, nik tidak sesuai format dukcapil' }, ['malformed']],
  [{ RESPON: 'Data Tidak Ditemukan' }, ['not-found']],
  [{ ...agreeing, NAMA_LGKP: 'Sesuai (85)' }, ['name-differs']],
  [{ ...agreeing, NAMA_LGKP: 'Sesuai (0)' }, ['name-differs']],
  [{ ...agreeing, NAMA_LGKP: 'Tidak Sesuai' }, ['name-differs']],
  [{ ...agreeing, NO_KK: 'Tidak Sesuai (12)' }, ['family-card-differs']],
  [{ ...agreeing, NIK: 'Tidak Sesuai' }, ['not-found']],
  [{ ...agreeing, NAMA_LGKP: '' }, ['unreadable-answer']],
  [{ RESPONSE_CODE: '99', RESPON: 'Kode yang belum pernah ada' }, ['unreadable-answer']],
  [{}, ['unreadable-answer']],
];

/** Texts that say that the register, or our access to it, does not work. */
const aboutTheNetwork = [
  'Login Gagal',
  'IP Address Tidak Sesuai',
  'IP Client Tidak terdaftar',
  'Kuota Akses Hari ini telah Habis',
  'KUOTA  AKSES HARI INI TELAH HABIS',
  'User ID Tidak Aktif',
  'Instansi Tidak Aktif',
  'User, password dan IP tidak boleh kosong',
  'Parameter tidak lengkap',
];

describe('no code and no text of the register rejects a citizen by itself', () => {
  it.each(aboutAPerson)('%j goes to a person', async (content, doubts) => {
    register.answerWith({ content: [content] });
    const id = await ask();
    const { data } = await bench.heard(RegisterDoubtful, (said) => said.applicationId === id);
    expect(data.doubts).toEqual(doubts);
    expect(saidOf(id).map((one) => one.type)).toEqual(['register.doubtful']);
  });

  it.each(aboutTheNetwork)('%s makes the request wait, and says nothing about the person', async (respon) => {
    register.answerWith({ content: [{ RESPON: respon }] });
    const id = await ask();
    // One refused question after another opens the circuit, or the quota rests it at once.
    const others = [await ask(), await ask()];
    await eventually(async () => (await bench.queue('document-validation.check-population-register')).consumers === 0);
    expect([id, ...others].flatMap(saidOf)).toEqual([]);
    register.answerWith(undefined);
    for (const one of [id, ...others]) {
      await bench.heard(RegisterConfirmed, (said) => said.applicationId === one, 20_000);
      expect(saidOf(one).map((each) => each.type)).toEqual(['register.confirmed']);
    }
    expect(bench.parked()).toEqual([]);
  });

  it.each(recordStatuses.map((status) => [status, standingOf(status)?.waitsFor] as const))(
    'the record’s status %s makes the request wait for %s, and never asks for a second recording of what is on its way',
    async (status, cause) => {
      register.answerWith({ content: [{ ...agreeing, EKTP_STATUS: status }] });
      const id = await ask();
      const answer = await eventually(() => saidOf(id)[0]);
      if (status === 'DUPLICATE_RECORD')
        expect(answer).toMatchObject({ type: 'register.doubtful', data: { doubts: ['duplicate'] } });
      else if (cause) expect(answer).toMatchObject({ type: 'register.not-recorded', data: { cause } });
      else expect(answer.type).toBe('register.confirmed');
      const mayRecord = ['UNREGISTERED', 'ENROLL_FAILURE_AT_CENTRAL', 'ENROLL_FAILURE_AT_REGIONAL'];
      if (!mayRecord.includes(status)) expect(Object(answer.data).cause).not.toBe('recording');
    },
  );

  it('has no word to refuse with: what the check may say is confirmed, not recorded, or doubtful', async () => {
    const said = await bench.query<{ type: string }>(
      `select distinct type from outbox where type not in ('link.lost', 'link.restored')`,
      [],
    );
    expect(said.map((one) => one.type).sort()).toEqual([
      'register.confirmed',
      'register.doubtful',
      'register.not-recorded',
    ]);
  });
});
