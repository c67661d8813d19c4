/** Runs in the operator's browser: asks the station every second and builds the page from text nodes only. */
export const deskScript = `
'use strict';
const el = (name, text, className) => { const e = document.createElement(name); if (text) e.textContent = text; if (className) e.className = className; return e; };
const set = (id, text, className) => { const e = document.getElementById(id); e.textContent = text; e.className = className || ''; };
const printers = { ready: 'siap', printing: 'sedang mencetak', stopped: 'berhenti', offline: 'tidak tersambung' };
const refusals = { 'blank-not-in-stock': 'Nomor itu tidak ada di persediaan stasiun ini. Periksa lagi nomornya.' };
let shown = '';

async function answer(given, path) {
  const reply = await fetch(path || 'desk/answers', { method: 'POST', headers: { 'content-type': 'application/json', 'x-loket-desk': '1' }, body: JSON.stringify(given) });
  if (!reply.ok) alert('Tidak tersimpan. Periksa isian, lalu coba lagi.');
  await refresh();
}
function button(text, className, act) { const b = el('button', text, className); b.type = 'button'; b.addEventListener('click', act); return b; }

function cardTable(card) {
  const table = el('table');
  const rows = card
    ? [['NIK', card.nik], ['Nama', card.name], ['Kel/Desa', card.village], ['Kecamatan', card.district], ['Kewarganegaraan', card.nationality]]
    : [['Data', 'tidak tersimpan setelah stasiun menyala ulang; lihat nomor blanko']];
  for (const [label, value] of rows) { const row = el('tr'); row.append(el('th', label), el('td', value || '—')); table.append(row); }
  return table;
}

function ask(question, identity) {
  const box = el('article');
  box.append(cardTable(question.card));
  if (question.step === 'choose-blank') {
    const label = el('label', identity === 'printed-serial' ? 'Nomor seri pada blanko' : 'Kotak dan nomor urut blanko, misalnya B12-00042');
    const input = el('input'); input.id = 'serial-' + question.jobId; label.htmlFor = input.id; input.autocomplete = 'off';
    if (question.refused) box.append(el('p', refusals[question.refused] || 'Ditolak: ' + question.refused, 'bad'));
    box.append(label, input,
      button('Pakai blanko ini', '', () => answer({ answer: 'take', jobId: question.jobId, serial: input.value })),
      button('Kembalikan ke antrean', 'other', () => answer({ answer: 'give-back', jobId: question.jobId })));
  } else {
    box.append(el('p', 'Cetak sekarang di aplikasi resmi dengan blanko ' + question.serial + ', lalu periksa data, foto, dan chip.'));
    box.append(
      button('Kartu baik', '', () => answer({ answer: 'complete', jobId: question.jobId })),
      button('Kartu rusak', 'danger', () => {
        const reason = prompt('Rusak karena apa? Blanko ' + question.serial + ' tidak bisa dipakai lagi.');
        if (reason) answer({ answer: 'spoil', jobId: question.jobId, reason });
      }),
      button('Blanko tidak jadi masuk', 'other', () => answer({ answer: 'not-fed', jobId: question.jobId })));
  }
  return box;
}

const visitRefusals = {
  'visit-open': 'Kantor mencatat kunjungan lain yang belum selesai. Hubungi kantor.',
  'visit-too-long': 'Paling lama 30 hari.',
};
let shownVisit = '';
function number(id, text, value, most) {
  const label = el('label', text); label.htmlFor = id;
  const input = el('input'); Object.assign(input, { id, type: 'number', min: 1, max: most, value });
  return [label, input];
}
function showVisit({ visit, visitRefused, untold }) {
  const key = JSON.stringify([visit, visitRefused, visit && untold]);
  if (key === shownVisit) return;
  shownVisit = key;
  const box = document.getElementById('visit');
  if (!visit) {
    const form = el('details'); const begin = el('summary', 'Bawa sekumpulan kartu ke tempat tanpa jaringan');
    const send = () => answer({ limit: Number(document.getElementById('visit-limit').value), hours: Number(document.getElementById('visit-hours').value) }, 'desk/visit');
    form.append(begin, ...number('visit-limit', 'Paling banyak berapa kartu', 20, 200), ...number('visit-hours', 'Kembali dalam berapa jam', 10, 720), button('Bawa', '', send));
    box.replaceChildren(...(visitRefused ? [el('p', visitRefusals[visitRefused] || 'Kantor menolak: ' + visitRefused, 'bad')] : []), form);
    return;
  }
  const until = new Date(visit.until).toLocaleString('id-ID');
  const words = {
    packing: 'Menunggu kartu dari kantor. Jangan berangkat dulu.',
    along: 'Sedang kunjungan sampai ' + until + '. Dicetak begitu mesin siap, tanpa jaringan.',
    ending: 'Kunjungan selesai. Menunggu kantor menerima semua laporan.',
  };
  box.replaceChildren(el('p', words[visit.step]));
  if (visit.step === 'packing') return;
  box.append(el('p', 'Belum dicetak: ' + visit.cards + ' kartu. Blanko dibawa: ' + visit.blanks + ' keping. Laporan belum terkirim: ' + untold + '.'));
  if (visit.withoutData > 0) box.append(el('p', visit.withoutData + ' kartu belum ada datanya. Tunggu sebelum berangkat.', 'bad'));
  if (visit.step === 'along') box.append(button('Sudah kembali', '', () => {
    if (confirm('Kartu yang belum dicetak dikembalikan ke antrean. Sudah kembali?')) answer({}, 'desk/visit/end');
  }));
}

function showWork(desk) {
  const key = JSON.stringify([desk.questions, desk.jobs, desk.mayClaim, desk.visit]);
  if (key === shown) return;
  shown = key;
  const work = document.getElementById('work');
  work.replaceChildren(...desk.questions.map((question) => ask(question, desk.blankIdentity)));
  if (desk.questions.length > 0) return;
  const printing = desk.jobs.filter((job) => job.serial);
  if (printing.length > 0) work.append(el('p', 'Mencetak pada blanko ' + printing.map((job) => job.serial).join(', ')));
  else work.append(el('p', desk.mayClaim || desk.visit ? 'Menunggu kartu berikutnya.' : 'Menunggu kantor menerima catatan stasiun ini.'));
}

async function refresh() {
  try {
    const reply = await fetch('desk', { cache: 'no-store' });
    if (!reply.ok) throw new Error(String(reply.status));
    const desk = await reply.json();
    const words = (printers[desk.printer.state] || desk.printer.state) + (desk.printer.reasons.length ? ' (' + desk.printer.reasons.join(', ') + ')' : '');
    set('printer', words, desk.printer.state === 'ready' || desk.printer.state === 'printing' ? 'good' : 'bad');
    const since = desk.officeAwaySince && new Date(desk.officeAwaySince).toLocaleString('id-ID');
    set('office', since ? 'terputus sejak ' + since + '; yang sudah dimulai diselesaikan dan dilaporkan nanti' : 'tersambung', since ? 'bad' : 'good');
    set('blanks', desk.blanks === null ? '–' : desk.blanks + ' keping', desk.blanks === 0 ? 'bad' : '');
    set('untold', String(desk.untold), desk.untold > 0 ? 'bad' : '');
    showVisit(desk);
    showWork(desk);
  } catch (error) {
    set('printer', error.message === '403' ? 'hanya bisa dibuka di komputer stasiun' : 'program stasiun tidak berjalan', 'bad');
  }
}
refresh();
setInterval(refresh, 1000);
`;
