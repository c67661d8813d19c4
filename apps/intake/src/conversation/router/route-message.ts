import type { ServiceKind } from '#civil-registry';
import { readRequestLine } from '../read-request-line.js';
import { hearConcepts, type Heard } from './hear-concepts.js';
import type { Label } from './labels.js';
import { urgencyOf } from './labels.js';
import { scoringRules } from './scoring-rules.js';

/** What a message wants. */
export interface Route {
  /** The most urgent wish, or TIDAK_JELAS. */
  readonly label: Label;
  /** Further wishes of the same message, the most urgent first. */
  readonly others: readonly Label[];
  /** 0 to 1. */
  readonly confidence: number;
  /** The concepts that decided, with the words that raised them; never a number of a person. */
  readonly because: readonly string[];
}

/** Below this the citizen gets the menu: a wrong answer costs more than a question. */
const threshold = 0.5;
/** A wish so much weaker than the strongest is an echo of it, not a second wish. */
const margin = 0.18;

/** Longer texts are cut: no wish needs more, and nobody shall keep the reader busy. */
const mostCharacters = 1_500;

/** The numbers of the menu in the greeting, and the words that answers ask for where they are no wish by themselves. */
const menu: ReadonlyMap<string, Label> = new Map(
  Object.entries({
    '1': 'INFO_SYARAT_BARU',
    '2': 'AJUKAN_HILANG',
    '3': 'CEK_STATUS',
    '4': 'INFO_REKAM',
    '5': 'INFO_BLANGKO',
    '6': 'PENGADUAN',
    '0': 'MINTA_PETUGAS',
    petugas: 'MINTA_PETUGAS',
    admin: 'SAPAAN',
    syarat: 'INFO_SYARAT_BARU',
    persyaratan: 'INFO_SYARAT_BARU',
    menu: 'SAPAAN',
  } satisfies Record<string, Label>),
);

const lineLabels: Readonly<Record<ServiceKind, Label>> = {
  BARU_WNI: 'AJUKAN_BARU',
  BARU_WNA: 'AJUKAN_WNA',
  PINDAH_DALAM_NKRI: 'AJUKAN_PINDAH',
  PINDAH_DARI_LN: 'AJUKAN_PINDAH',
  PINDAH_WNA: 'AJUKAN_WNA',
  UBAH_DATA: 'AJUKAN_UBAH_DATA',
  PERPANJANG_WNA: 'AJUKAN_WNA',
  HILANG: 'AJUKAN_HILANG',
  RUSAK: 'AJUKAN_RUSAK',
  LUAR_DOMISILI: 'AJUKAN_LUAR_DOMISILI',
  GANTI_FOTO: 'AJUKAN_UBAH_DATA',
};

/** Reads what a citizen's text wants (labels of domain 7.3). Pure; takes any text. */
export function routeMessage(text: string): Route {
  const said = text.slice(0, mostCharacters).normalize('NFKC').trim();
  const chosen = menu.get(said.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  if (chosen !== undefined) return sure(chosen, 'menu number');
  if (/^[1-4](\D{0,3}[1-4]){3,}\D{0,3}$/.test(said)) return sure('SURVEI', 'a row of marks from 1 to 4');
  const line = readRequestLine(said, () => false);
  if (line?.kind !== undefined && (line.nik ?? line.familyCard) !== undefined) {
    return sure(lineLabels[line.kind], 'request line');
  }
  return weigh(hearConcepts(said));
}

function sure(label: Label, reason: string): Route {
  return { label, others: [], confidence: 1, because: [reason] };
}

function weigh({ concepts, words, unknown }: Heard): Route {
  // Words that nothing is known of may turn the sense around: the more there are, the less is sure.
  const understood = words === 0 ? 0 : 1 - 0.55 * (unknown / words);
  const scores = new Map<Label, { points: number; because: string[] }>();
  for (const { label, points, when, unless } of scoringRules) {
    if (unless.some((concept) => concepts.has(concept))) continue;
    const because: string[] = [];
    for (const group of when) {
      const heard = group.find((concept) => concepts.has(concept));
      if (heard === undefined) break;
      because.push(`${heard}: ${concepts.get(heard) ?? ''}`);
    }
    if (because.length < when.length || points <= (scores.get(label)?.points ?? 0)) continue;
    scores.set(label, { points, because });
  }
  const best = Math.max(0, ...[...scores.values()].map(({ points }) => points));
  const wishes = [...scores]
    .filter(
      ([label, { points }]) => points * understood >= threshold && points >= best - margin && speaks(label, scores),
    )
    .sort(([one], [other]) => urgencyOf(one) - urgencyOf(other));
  const [first, ...rest] = wishes;
  if (!first) return { label: 'TIDAK_JELAS', others: [], confidence: best * understood, because: [] };
  const [label, { points, because }] = first;
  return { label, others: rest.map(([other]) => other), confidence: points * understood, because };
}

/** A greeting or a thank-you is a wish only where there is no other; a question about a kind, only where none is applied for. */
function speaks(label: Label, scores: ReadonlyMap<Label, unknown>): boolean {
  if (label === 'SAPAAN') return scores.size === 1;
  if (label === 'PENUTUP') return [...scores.keys()].every((other) => other === 'PENUTUP' || other === 'SAPAAN');
  if (label.startsWith('INFO_SYARAT_')) return ![...scores.keys()].some((other) => other.startsWith('AJUKAN_'));
  return true;
}
