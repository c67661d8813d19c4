import { describe, expect, it } from '@jest/globals';
import { routeMessage } from './router/route-message.js';
import { wordsOfHome } from './words-of-home.js';

const nunukan = { areaCode: '65.03', name: 'Kabupaten Nunukan', districtAliases: {} };
const merauke = {
  areaCode: '93.01',
  name: 'Kabupaten Merauke',
  districtAliases: { '930104': ['Kimam'] },
};
const districts = [
  { code: '930101', name: 'Merauke' },
  { code: '930104', name: 'Kimaam' },
  { code: '930106', name: 'Tanah Miring' },
];
const atHome = wordsOfHome(merauke, districts);

describe('the words of another office', () => {
  it('changes nothing at the home of the learned messages', () => {
    const text = 'KTP saya hilang di Krayan, mau pindah ke Nunukan';
    expect(wordsOfHome(nunukan, districts)(text)).toBe(text);
  });

  it('reads its own places as home and the learned ones as elsewhere, whole words only', () => {
    expect(atHome('mau pindah ke MERAUKE dari Nunukan')).toBe('mau pindah ke nunukan dari tarakan');
    expect(atHome('dari tanah miring, kimam')).toBe('dari krayan, krayan');
    expect(atHome('meraukean sebatikan')).toBe('meraukean sebatikan');
  });

  it.each([
    ['saya mau pindah ke merauke, syaratnya apa?', 'INFO_SYARAT_PINDAH'],
    ['ktp saya nunukan, bisa cetak di merauke?', 'INFO_LUAR_DOMISILI'],
    ['bukan warga merauke, ktp hilang, bisa cetak di sini?', 'INFO_LUAR_DOMISILI'],
    ['petugas bisa datang ke kimaam untuk rekam orang sakit?', 'JEMPUT_BOLA'],
  ])('%s', (text, label) => expect(routeMessage(atHome(text)).label).toBe(label));

  it('takes names with marks as they are', () => {
    const strange = wordsOfHome({ ...merauke, name: 'Kota A.B (C)' }, []);
    expect(strange('di a.b (c) dan axb (c)')).toBe('di nunukan dan axb (c)');
  });
});
