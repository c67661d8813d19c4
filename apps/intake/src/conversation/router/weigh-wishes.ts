import { type Label, urgencyOf } from './labels.js';
import type { JudgeText } from './learned/messages.js';
import type { Route } from './route.js';

/** Below this the citizen gets the menu: a wrong answer costs more than a question. */
const threshold = 0.4;
/** A part of a message must be surer than the whole to count as a second wish. */
const sureOfPart = 0.75;

const boundaries = /[,.;!?\n]+|\b(?:dan|sekalian|skalian|terus|trus|trs|juga|jg|lalu|kemudian|serta|oh ya|sambil)\b/iu;
const courtesies: readonly Label[] = ['SAPAAN', 'PENUTUP', 'TIDAK_JELAS', 'DI_LUAR_TOPIK'];

/**
 * Weighs what a text wants: the whole of it says the wish, its parts say what is wanted besides. Of two questions the more
 * urgent is answered; an act (withdrawing, complaining, applying, sending) is read from the whole alone.
 */
export function weighWishes(text: string, judge: JudgeText): Route {
  const whole = judge(text);
  if (whole.label === 'TIDAK_JELAS' || whole.share < threshold) {
    return { label: 'TIDAK_JELAS', others: [], confidence: whole.share, because: [] };
  }
  const others = [...new Set(wishesOfParts(text, judge))].filter((label) => isSecond(label, whole.label));
  const wishes = [whole.label, ...others].sort((one, other) => urgencyOf(one) - urgencyOf(other));
  const label = wishes.every(isQuestion) ? (wishes[0] ?? whole.label) : whole.label;
  return { label, others: wishes.filter((wish) => wish !== label), confidence: whole.share, because: whole.because };
}

const isQuestion = (label: Label): boolean =>
  label.startsWith('INFO_') || label === 'NIK_BERMASALAH' || label === 'JEMPUT_BOLA';

function wishesOfParts(text: string, judge: JudgeText): Label[] {
  const parts = text.split(boundaries).filter((part) => /\p{L}{3}/u.test(part));
  if (parts.length < 2) return [];
  return parts
    .slice(0, 6)
    .map(judge)
    .filter(({ label, share }) => share >= sureOfPart && !courtesies.includes(label))
    .map(({ label }) => label);
}

/** Whether what a part wants is a wish of its own: not the same again, and not how to do what is being done. */
function isSecond(label: Label, first: Label): boolean {
  if (label === first || courtesies.includes(first)) return false;
  const acts = first.startsWith('AJUKAN_') || first === 'KIRIM_BERKAS';
  return !(acts && /^(AJUKAN_|INFO_SYARAT_|INFO_LUAR_DOMISILI|KIRIM_BERKAS)/.test(label));
}
