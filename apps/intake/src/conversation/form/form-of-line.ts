import { matchAreaName, readKk, readName, readNik } from '#civil-registry';
import type { RequestLine } from '../read-request-line.js';
import type { Answers, Form } from './form.js';
import type { AnswerContext } from './take-answer.js';

/** A request line as a form: what is wrong in it and what is missing, each an Indonesian sentence without a number or a name. */
export interface FormOfLine {
  readonly form: Form;
  readonly wrong: readonly string[];
  readonly missing: readonly string[];
}

/** Takes what a request line says that can be true; all that cannot is told together. */
export function formOfLine(line: RequestLine, context: AnswerContext): FormOfLine {
  const wrong: string[] = [];
  const missing: string[] = [];
  const take = <Value extends object>(
    read: (Value & { readonly ok: boolean; readonly problems: readonly { readonly text: string }[] }) | undefined,
    whenMissing: string,
  ): Value | undefined => {
    if (read === undefined) missing.push(whenMissing);
    else if (!read.ok) wrong.push(...read.problems.map(({ text }) => text));
    return read?.ok === true ? read : undefined;
  };
  const { on, areas } = context;
  const nik = take(line.nik === undefined ? undefined : readNik(line.nik, { on, areas }), 'NIK belum ditulis.');
  const card = take(
    line.familyCard === undefined ? undefined : readKk(line.familyCard, { on, areas }),
    'Nomor KK belum ditulis.',
  );
  const name = take(
    line.name === undefined ? undefined : readName(line.name, line.kind === 'BARU_WNI' ? 'new' : 'recorded'),
    'Nama belum ditulis.',
  );
  const place = placeOf(line, context);
  if ('wrong' in place) wrong.push(place.wrong);
  else if (place.district === undefined && line.kind !== 'LUAR_DOMISILI') missing.push('Kecamatan belum ditulis.');
  if (line.kind === undefined) missing.push('Keperluan belum ditulis, misalnya HILANG atau RUSAK.');
  const answers: Answers = {
    ...(nik?.ok === true ? { nik: nik.nik } : {}),
    ...(card?.ok === true ? { familyCard: card.kk } : {}),
    ...(name?.ok === true ? { name: name.name.toUpperCase() } : {}),
    ...('wrong' in place || place.district === undefined
      ? {}
      : { district: place.district, village: line.village ?? null }),
  };
  return { form: { kind: line.kind, citizenship: 'WNI', answers }, wrong, missing };
}

/** The sub-district as it is named, else by a village whose name only one has. */
function placeOf(
  line: RequestLine,
  { districts, aliases, areas }: AnswerContext,
): { readonly district: string | undefined } | { readonly wrong: string } {
  if (line.district === undefined) {
    if (line.village === undefined) return { district: undefined };
    const villages = districts.flatMap(({ code }) => areas.villagesOf(code));
    const match = matchAreaName(line.village, villages);
    return { district: match.kind === 'exact' ? match.area.districtCode : undefined };
  }
  const match = matchAreaName(line.district, districts, aliases);
  switch (match.kind) {
    case 'exact':
      return { district: match.area.code };
    case 'close':
      return {
        wrong: `Kecamatan kurang jelas. Mungkin maksud Anda: ${match.areas.map(({ name }) => name).join(', ')}?`,
      };
    case 'none':
      return { wrong: 'Kecamatan tidak dikenal di kabupaten ini. Mohon tulis nama kecamatan sesuai KK.' };
  }
}
