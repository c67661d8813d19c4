// The citizens' side of the exercises that the staff practise on (docs/practice.md): each plays somebody who writes, breaks what
// the exercise is about, and waits for what the staff make of it.
import { setTimeout as pause } from 'node:timers/promises';
import { citizen } from './citizen.mjs';
import { damagedCardJpeg, familyCardJpeg, requestLine, samplePerson } from './sample-documents.mjs';

/**
 * @typedef {object} Exercise
 * @property {string} name
 * @property {string} task  what the staff are to do, in Indonesian
 * @property {(play: Play) => Promise<void>} play  ends when the staff have done it
 */

/**
 * @typedef {object} Play
 * @property {{ graph: string, register: string, printer: string }} urls
 * @property {boolean} printerJams  an IPP printer runs, which can jam
 * @property {import('./region-places.mjs').Places} places
 * @property {number} waitSeconds   how long the staff look at what is wrong before it ends by itself
 * @property {number} patienceMs    how long the citizen waits for the staff
 * @property {(who: string, text: string) => void} say
 * @property {(ticket: string) => void} [onTicket]
 */

/** @type {Exercise[]} */
export const exercises = [
  {
    name: 'berkas-kurang',
    task: 'Buka permohonan itu di konsol: apa yang kurang, dan apa yang sudah diberitahukan kepada warga? Jangan menelepon; tunggu KK-nya masuk.',
    play: async (play) => {
      const someone = newCitizen(play);
      await begins(play, someone);
      await someone.phone.says('SELESAI');
      await someone.phone.reads(/belum lengkap/, play.patienceMs);
      play.say('warga', 'sudah menerima satu pesan berisi semua kekurangan; KK menyusul');
      await pause(play.waitSeconds * 1_000);
      await sendsFamilyCard(play, someone);
      await isReady(play, someone);
    },
  },
  {
    name: 'data-meragukan',
    task: 'Di Tinjauan ada permohonan yang namanya berbeda dengan SIAK. Bandingkan dokumennya, lalu putuskan: setujui, minta perbaikan, atau tolak.',
    play: async (play) => {
      const someone = newCitizen(play);
      await put(`${play.urls.register}/_people`, {
        [someone.person.nik]: { elements: { NAMA_LGKP: 'Tidak Sesuai (40)' } },
      });
      await begins(play, someone);
      await sendsFamilyCard(play, someone);
      play.say('warga', 'menunggu keputusan petugas');
      await someone.phone.reads(/siap diambil|belum lengkap|tidak dapat|ditolak/, play.patienceMs);
      play.say('warga', 'sudah menerima kabar keputusannya');
    },
  },
  {
    name: 'kartu-macet',
    task: 'Mesin cetak macet. Lihat halaman Pencetakan dan halaman stasiun: kartu mana yang tertahan, dan berapa blangko yang tersisa?',
    play: async (play) => {
      if (!play.printerJams) {
        play.say(
          'latihan',
          'dilewati: mesin cetak IPP tidak ada di komputer ini (pasang cups-ipp-utils, lalu mulai lagi)',
        );
        return;
      }
      const someone = newCitizen(play);
      await put(`${play.urls.printer}/_faults`, { jam: true });
      try {
        await begins(play, someone);
        await sendsFamilyCard(play, someone);
        play.say('mesin', `macet selama ${play.waitSeconds} detik`);
        await pause(play.waitSeconds * 1_000);
      } finally {
        await put(`${play.urls.printer}/_faults`, {});
      }
      play.say('mesin', 'tutupnya sudah dibuka dan kartunya dilepas; pencetakan berlanjut');
      await isReady(play, someone);
    },
  },
  {
    name: 'jaringan-putus',
    task: 'Jaringan ke pusat putus. Permohonan tetap diterima: lihat tanda jaringan di atas halaman dan permohonan yang menunggu. Jangan menyuruh warga datang lagi.',
    play: async (play) => {
      const someone = newCitizen(play);
      await put(`${play.urls.register}/_faults`, { refuse: true });
      try {
        await begins(play, someone);
        await sendsFamilyCard(play, someone);
        play.say('jaringan', `putus selama ${play.waitSeconds} detik; permohonan sudah diterima`);
        await pause(play.waitSeconds * 1_000);
      } finally {
        await put(`${play.urls.register}/_faults`, {});
      }
      play.say('jaringan', 'tersambung lagi; permohonan berjalan sendiri');
      await isReady(play, someone);
    },
  },
];

/** @typedef {ReturnType<typeof newCitizen>} Someone */

/** @param {Play} play */
function newCitizen({ urls, places }) {
  const index = Math.floor(Math.random() * 90_000_000);
  const person = samplePerson(index, places);
  return { person, phone: citizen(urls.graph, `6281${String(index).padStart(9, '0')}`, person.name) };
}

/** @param {Play} play @param {Someone} someone */
async function begins(play, { person, phone }) {
  await phone.says(requestLine(person, 'RUSAK'));
  const told = await phone.reads(/\*L-[0-9A-Z]+\*/, play.patienceMs);
  const ticket = /\*(L-[0-9A-Z]+)\*/.exec(told)?.[1] ?? '';
  play.say('warga', `mengajukan KTP-el rusak lewat WhatsApp: permohonan ${ticket}`);
  play.onTicket?.(ticket);
  await phone.sends(await damagedCardJpeg(person), 'image/jpeg', 'KTP rusak');
  play.say('warga', 'mengirim foto KTP-el yang rusak');
}

/** @param {Play} play @param {Someone} someone */
async function sendsFamilyCard(play, { person, phone }) {
  await phone.sends(await familyCardJpeg(person), 'image/jpeg', 'KK');
  play.say('warga', 'mengirim foto KK');
}

/** @param {Play} play @param {Someone} someone */
async function isReady(play, { phone }) {
  await phone.reads(/siap diambil/, play.patienceMs);
  play.say('warga', 'menerima kabar: KTP-el siap diambil. Latihan selesai; serahkan kartunya di Penyerahan.');
}

/** @param {string} url @param {unknown} body */
async function put(url, body) {
  const answer = await fetch(url, {
    ...{ method: 'PUT', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} took nothing: ${answer.status}`);
}
