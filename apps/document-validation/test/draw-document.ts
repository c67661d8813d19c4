import type { Random } from './random.js';

// Documents as the tests need them: drawn, invented, every one with SPECIMEN across it and numbers of area 650399, which
// does not exist.

export const drawnKinds = ['KK', 'KTP', 'SURAT_KEHILANGAN', 'PASPOR', 'ITAP'] as const;
export type DrawnKind = (typeof drawnKinds)[number];

export interface DrawnDocument {
  readonly kind: DrawnKind;
  readonly svg: Buffer;
  readonly width: number;
  readonly height: number;
  readonly familyCardNumber?: string;
  /** In the order in which they are printed. */
  readonly niks: readonly string[];
}

const fonts = ['DejaVu Sans', 'DejaVu Serif', 'DejaVu Sans Condensed', 'DejaVu Serif Condensed'] as const;
const firstNames = ['ANDI', 'BUDI', 'CITRA', 'DEWI', 'EKA', 'FITRI', 'HASAN', 'INTAN', 'JOKO', 'KARTIKA'] as const;
const lastNames = ['CONTOH', 'PERCOBAAN', 'MISAL', 'LATIHAN', 'TELADAN', 'UMPAMA'] as const;

export function drawDocument(kind: DrawnKind, random: Random): DrawnDocument {
  const font = random.of(fonts);
  switch (kind) {
    case 'KK':
      return familyCard(font, random);
    case 'KTP':
      return identityCard(font, random);
    case 'SURAT_KEHILANGAN':
      return policeLetter(font, random);
    case 'PASPOR':
      return foreigners('PASPOR', 'PASPOR / PASSPORT', font, random);
    case 'ITAP':
      return foreigners('ITAP', 'IZIN TINGGAL TETAP', font, random);
  }
}

const two = (value: number) => String(value).padStart(2, '0');

function person(random: Random) {
  const [day, month, year] = [random.whole(1, 28), random.whole(1, 12), random.whole(60, 99)];
  return {
    name: `${random.of(firstNames)} ${random.of(lastNames)}`,
    nik: `650399${two(day)}${two(month)}${two(year)}${String(random.whole(1, 9_999)).padStart(4, '0')}`,
    birth: `${two(day)}-${two(month)}-19${two(year)}`,
  };
}

const text = (x: number, y: number, size: number, value: string, more = '') =>
  `<text x="${x}" y="${y}" font-size="${size}" ${more}>${value}</text>`;

function page(width: number, height: number, paper: string, font: string, body: string): Buffer {
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${font}">
    <rect width="${width}" height="${height}" fill="${paper}"/>
    ${text(width / 2, height * 0.62, width / 8, 'SPECIMEN', `text-anchor="middle" fill="#c22" fill-opacity="0.16" transform="rotate(-18 ${width / 2} ${height / 2})"`)}
    <g fill="#1a1a1a">${body}</g></svg>`);
}

function familyCard(font: string, random: Random): DrawnDocument {
  const [width, height] = [1500, 1060];
  const familyCardNumber = person(random).nik;
  const members = Array.from({ length: random.whole(2, 5) }, () => person(random));
  const columns = [60, 110, 470, 800, 930, 1150, 1440];
  const rows = [340, ...members.map((_, index) => 400 + index * 60), 400 + members.length * 60];
  const lines = [
    ...rows.map((y) => `<path d="M60 ${y}H1440"/>`),
    ...columns.map((x) => `<path d="M${x} 340V${rows.at(-1)}"/>`),
  ].join('');
  const head = ['No', 'Nama Lengkap', 'NIK', 'Jenis', 'Tempat Lahir', 'Tanggal Lahir'];
  const body = [
    text(750, 100, 52, 'KARTU KELUARGA', 'text-anchor="middle" font-weight="bold"'),
    text(750, 160, 40, `No. ${familyCardNumber}`, 'text-anchor="middle"'),
    text(60, 230, 24, `Nama Kepala Keluarga : ${members[0]?.name ?? ''}`),
    text(60, 270, 24, 'Desa/Kelurahan : NUNUKAN BARAT'),
    text(860, 230, 24, 'Kecamatan : NUNUKAN'),
    text(860, 270, 24, 'Provinsi : KALIMANTAN UTARA'),
    ...head.map((word, index) => text((columns[index] ?? 0) + 10, 378, 22, word)),
    ...members.flatMap((member, index) => {
      const y = 440 + index * 60;
      return [String(index + 1), member.name, member.nik, 'L', 'NUNUKAN', member.birth].map((word, column) =>
        text((columns[column] ?? 0) + 12, y, column === 2 ? 29 : 23, word),
      );
    }),
    text(60, 900, 22, 'Dikeluarkan Tanggal : 24-11-2026'),
    text(1100, 900, 22, 'KEPALA DINAS KEPENDUDUKAN'),
    text(1100, 1000, 22, 'CONTOH PEJABAT'),
    `<g stroke="#333" stroke-width="2.5" fill="none">${lines}</g>`,
  ].join('');
  const svg = page(width, height, '#dcebf2', font, body);
  return { kind: 'KK', svg, width, height, familyCardNumber, niks: members.map(({ nik }) => nik) };
}

function identityCard(font: string, random: Random): DrawnDocument {
  const [width, height] = [1400, 883];
  const one = person(random);
  const lines = [
    `Nama : ${one.name}`,
    `Tempat/Tgl Lahir : NUNUKAN, ${one.birth}`,
    'Jenis Kelamin : LAKI-LAKI',
    'Alamat : JALAN CONTOH 1',
    'Kecamatan : NUNUKAN',
    'Agama : ISLAM',
    'Status Perkawinan : KAWIN',
    'Kewarganegaraan : WNI',
  ];
  const body = [
    text(700, 85, 46, 'PROVINSI KALIMANTAN UTARA', 'text-anchor="middle" font-weight="bold"'),
    text(700, 140, 46, 'KABUPATEN NUNUKAN', 'text-anchor="middle" font-weight="bold"'),
    text(60, 240, 54, `NIK : ${one.nik}`, 'font-weight="bold"'),
    ...lines.map((line, index) => text(60, 320 + index * 64, 34, line)),
    `<rect x="1040" y="260" width="290" height="380" fill="#b5493f"/><circle cx="1185" cy="400" r="75" fill="#e5c29f"/><path d="M1070 640q115-170 230 0z" fill="#333"/>`,
  ].join('');
  return { kind: 'KTP', svg: page(width, height, '#bfdcec', font, body), width, height, niks: [one.nik] };
}

function policeLetter(font: string, random: Random): DrawnDocument {
  const [width, height] = [1060, 1500];
  const one = person(random);
  const body = [
    text(60, 90, 26, 'KEPOLISIAN NEGARA REPUBLIK INDONESIA'),
    text(60, 125, 26, 'RESOR NUNUKAN'),
    text(530, 250, 32, 'SURAT TANDA PENERIMAAN LAPORAN', 'text-anchor="middle" font-weight="bold"'),
    text(530, 295, 32, 'KEHILANGAN', 'text-anchor="middle" font-weight="bold"'),
    text(530, 340, 26, 'Nomor : STPLK/123/XI/2026', 'text-anchor="middle"'),
    text(60, 430, 27, 'Yang bertanda tangan di bawah ini menerangkan bahwa'),
    text(60, 490, 27, `Nama : ${one.name}`),
    text(60, 545, 31, `NIK : ${one.nik}`),
    text(60, 600, 27, `Tanggal Lahir : ${one.birth}`),
    text(60, 655, 27, 'Alamat : JALAN CONTOH 1, NUNUKAN'),
    text(60, 740, 27, 'telah melaporkan kehilangan sebuah KTP elektronik.'),
    text(60, 800, 27, 'Surat keterangan ini dibuat untuk dipergunakan seperlunya.'),
    text(600, 1000, 27, 'Nunukan, 24 November 2026'),
    text(600, 1180, 27, 'BRIPKA CONTOH PETUGAS'),
    `<circle cx="560" cy="1100" r="90" fill="none" stroke="#4a3fa0" stroke-width="6"/>`,
  ].join('');
  const svg = page(width, height, '#efeee6', font, body);
  return { kind: 'SURAT_KEHILANGAN', svg, width, height, niks: [one.nik] };
}

function foreigners(kind: 'PASPOR' | 'ITAP', title: string, font: string, random: Random): DrawnDocument {
  const [width, height] = [1400, 940];
  const one = person(random);
  const lines =
    kind === 'PASPOR'
      ? [`Nama / Name : ${one.name}`, 'Kewarganegaraan / Nationality : MALAYSIA', 'No. Paspor : X1234567']
      : [`Nama : ${one.name}`, 'Kewarganegaraan : MALAYSIA', 'No. ITAP : 2D41SP0001-X', 'DIREKTORAT JENDERAL IMIGRASI'];
  const body = [
    text(700, 110, 48, title, 'text-anchor="middle" font-weight="bold"'),
    ...lines.map((line, index) => text(420, 260 + index * 80, 32, line)),
    text(420, 580, 32, `Tanggal Lahir / Date of Birth : ${one.birth}`),
    '<rect x="70" y="220" width="290" height="380" fill="#9aa7b5"/><circle cx="215" cy="350" r="75" fill="#e5c29f"/>',
    ...(kind === 'PASPOR'
      ? ['P&lt;MYSCONTOH&lt;&lt;WARGA&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;', 'X1234567&lt;0MYS9001011M3001011'].map(
          (line, index) => text(70, 800 + index * 60, 44, line, 'font-family="DejaVu Sans Mono"'),
        )
      : []),
  ].join('');
  const svg = page(width, height, kind === 'PASPOR' ? '#e9e0ea' : '#dfeadb', font, body);
  return { kind, svg, width, height, niks: [] };
}
