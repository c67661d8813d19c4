import { z } from 'zod';
import { kindWord } from './applications-page.js';
import { html, type Html } from './html.js';
import { actForm, options } from './layout.js';
import type { Times } from './times.js';
import { word } from './words.js';

/** What the printing page shows beside jobs and stations: second cards to be decided, the stock, cards that are missing or lie long, machines. */
export const approvals = z.looseObject({
  approvals: z.array(
    z.looseObject({
      approvalId: z.string(),
      applicationId: z.string(),
      office: z.string(),
      act: z.string(),
      found: z.string().nullable(),
      reason: z.string(),
      askedBy: z.string(),
      askedAt: z.string(),
    }),
  ),
});
export const stock = z.looseObject({
  stock: z.array(
    z.looseObject({
      office: z.string(),
      item: z.string(),
      level: z.string(),
      cardsLeft: z.number(),
      cardsPerDay: z.number(),
      workingDaysLeft: z.number().nullable(),
    }),
  ),
});
export const cards = z.looseObject({
  cards: z.array(
    z.looseObject({
      jobId: z.string(),
      applicationId: z.string(),
      kind: z.string(),
      office: z.string(),
      printedAt: z.string(),
    }),
  ),
});
export const machines = z.looseObject({
  assets: z.array(
    z.looseObject({
      office: z.string(),
      label: z.string(),
      due: z.array(z.looseObject({ task: z.string(), level: z.string() })),
      meanCardsBetweenFaults: z.number().nullable(),
      brokenSince: z.string().nullable(),
    }),
  ),
});

const actWords = { settle: 'kartu ditahan tidak jadi, cetak ulang', void: 'kartu tercetak dibatalkan, cetak ulang' };
const itemWords = {
  blanks: 'blangko',
  ribbon: 'ribbon',
  film: 'film',
  laminate: 'laminasi',
  'cleaning-kit': 'perangkat pembersih',
};
const levelWords = { ok: 'cukup', low: 'MENIPIS, pesan sekarang', out: 'HABIS' };
const careWords = { cleaning: 'pembersihan', service: 'servis', due: 'jatuh tempo', overdue: 'TERLAMBAT' };
const none = html`<p>Tidak ada.</p>`;
const table = (heads: readonly string[], rows: readonly Html[]): Html =>
  rows.length === 0
    ? none
    : html`<table>
        <thead>
          <tr>
            ${heads.map((head) => html`<th>${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>`;

export function approvalTable(list: z.output<typeof approvals>['approvals'], me: string, times: Times): Html {
  return table(
    ['Diminta', 'Kantor', 'Perkara', 'Alasan', 'Keputusan orang kedua'],
    list.map(
      (one) =>
        html`<tr data-approval="${one.approvalId}">
          <td><a href="/permohonan/${one.applicationId}">${times.at(one.askedAt)}</a> ${one.askedBy}</td>
          <td>${one.office}</td>
          <td>${word(actWords, one.act)}</td>
          <td>${one.reason}</td>
          <td>
            ${
              one.askedBy === me
                ? 'menunggu orang lain'
                : actForm(
                    `/api/printing-queue/approvals/${one.approvalId}/decision`,
                    'Putuskan',
                    html`<select name="decision" aria-label="Keputusan">
                        ${options({ approve: 'setuju', deny: 'tolak' })}
                      </select>
                      <label>Catatan <input name="note" required minlength="3" maxlength="500" /></label>`,
                  )
            }
          </td>
        </tr>`,
    ),
  );
}

export function stockTable(list: z.output<typeof stock>['stock']): Html {
  return table(
    ['Kantor', 'Barang', 'Cukup untuk', 'Hari kerja', 'Keadaan'],
    list.map(
      (one) =>
        html`<tr data-stock="${one.office}.${one.item}" class="${one.level}">
          <td>${one.office}</td>
          <td>${word(itemWords, one.item)}</td>
          <td>${one.cardsLeft} kartu (${one.cardsPerDay} sehari)</td>
          <td>${one.workingDaysLeft ?? '—'}</td>
          <td>${word(levelWords, one.level)}</td>
        </tr>`,
    ),
  );
}

export function cardTable(list: z.output<typeof cards>['cards'], times: Times, isMissing: boolean): Html {
  return table(
    ['Dicetak', 'Layanan', 'Loket', ''],
    list.map(
      (one) =>
        html`<tr data-card="${one.jobId}">
          <td><a href="/permohonan/${one.applicationId}">${times.at(one.printedAt)}</a></td>
          <td>${kindWord(one.kind)}</td>
          <td>${one.office}</td>
          <td>
            ${
              isMissing
                ? actForm(
                    `/api/printing-queue/print-jobs/${one.jobId}/missing-settlement`,
                    'Catat',
                    html`<select name="outcome" aria-label="Keadaan">
                        ${options({ found: 'ditemukan', lost: 'hilang, cetak ulang' })}
                      </select>
                      <label>Catatan <input name="note" required minlength="3" maxlength="500" /></label>`,
                  )
                : html`<a href="/api/printing-queue/print-jobs/${one.jobId}/slip">slip</a>`
            }
          </td>
        </tr>`,
    ),
  );
}

export function machineTable(list: z.output<typeof machines>['assets'], times: Times): Html {
  return table(
    ['Kantor', 'Mesin', 'Perawatan', 'Kartu antar gangguan', 'Rusak sejak'],
    list.map(
      (one) =>
        html`<tr>
          <td>${one.office}</td>
          <td>${one.label}</td>
          <td>
            ${one.due.map(({ task, level }) => `${word(careWords, task)} ${word(careWords, level)}`).join(', ') || '—'}
          </td>
          <td>${one.meanCardsBetweenFaults ?? '—'}</td>
          <td>${one.brokenSince ? times.at(one.brokenSince) : '—'}</td>
        </tr>`,
    ),
  );
}
