import type { Role } from '#boot';
import { documents } from '#civil-registry';
import type { z } from 'zod';
import type { Visitor } from '../access/sessions.js';
import type { ApplicationShown } from '../show-applications.js';
import type { Asked } from './ask-services.js';
import { html, type Html } from './html.js';
import { actForm, options, part } from './layout.js';
import { heldJobForm } from './held-job-form.js';
import { type openReviews, reviewForms } from './review-forms.js';

const documentNames = Object.fromEntries(Object.values(documents).map(({ code, name }) => [code, name]));
const final = ['handed_over', 'rejected', 'withdrawn', 'expired'];

/** What this person may do about this request in its present state. The services judge again; this only offers. */
export function applicationActs(
  one: ApplicationShown,
  visitor: Visitor,
  reviews: Asked<z.output<typeof openReviews>>,
): Html {
  const may = (...roles: Role[]) => roles.some((role) => visitor.roles.includes(role));
  const atIntake = `/api/intake/applications/${one.applicationId}`;
  const job = one.printJob;
  const atPrinting = job && `/api/printing-queue/print-jobs/${job.jobId}`;
  const acts: (Html | false | null)[] = [
    may('clerk', 'reviewer') &&
      ['checking_register', 'under_review', 'awaiting_recording'].includes(one.state) &&
      part(reviews, (seen) => html`${seen.reviews.map(reviewForms)}`),
    may('clerk', 'reviewer', 'admin') &&
      ['draft', 'correction_requested'].includes(one.state) &&
      html`<h3>Tambah dokumen</h3>
        <form class="upload" data-upload="${atIntake}/documents">
          <select name="as" aria-label="Dokumen">
            ${options(documentNames)}
          </select>
          <input type="file" name="file" accept="image/jpeg,image/png,image/webp,application/pdf" required /><button>
            Unggah</button
          ><output></output>
        </form>
        ${actForm(`${atIntake}/submission`, 'Serahkan berkas untuk diperiksa')}`,
    may('clerk', 'reviewer', 'admin') && html`<p><a href="${atIntake}/receipt">Tanda terima (PDF)</a></p>`,
    job?.state === 'held' && may('print-operator', 'admin') ? heldJobForm(job.jobId) : null,
    atPrinting && one.state === 'in_transit' && may('clerk', 'print-operator')
      ? html`<h3>Pengiriman</h3>
          ${job.state === 'completed' ? actForm(`${atPrinting}/dispatch`, 'Kartu dikirim') : ''}
          ${actForm(`${atPrinting}/arrival`, `Kartu tiba di ${one.office}`)}`
      : null,
    atPrinting && one.state === 'ready_for_pickup' && may('clerk', 'print-operator')
      ? html`<div data-task="hand-over">
          <h3>Penyerahan kartu</h3>
          ${actForm(
            `${atPrinting}/hand-over`,
            'Serahkan kartu',
            html`<label
                >Diambil oleh
                <select name="collectedBy">
                  ${options({ self: 'yang bersangkutan', family: 'keluarga satu KK', proxy: 'penerima kuasa (F-1.07)' })}
                </select></label
              >
              <label><input type="checkbox" name="oldCardTaken" data-as="boolean" /> KTP lama/rusak ditarik</label>
              <label
                ><input type="checkbox" name="familyCardSeen" data-as="boolean" /> KK yang memuat keduanya sudah
                dilihat</label
              >
              <label>Surat kuasa F-1.07 (nomor/tanggal) <input name="authorityLetter" maxlength="80" /></label>
              <label>Catatan <input name="note" maxlength="500" /></label>`,
          )}
        </div>`
      : null,
    !final.includes(one.state) && may('clerk', 'reviewer', 'admin')
      ? html`<details>
          <summary>Batalkan permohonan</summary>
          ${actForm(`${atIntake}/withdrawal`, 'Batalkan atas permintaan warga')}
        </details>`
      : null,
  ];
  const offered = acts.filter((act) => act instanceof Object);
  return offered.length === 0 ? html`<p>Tidak ada yang perlu dilakukan sekarang.</p>` : html`${offered}`;
}
