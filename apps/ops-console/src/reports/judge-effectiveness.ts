import { queryRows } from '#outbox';
import { halfBefore, halfYear } from './half-year.js';
import { count, type HalfYear, halves, inHalf, parametersOf, type Report, type ReportAsk, text } from './report.js';

/** What is counted of one half-year. */
interface Figures {
  readonly requests: number;
  readonly judged: number;
  readonly first_time: number;
  readonly whatsapp: number;
  readonly districts: number;
  readonly district_known: number;
  readonly complete: number;
  readonly overdue: number;
  readonly net_median: number | null;
  readonly gross_median: number | null;
  readonly handed_over: number;
  readonly closed: number;
  readonly first_cards: number;
  readonly newly_recorded: number;
  readonly held_network: number;
  readonly held_network_minutes: number;
  readonly held_supplies: number;
  readonly held_supplies_minutes: number;
  readonly held_machine: number;
  readonly held_machine_minutes: number;
  readonly missing: number;
  readonly not_understood: number;
  readonly asked_clerk: number;
}

const heldBy = (name: string, causes: readonly string[]) => {
  const minutes = causes.map((cause) => `coalesce((f.held->>'${cause}')::int, 0)`).join(' + ');
  return `count(*) filter (where f.held ?| array[${causes.map((cause) => `'${cause}'`).join(', ')}])::int as held_${name},
    coalesce(sum(${minutes}) filter (where f.held <> '{}'), 0)::float as held_${name}_minutes`;
};

/** Conversations belong to no office. */
const handedOver = (reason: string) => `(select count(*)::int from halves join event e
    on e.time >= halves.since and e.time < halves.until
   where e.type = 'conversation.handed-to-clerk' and e.data->>'reason' = '${reason}')`;

const figures = `
  with ${halves}
  select count(*)::int as requests, count(first_time_complete)::int as judged,
         count(*) filter (where first_time_complete)::int as first_time,
         count(*) filter (where channel = 'whatsapp')::int as whatsapp,
         count(distinct district) filter (where district <> 'unknown')::int as districts,
         count(*) filter (where district <> 'unknown')::int as district_known,
         count(complete_since)::int as complete, count(*) filter (where overdue)::int as overdue,
         percentile_cont(0.5) within group (order by net_minutes) as net_median,
         percentile_cont(0.5) within group (order by gross_minutes) as gross_median,
         count(handed_over_at)::int as handed_over,
         count(*) filter (where state in ('handed_over', 'rejected', 'withdrawn', 'expired'))::int as closed,
         count(*) filter (where handed_over_at is not null and kind in ('BARU_WNI', 'BARU_WNA'))::int as first_cards,
         count(recorded_at)::int as newly_recorded,
         ${heldBy('network', ['network', 'quota'])},
         ${heldBy('supplies', ['blanks', 'ribbon', 'film'])},
         ${heldBy('machine', ['power', 'station', 'capacity'])},
         count(*) filter (where exists (select 1 from unnest(defects) d where d like '%:missing'))::int as missing,
         ${handedOver('not-understood')} as not_understood,
         ${handedOver('asked')} as asked_clerk
    from halves join request_fact f on ${inHalf('f.begun_at', 'f.office')}`;

interface Measure {
  readonly criterion: string;
  readonly measure: string;
  readonly unit: string;
  readonly of: (figures: Figures, all: { readonly districts: number }) => number | null;
}

const percent = (part: number, whole: number) => (whole === 0 ? null : Math.round((part / whole) * 1_000) / 10);
const hours = (workingMinutes: number) => Math.round(workingMinutes / 6) / 10;

/**
 * The five measures of a programme's effectiveness by which such services are studied (understanding, right target, on time,
 * goal reached, real change), then what stands in the way from inside and from outside: each by figures that follow from events.
 */
const measures: readonly Measure[] = [
  {
    criterion: '1. Pemahaman program',
    measure: 'Berkas lengkap sejak pertama diajukan',
    unit: '%',
    of: (f) => percent(f.first_time, f.judged),
  },
  {
    criterion: '1. Pemahaman program',
    measure: 'Percakapan yang tidak dipahami mesin dan diambil petugas',
    unit: 'percakapan',
    of: (f) => f.not_understood,
  },
  {
    criterion: '2. Ketepatan sasaran',
    measure: 'Kecamatan yang terlayani',
    unit: '% kecamatan',
    of: (f, { districts }) => percent(f.districts, districts),
  },
  {
    criterion: '2. Ketepatan sasaran',
    measure: 'Permohonan dengan kecamatan yang diketahui',
    unit: '%',
    of: (f) => percent(f.district_known, f.requests),
  },
  {
    criterion: '3. Ketepatan waktu',
    measure: 'Tidak lewat janji layanan',
    unit: '%',
    of: (f) => percent(f.complete - f.overdue, f.complete),
  },
  {
    criterion: '3. Ketepatan waktu',
    measure: 'Waktu layanan bersih, nilai tengah',
    unit: 'jam kerja',
    of: (f) => (f.net_median === null ? null : hours(f.net_median)),
  },
  {
    criterion: '3. Ketepatan waktu',
    measure: 'Waktu layanan kotor, nilai tengah',
    unit: 'jam kerja',
    of: (f) => (f.gross_median === null ? null : hours(f.gross_median)),
  },
  {
    criterion: '4. Tercapainya tujuan',
    measure: 'Permohonan selesai yang berakhir dengan kartu diserahkan',
    unit: '%',
    of: (f) => percent(f.handed_over, f.closed),
  },
  {
    criterion: '4. Tercapainya tujuan',
    measure: 'Kartu pertama yang diserahkan',
    unit: 'kartu',
    of: (f) => f.first_cards,
  },
  {
    criterion: '4. Tercapainya tujuan',
    measure: 'Penduduk yang baru direkam',
    unit: 'orang',
    of: (f) => f.newly_recorded,
  },
  {
    criterion: '5. Perubahan nyata',
    measure: 'Permohonan melalui WhatsApp',
    unit: '%',
    of: (f) => percent(f.whatsapp, f.requests),
  },
  { criterion: '5. Perubahan nyata', measure: 'Kartu yang diserahkan', unit: 'kartu', of: (f) => f.handed_over },
  {
    criterion: 'Hambatan dari dalam',
    measure: 'Permohonan tertahan jaringan atau kuota akses',
    unit: 'permohonan',
    of: (f) => f.held_network,
  },
  {
    criterion: 'Hambatan dari dalam',
    measure: 'Lama tertahan jaringan atau kuota akses',
    unit: 'jam kerja',
    of: (f) => hours(f.held_network_minutes),
  },
  {
    criterion: 'Hambatan dari dalam',
    measure: 'Permohonan tertahan blangko, ribbon, atau film',
    unit: 'permohonan',
    of: (f) => f.held_supplies,
  },
  {
    criterion: 'Hambatan dari dalam',
    measure: 'Lama tertahan blangko, ribbon, atau film',
    unit: 'jam kerja',
    of: (f) => hours(f.held_supplies_minutes),
  },
  {
    criterion: 'Hambatan dari dalam',
    measure: 'Permohonan tertahan listrik, mesin, atau antrean cetak',
    unit: 'permohonan',
    of: (f) => f.held_machine,
  },
  {
    criterion: 'Hambatan dari luar',
    measure: 'Berkas dengan dokumen yang belum ada (syarat belum dikenal)',
    unit: '%',
    of: (f) => percent(f.missing, f.judged),
  },
  {
    criterion: 'Hambatan dari luar',
    measure: 'Warga yang meminta bicara dengan petugas',
    unit: 'percakapan',
    of: (f) => f.asked_clerk,
  },
];

/** *Efektivitas*: the asked half-year beside the one before. */
export async function judgeEffectiveness(ask: ReportAsk, half: HalfYear): Promise<Report> {
  const before = halfYear(halfBefore(half.name), ask.places.timeZone);
  const [now, earlier] = await Promise.all([half, before].map((one) => readFigures({ ...ask, halves: [one] })));
  const all = { districts: ask.places.districts.length };
  return {
    key: 'effectiveness',
    title: `Efektivitas layanan, semester ${half.name}`,
    columns: [
      text('criterion', 'Kriteria'),
      text('measure', 'Ukuran'),
      count('value', half.name),
      count('before', before.name),
      text('unit', 'Satuan'),
    ],
    rows: measures.map(({ criterion, measure, unit, of }) => ({
      criterion,
      measure,
      value: now ? of(now, all) : null,
      before: earlier ? of(earlier, all) : null,
      unit,
    })),
    notes: [
      'Semua angka dihitung dari salinan peristiwa; semester adalah saat permohonan dimulai.',
      'Penduduk yang baru direkam: permohonan yang menunggu perekaman dan kemudian siap cetak.',
    ],
  };
}

async function readFigures(ask: ReportAsk): Promise<Figures | null> {
  const [row] = await queryRows<Figures>(ask.dataSource, figures, parametersOf(ask));
  return row && row.requests > 0 ? row : null;
}
