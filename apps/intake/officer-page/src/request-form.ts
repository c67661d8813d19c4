import {
  ageOn,
  birthFor,
  type DocumentCode,
  documents,
  maskName,
  officeDate,
  readNik,
  type Requirement,
  requirementsFor,
  serviceKindFacts,
  serviceKinds,
} from '#civil-registry';
import {
  checkParticulars,
  type Particulars,
  particulars,
  type Remark,
} from '../../src/particulars/check-particulars.js';
import { choices, el, labelled, valuesOf } from './elements.js';
import type { Entered } from './enter.js';
import { takePhoto } from './photo.js';
import { type Draft, draft, forgetPhotos, type KeptPhoto, type StoredRequest } from './stored-request.js';

/** The counter's form, filled in where the citizen lives. It is kept as it is typed. */
export async function requestForm(entered: Entered, saved: () => void): Promise<HTMLElement> {
  const form = new RequestForm(
    entered,
    saved,
    (await entered.records.find('draft', 'own', draft)) ?? { form: {}, photos: [] },
  );
  return form.element;
}

/** What the office refused comes back into the form; sent anew it is another request. */
export async function takeIntoForm({ records }: Entered, request: StoredRequest): Promise<void> {
  const fields = Object.entries(request.particulars ?? {}).map(([name, value]) => [
    name,
    value === null ? '' : String(value),
  ]);
  await records.put('draft', 'own', { form: Object.fromEntries(fields), photos: request.photos } satisfies Draft);
  await records.remove('request', request.requestId);
}

class RequestForm {
  readonly element: HTMLElement;
  private readonly form: HTMLFormElement;
  private readonly photoRows = el('div');
  private readonly remarks = el('ul', { class: 'remarks', role: 'alert' });
  private photos: KeptPhoto[];
  private mayBeIncomplete = false;

  constructor(
    private readonly entered: Entered,
    private readonly saved: () => void,
    { form, photos }: Draft,
  ) {
    this.photos = photos;
    this.form = this.fields(form);
    this.form.addEventListener('input', () => void this.keep());
    this.form.addEventListener('change', (event) => {
      const name = event.target instanceof HTMLElement ? event.target.getAttribute('name') : null;
      if (['kind', 'nik', 'citizenship', 'married'].includes(name ?? '')) this.showPhotoRows();
    });
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.finish().catch((error: unknown) => this.show([{ field: '', code: '', text: String(error) }]));
    });
    this.showPhotoRows();
    this.element = el('section', {}, el('h1', {}, 'Permohonan baru'), this.form);
  }

  private fields(typed: Draft['form']): HTMLFormElement {
    const { setting } = this.entered.device;
    const input = (name: string, more: Record<string, string> = {}) =>
      el('input', { name, value: typed[name] ?? '', ...more });
    const select = (name: string, list: readonly (readonly [string, string])[], first: string) =>
      el('select', { name }, ...choices(list, typed[name] ?? first));
    const kinds = serviceKinds.map((kind) => [kind, serviceKindFacts[kind].title] as const);
    const villages = el('datalist', { id: 'villages' }, ...setting.villages.map((value) => el('option', { value })));
    return el(
      'form',
      { autocomplete: 'off', novalidate: true },
      labelled('Layanan', select('kind', kinds, 'RUSAK')),
      labelled('NIK', input('nik', { inputmode: 'numeric', maxlength: '40' })),
      labelled('Nomor KK', input('familyCardNumber', { inputmode: 'numeric', maxlength: '40' })),
      labelled('Nama lengkap', input('name', { maxlength: '200' })),
      labelled('Desa', el('span', {}, input('village', { list: 'villages', maxlength: '100' }), villages)),
      labelled('Nomor WhatsApp (bila ada)', input('phone', { inputmode: 'tel', maxlength: '30' })),
      labelled(
        'Tempat pengambilan',
        select(
          'office',
          setting.offices.map(({ code, name }) => [code, name] as const),
          setting.office,
        ),
      ),
      labelled(
        'Kewarganegaraan',
        select(
          'citizenship',
          [
            ['WNI', 'WNI'],
            ['WNA', 'WNA (pemegang ITAP)'],
          ],
          'WNI',
        ),
      ),
      labelled(
        'Sudah atau pernah kawin (bila belum 17 tahun)',
        select(
          'married',
          [
            ['', 'tidak perlu'],
            ['true', 'ya'],
            ['false', 'belum'],
          ],
          '',
        ),
      ),
      el('fieldset', {}, el('legend', {}, 'Foto dokumen asli'), this.photoRows),
      this.remarks,
      el('button', { type: 'submit' }, 'Simpan permohonan'),
    );
  }

  private showPhotoRows(): void {
    this.photoRows.replaceChildren(...this.requirements().map((requirement) => this.photoRow(requirement)));
  }

  private photoRow({ document: code, name, alternatives, howToSend }: Requirement): HTMLElement {
    const kept = this.photos.find(({ as }) => as === code || alternatives.some((other) => other === as));
    const file = el('input', { type: 'file', accept: 'image/*', capture: 'environment', 'aria-label': name });
    const which =
      alternatives.length === 0
        ? null
        : el(
            'select',
            { 'aria-label': `Jenis: ${name}` },
            ...choices(
              [code, ...alternatives].map((one) => [one, documents[one].name] as const),
              kept?.as,
            ),
          );
    const said = el(
      'output',
      { role: 'status', class: kept?.fault ? 'failed' : 'done' },
      kept ? (kept.fault ?? 'Foto tersimpan.') : '',
    );
    const row = el(
      'div',
      { class: 'photo', 'data-document': code },
      el('strong', {}, name),
      el('small', {}, `Mohon ${howToSend}.`),
      which,
      file,
      said,
    );
    file.addEventListener('change', () => {
      const [taken] = file.files ?? [];
      if (!taken) return;
      said.textContent = 'Memeriksa foto …';
      this.takePhoto(taken, which ? this.codeOf(which.value, code) : code, kept).catch((error: unknown) => {
        said.className = 'failed';
        said.textContent = error instanceof Error ? error.message : 'Foto gagal disimpan.';
      });
    });
    return row;
  }

  private codeOf(chosen: string, otherwise: DocumentCode): DocumentCode {
    return Object.values(documents).find(({ code }) => code === chosen)?.code ?? otherwise;
  }

  private async takePhoto(file: Blob, as: DocumentCode, before: KeptPhoto | undefined): Promise<void> {
    const { records } = this.entered;
    const { bytes, sha256, fault } = await takePhoto(file);
    const photoId = crypto.randomUUID();
    await records.putBytes('photo', photoId, bytes);
    const photo = { photoId, as, size: bytes.length, sha256, fault: fault ?? null };
    this.photos = [...this.photos.filter((one) => one !== before && one.as !== as), photo];
    await this.keep();
    if (before) await forgetPhotos(records, [before]);
    this.showPhotoRows();
  }

  private async keep(): Promise<void> {
    this.mayBeIncomplete = false;
    await this.entered.records.put('draft', 'own', { form: valuesOf(this.form), photos: this.photos } satisfies Draft);
  }

  private today(): string {
    return officeDate(new Date(), this.entered.device.setting.timeZone);
  }

  private requirements(): readonly Requirement[] {
    const { kind, nik = '', citizenship, married } = valuesOf(this.form);
    const found = serviceKinds.find((one) => one === kind) ?? 'RUSAK';
    const on = this.today();
    const birth = birthFor(found, readNik(nik, { on }));
    const isForeigner = citizenship === 'WNA' || serviceKindFacts[found].citizenship === 'WNA';
    return requirementsFor(found, {
      citizenship: isForeigner ? 'WNA' : 'WNI',
      age: birth === null ? undefined : ageOn(birth, on),
      married: married === '' ? undefined : married === 'true',
    });
  }

  private typed(): Particulars {
    const { kind, nik, familyCardNumber, name, village, phone, office, citizenship, married } = valuesOf(this.form);
    return particulars.parse({
      ...{ kind, nik, familyCardNumber, name, village, office },
      phone: phone || null,
      district: this.entered.device.setting.district.code,
      // A kind for foreigners alone says so itself.
      citizenship: citizenship === 'WNA' ? 'WNA' : null,
      married: married === '' ? null : married === 'true',
    });
  }

  private async finish(): Promise<void> {
    const { records, device } = this.entered;
    const input = this.typed();
    const offices = device.setting.offices;
    const judged = checkParticulars(input, {
      on: this.today(),
      officeCode: (asked) => offices.find(({ code }) => code === (asked ?? device.setting.office))?.code,
    });
    if (!judged.ok) return this.show(judged.problems);
    const asked = this.requirements();
    const photos = this.photos.filter(({ as }) =>
      asked.some((one) => one.document === as || one.alternatives.some((other) => other === as)),
    );
    const missing = asked.filter(
      (one) => !photos.some(({ as }) => as === one.document || one.alternatives.some((other) => other === as)),
    );
    const doubts = [
      ...missing.map(({ name }) => `Belum ada foto: ${name}.`),
      ...photos.flatMap(({ as, fault }) => (fault ? [`${this.nameOf(as)}: ${fault}`] : [])),
    ];
    if (doubts.length > 0 && !this.mayBeIncomplete) {
      this.mayBeIncomplete = true;
      doubts.push('Warga masih di sini? Lengkapi sekarang. Bila tidak bisa, tekan Simpan sekali lagi.');
      return this.show(doubts.map((text) => ({ field: '', code: '', text })));
    }
    const requestId = crypto.randomUUID();
    await records.put('request', requestId, {
      ...{ requestId, takenAt: new Date().toISOString(), photos, particulars: input },
      shownAs: maskName(judged.checked.request.name),
      kindTitle: serviceKindFacts[input.kind].title,
      ...{ carriedAt: null, result: null },
    } satisfies StoredRequest);
    await records.remove('draft', 'own');
    await forgetPhotos(
      records,
      this.photos.filter((photo) => !photos.includes(photo)),
    );
    this.saved();
  }

  private nameOf(as: string): string {
    return Object.values(documents).find(({ code }) => code === as)?.name ?? as;
  }

  private show(remarks: readonly Remark[]): void {
    this.remarks.replaceChildren(...remarks.map(({ text }) => el('li', {}, text)));
  }
}
