import { type Device, enrol, findDevice } from './device.js';
import { actForm, el, labelled } from './elements.js';
import { forgetLock, Records } from './records.js';
import { shortestPin } from './vault.js';

export interface Entered {
  readonly records: Records;
  readonly device: Device;
}

/** The first screen: enrols this device with the office's code, or opens what it holds with the PIN. */
export async function enterScreen(enter: (entered: Entered) => void): Promise<HTMLElement> {
  return (await Records.exist()) ? unlockScreen(enter) : enrolScreen(enter);
}

function enrolScreen(enter: (entered: Entered) => void): HTMLElement {
  const pin = (name: string) => el('input', { name, type: 'password', autocomplete: 'new-password' });
  const form = actForm(
    'Daftarkan perangkat',
    [
      labelled(
        'Kode pendaftaran',
        el('input', { name: 'code', autocapitalize: 'characters', spellcheck: 'false' }),
        'Dari kantor, misalnya ABCD-EFGH-JKLM. Perlu sambungan sekali ini.',
      ),
      labelled(
        'PIN baru',
        pin('pin'),
        `Sedikitnya ${shortestPin} angka atau huruf. PIN yang lupa tidak dapat dipulihkan.`,
      ),
      labelled('Ulangi PIN', pin('again')),
    ],
    async ({ code = '', pin: chosen = '', again }, say) => {
      if (chosen.length < shortestPin) throw new Error(`PIN sedikitnya ${shortestPin} angka atau huruf.`);
      if (chosen !== again) throw new Error('Kedua PIN tidak sama.');
      say('Mendaftarkan …');
      await navigator.storage?.persist?.();
      const records = await Records.create(chosen);
      try {
        enter({ records, device: await enrol(records, code) });
      } catch (error) {
        await forgetLock();
        throw error;
      }
    },
  );
  return el('section', {}, el('h1', {}, 'Daftarkan perangkat ini'), form);
}

function unlockScreen(enter: (entered: Entered) => void): HTMLElement {
  const form = actForm(
    'Buka',
    [labelled('PIN', el('input', { name: 'pin', type: 'password', autocomplete: 'current-password' }))],
    async ({ pin = '' }, say) => {
      say('Membuka …');
      const records = await Records.open(pin);
      if (!records) throw new Error('PIN salah.');
      const device = await findDevice(records);
      if (!device) throw new Error('Pendaftaran perangkat ini tidak selesai. Minta kode baru dari kantor.');
      enter({ records, device });
    },
  );
  return el('section', {}, el('h1', {}, 'Buka dengan PIN'), form);
}
