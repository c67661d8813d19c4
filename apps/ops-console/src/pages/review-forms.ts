import { documents } from '#civil-registry';
import { z } from 'zod';
import { html, type Html } from './html.js';
import { actForm, options } from './layout.js';
import { defectWords, doubtWords, word } from './words.js';

/** What the pages read of document-validation's list of reviews. */
export const openReviews = z.looseObject({
  reviews: z.array(
    z.looseObject({
      reviewId: z.string(),
      applicationId: z.string(),
      task: z.string(),
      doubts: z.array(z.string()),
      claimedBy: z.string().nullable(),
      proposal: z.looseObject({ by: z.string() }).nullish(),
      openedAt: z.string(),
    }),
  ),
});
export type OpenReview = z.output<typeof openReviews>['reviews'][number];

const recordStatuses = [
  'PRINT_READY_RECORD',
  'UNREGISTERED',
  'BIO_CAPTURED',
  'PROCESSING',
  'SENT_FOR_ENROLLMENT',
  'RECEIVED_AT_CENTRAL',
  'SEARCH_FAILURE_AT_CENTRAL',
  'ENROLL_FAILURE_AT_CENTRAL',
  'ENROLL_FAILURE_AT_REGIONAL',
  'ADJUDICATE_RECORD',
  'REQUEST_VALIDATION',
  'DUPLICATE_RECORD',
  'SENT_FOR_CARD_PRINTING',
  'CARD_PRINTED',
  'CARD_SHIPPED',
  'CARD_ISSUED',
];
const recording = { recording: 'belum direkam', deduplication: 'menunggu penunggalan di pusat' };
const documentNames = Object.fromEntries(Object.values(documents).map(({ code, name }) => [code, name]));
const hidden = (name: string, value: string) => html`<input type="hidden" name="${name}" value="${value}" />`;
const causeField = html`<select name="cause" aria-label="Sebab">
  ${options(recording)}
</select>`;

/** What a person is asked to do about a review: the forms of its task, and a look at whom it is about. */
export function reviewForms(review: OpenReview): Html {
  const at = `/api/document-validation/reviews/${review.reviewId}`;
  const look = actForm(`${at}/look-up`, 'Tampilkan NIK, KK dan nama (dicatat)', html``, 'show');
  const inHand = review.claimedBy ? html`<p>Sedang ditangani ${review.claimedBy}.</p>` : '';
  switch (review.task) {
    case 'tick-register':
      return html`<div data-task="tick-register">
        <h3>Hasil pengecekan SIAK</h3>
        ${inHand}${look} ${actForm(`${at}/register-result`, 'Sesuai', hidden('result', 'confirmed'))}
        ${actForm(`${at}/register-result`, 'Rekaman belum siap', html`${hidden('result', 'not-recorded')}${causeField}`)}
        ${actForm(
          `${at}/register-result`,
          'Meragukan',
          html`${hidden('result', 'doubtful')}
            <fieldset>
              <legend>Yang meragukan</legend>
              ${Object.entries(doubtWords).map(
                ([code, name]) =>
                  html`<label><input type="checkbox" name="doubts" value="${code}" data-as="list" />${name}</label> `,
              )}
            </fieldset>`,
        )}
      </div>`;
    case 'decide-doubt':
      return html`<div data-task="decide-doubt">
        <h3>Keraguan yang harus diputuskan</h3>
        ${inHand}
        <p>${review.doubts.map((doubt) => html`<span class="hold">${word(doubtWords, doubt)}</span> `)}</p>
        ${look} ${review.proposal ? secondOpinion(at, review.proposal.by) : ''}
        ${actForm(`${at}/decision`, 'Setujui', hidden('verdict', 'approve'))}
        ${actForm(`${at}/decision`, 'Tunggu rekaman', html`${hidden('verdict', 'await-recording')}${causeField}`)}
        ${actForm(`${at}/decision`, 'Minta perbaikan berkas', html`${hidden('verdict', 'correct')}${[0, 1, 2].map(findingRow)}`)}
        ${actForm(`${at}/decision`, 'Tolak', html`${hidden('verdict', 'refuse')}<label>Dasar hukum <input name="legalReason" required pattern="[A-Z][A-Z0-9_.\\-]+" placeholder="PERPRES_96_2018_17" /></label>`)}
      </div>`;
    case 'mirror-record':
      return html`<div data-task="mirror-record">
        <h3>Status rekaman di SIAK</h3>
        ${inHand}${look}
        ${actForm(
          `/api/document-validation/records/${review.applicationId}/status`,
          'Catat status',
          html`<select name="status" aria-label="Status SIAK">
            ${options(Object.fromEntries(recordStatuses.map((status) => [status, status.replaceAll('_', ' ')])))}
          </select>`,
        )}
      </div>`;
    default:
      return html`<p>Tugas ${review.task} belum dikenal halaman ini.</p>`;
  }
}

/** A refusal needs two people: the second one confirms it or gives it back. */
function secondOpinion(at: string, by: string): Html {
  return html`<div data-proposal>
    <p>${by} mengusulkan penolakan; orang kedua harus memutuskan.</p>
    ${actForm(`${at}/second-opinion`, 'Setujui penolakan', hidden('opinion', 'confirm'))}
    ${actForm(`${at}/second-opinion`, 'Kembalikan', hidden('opinion', 'return'))}
  </div>`;
}

function findingRow(row: number): Html {
  return html`<span class="row"
    ><select name="findings.${row}.document" aria-label="Dokumen">
      <option value="">—</option>
      ${options(documentNames)}
    </select>
    <select name="findings.${row}.defect" aria-label="Kekurangan">
      <option value="">—</option>
      ${options(defectWords)}
    </select></span
  >`;
}
