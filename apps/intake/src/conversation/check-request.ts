import {
  type District,
  type AreaBook,
  type AreaAliases,
  lookExchanged,
  matchAreaName,
  readKk,
  readName,
  readNik,
  type ServiceKind,
  serviceKindFacts,
} from '#civil-registry';
import type { RequestLine } from './read-request-line.js';

/** A request whose particulars can be true. */
export interface Request {
  readonly kind: ServiceKind;
  readonly nik: string;
  readonly familyCard: string;
  readonly name: string;
  readonly village: string | null;
  /** Six digits, or `unknown`. */
  readonly district: string;
}

export interface CheckContext {
  /** The office's calendar day. */
  readonly on: string;
  readonly areas: AreaBook;
  readonly districts: readonly District[];
  readonly aliases: AreaAliases;
}

/** Kinds that come whole by WhatsApp today; the others are answered with their requirements. */
export const byWhatsapp: readonly ServiceKind[] = ['HILANG', 'RUSAK'];

/**
 * Checks a request line. All problems come together, each an Indonesian sentence that repeats no number and no name.
 */
export function checkRequest(
  line: RequestLine,
  context: CheckContext,
): { readonly ok: true; readonly request: Request } | { readonly ok: false; readonly problems: string[] } {
  const problems: string[] = [];
  const nik = line.nik === undefined ? undefined : readNik(line.nik, { on: context.on, areas: context.areas });
  if (!nik) problems.push('NIK belum ditulis.');
  else if (!nik.ok) problems.push(...nik.problems.map(({ text }) => text));

  const familyCard =
    line.familyCard === undefined ? undefined : readKk(line.familyCard, { on: context.on, areas: context.areas });
  if (!familyCard) problems.push('Nomor KK belum ditulis.');
  else if (!familyCard.ok) problems.push(...familyCard.problems.map(({ text }) => text));
  if (nik?.ok && familyCard?.ok) {
    if (nik.nik === familyCard.kk) problems.push('NIK dan nomor KK tidak mungkin sama. Mohon periksa kembali.');
    else if (lookExchanged(nik.nik, familyCard.kk))
      problems.push('NIK dan nomor KK tampaknya tertukar. Mohon periksa kembali.');
  }

  // Whoever asks for a replacement has a recorded name: one word and an apostrophe stay valid.
  const name = line.name === undefined ? undefined : readName(line.name, 'recorded');
  if (!name) problems.push('Nama belum ditulis.');
  else if (!name.ok) problems.push(...name.problems.map(({ text }) => text));

  const district = districtOf(line, context);
  if ('problem' in district) problems.push(district.problem);

  const { kind } = line;
  if (kind === undefined) problems.push('Keperluan belum ditulis. Tulis HILANG atau RUSAK di bagian akhir.');
  else if (!byWhatsapp.includes(kind)) {
    problems.push(
      `${serviceKindFacts[kind].title} belum dapat diajukan lewat WhatsApp. Tulis SYARAT untuk melihat syaratnya, lalu datang ke loket.`,
    );
  }

  if (problems.length > 0 || !nik?.ok || !familyCard?.ok || !name?.ok || kind === undefined || 'problem' in district) {
    return { ok: false, problems };
  }
  return {
    ok: true,
    request: {
      kind,
      nik: nik.nik,
      familyCard: familyCard.kk,
      name: name.name.toUpperCase(),
      village: line.village ?? null,
      district: district.code,
    },
  };
}

function districtOf(
  line: RequestLine,
  context: CheckContext,
): { readonly code: string } | { readonly problem: string } {
  const { districts, aliases } = context;
  if (line.district === undefined) {
    const byVillage = line.village === undefined ? undefined : districtOfVillage(line.village, context);
    return byVillage ? { code: byVillage } : { problem: 'Kecamatan belum ditulis.' };
  }
  const match = matchAreaName(line.district, districts, aliases);
  switch (match.kind) {
    case 'exact':
      return { code: match.area.code };
    case 'close':
      return {
        problem: `Kecamatan kurang jelas. Mungkin maksud Anda: ${match.areas.map(({ name }) => name).join(', ')}?`,
      };
    case 'none':
      return { problem: 'Kecamatan tidak dikenal di kabupaten ini. Mohon tulis nama kecamatan sesuai KK.' };
  }
}

/** A village whose name only one sub-district has tells the sub-district. */
function districtOfVillage(village: string, { areas, districts }: CheckContext): string | undefined {
  const match = matchAreaName(
    village,
    districts.flatMap(({ code }) => areas.villagesOf(code)),
  );
  return match.kind === 'exact' ? match.area.districtCode : undefined;
}
