import { makeBundles, noteCarried } from './bundles.js';
import { actButton, actForm, el, labelled } from './elements.js';
import type { Entered } from './enter.js';
import { exchangeWithOffice, takeReply } from './exchange.js';
import { findRelay, tick } from './relay.js';
import { takeIntoForm } from './request-form.js';
import { forgetRequest, listRequests, type StoredRequest, waiting } from './stored-request.js';

type Go = (screen: 'requests' | 'form' | 'news' | 'exchange') => void;

/** All requests that this device took in, and what became of them. */
export async function requestsScreen(entered: Entered, go: Go): Promise<HTMLElement> {
  const requests = await listRequests(entered.records);
  const list = requests.map((request) => requestItem(entered, request, go));
  return el(
    'section',
    {},
    el('h1', {}, 'Permohonan di perangkat ini'),
    el('p', { 'data-waiting': String(waiting(requests).length) }, `${waiting(requests).length} menunggu dikirim.`),
    list.length > 0 ? el('ul', { class: 'list' }, ...list) : el('p', {}, 'Belum ada.'),
  );
}

function requestItem(entered: Entered, request: StoredRequest, go: Go): HTMLElement {
  const { result, carriedAt, shownAs, kindTitle, takenAt } = request;
  const words = result
    ? {
        opened: 'Diterima kantor',
        'already-open': 'Sudah ada permohonan yang sama',
        refused: 'Ditolak, perlu diperbaiki',
      }[result.outcome]
    : carriedAt
      ? 'Sudah dibawa, menunggu balasan'
      : 'Menunggu dikirim';
  return el(
    'li',
    { 'data-request': request.requestId, 'data-outcome': result?.outcome ?? 'waiting' },
    el('strong', {}, shownAs),
    el('span', {}, kindTitle),
    el('span', {}, words),
    result?.ticket ? el('span', {}, `Nomor ${result.ticket}: ${result.stateWords ?? ''}`) : null,
    ...(result?.problems ?? []).map(({ text }) => el('span', { class: 'failed' }, text)),
    el('time', { datetime: takenAt }, new Date(takenAt).toLocaleString('id-ID')),
    result?.outcome === 'refused' &&
      actButton('Perbaiki', async () => {
        await takeIntoForm(entered, request);
        go('form');
      }),
    result &&
      actButton('Hapus dari daftar', async () => {
        await forgetRequest(entered.records, request);
        go('requests');
      }),
  );
}

/** News for people whom no message reached: told by the officer, and ticked off. */
export async function newsScreen({ records }: Entered): Promise<HTMLElement> {
  const list = await findRelay(records);
  const entries = (list?.entries ?? []).map((entry) => {
    const box = el('input', { type: 'checkbox', checked: entry.toldAt !== null });
    box.addEventListener('change', () => void tick(records, entry.messageId, box.checked ? new Date() : null));
    return el(
      'li',
      { 'data-message': entry.messageId },
      el('strong', {}, `${entry.name} (${entry.ticket})`),
      el('p', { class: 'words' }, entry.news),
      el('label', { class: 'tick' }, box, 'Sudah disampaikan'),
    );
  });
  return el(
    'section',
    {},
    el('h1', {}, 'Kabar untuk warga'),
    list ? el('p', {}, `Daftar dari ${new Date(list.madeAt).toLocaleString('id-ID')}.`) : null,
    entries.length > 0
      ? el('ul', { class: 'list' }, ...entries)
      : el('p', {}, 'Tidak ada kabar yang perlu disampaikan.'),
  );
}

/** To the office and back: over a line, or on a stick. */
export function exchangeScreen({ records, device }: Entered, go: Go): HTMLElement {
  const send = actButton('Kirim sekarang', async (say) => {
    say('Mengirim …');
    const answered = await exchangeWithOffice(records, device);
    say(`Selesai: ${answered} permohonan dijawab kantor, kabar diperbarui.`);
  });
  const carry = actButton('Buat berkas untuk dibawa', async (say) => {
    let made = 0;
    for await (const { bytes, bundleId, requestIds } of makeBundles(records, device)) {
      save(
        new Blob([bytes], { type: 'application/vnd.loket.bundle' }),
        `loket-${device.setting.district.code}-${bundleId.slice(0, 8)}.loket`,
      );
      await noteCarried(records, requestIds, new Date());
      made += 1;
    }
    say(
      made === 0 ? 'Tidak ada yang perlu dibawa.' : `${made} berkas dibuat. Salin ke stik USB dan serahkan ke kantor.`,
    );
  });
  const file = el('input', { type: 'file', name: 'reply' });
  const reply = actForm('Baca balasan', [labelled('Berkas balasan dari kantor', file)], async (_values, say) => {
    const [chosen] = file.files ?? [];
    if (!chosen) throw new Error('Pilih berkas balasan.');
    const news = await takeReply(records, device, chosen);
    say(`Balasan dibaca: ${news.results.length} hasil, ${news.relay?.length ?? 0} kabar.`);
  });
  return el(
    'section',
    {},
    el('h1', {}, 'Kirim dan terima'),
    el('h2', {}, 'Bila ada sambungan'),
    send,
    el('h2', {}, 'Bila tidak ada sambungan'),
    carry,
    reply,
    actButton('Lihat permohonan', () => Promise.resolve(go('requests'))),
  );
}

function save(content: Blob, name: string): void {
  const href = URL.createObjectURL(content);
  const link = el('a', { href, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
