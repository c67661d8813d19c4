import { html, type Html } from './html.js';
import { actForm, options } from './layout.js';

/** A person has looked into the tray: what became of the blank. Nothing is printed again before that is known. */
export function heldJobForm(jobId: string): Html {
  return html`<div data-task="settle">
    <h3>Pekerjaan cetak ditahan</h3>
    <p>Periksa baki mesin cetak, lalu catat apa yang terjadi dengan blangkonya.</p>
    ${actForm(
      `/api/printing-queue/print-jobs/${jobId}/settlement`,
      'Catat',
      html`<select name="outcome" aria-label="Keadaan">
          ${options({ printed: 'tercetak baik', spoiled: 'rusak', 'not-fed': 'blangko tidak terpakai' })}
        </select>
        <label>Nomor blangko <input name="serial" /></label
        ><label>Catatan <input name="note" required minlength="3" maxlength="500" /></label>`,
    )}
  </div>`;
}
