import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getDistricts } from 'idn-area-data';
import ts from 'typescript';
import { bareCode, loadAreas, parseRegion } from '#civil-registry';
import { chooseSystem } from '../scripts/choose-system.mjs';
import { portsFromEnvironment } from '../scripts/ports.mjs';
import { placesOf } from '../scripts/region-places.mjs';
import { readRegion, usualRegionFile } from '../scripts/region.mjs';
import { root } from '../scripts/runtime.mjs';

const regionFolder = join(root, 'infra/region');
const regions = readdirSync(regionFolder).map((file) => ({
  file,
  region: parseRegion(readFileSync(join(regionFolder, file), 'utf8')),
}));

/** Where places of a region may be named: what the router has learned from one office's messages, and which file is usual. */
const mayName = [
  'apps/intake/src/conversation/router/lexicon/',
  'apps/intake/src/conversation/router/learned/',
  'scripts/region.mjs',
];

/** What the code runs on, and what is shipped with it. Tests and benches bring the region they are about. */
const folders = ['apps', 'libs', 'scripts', 'infra', 'k8s', 'bench/mix.json', 'docker-compose.yml', 'Dockerfile'];

function filesBelow(path: string): string[] {
  if (/\.\w+$|Dockerfile$/.test(path)) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

const shipped = folders
  .flatMap(filesBelow)
  .filter((file) => /\.(ts|tsx|mjs|js|json|ya?ml|html|css|conf|tsv)$|Dockerfile$/.test(file))
  .filter((file) => !file.startsWith('infra/region/') && !/\.spec\.tsx?$|\/test(-data)?\/|^libs\/testing\//.test(file))
  .filter((file) => !mayName.some((allowed) => file.startsWith(allowed)));

/** A file as it works: code without its comments. */
function working(file: string): string {
  const text = readFileSync(join(root, file), 'utf8');
  if (!/\.(ts|tsx|mjs|js)$/.test(file)) return text;
  const variant = file.endsWith('x') ? ts.LanguageVariant.JSX : ts.LanguageVariant.Standard;
  const source = ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.Latest,
    true,
    variant ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const words: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) || ts.isJsxText(node)) words.push(node.text);
    else if (ts.isIdentifier(node) || ts.isRegularExpressionLiteral(node)) words.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return words.join('\n');
}

describe('any regency', () => {
  it('names no place, code or time zone of a region outside its file', async () => {
    const districts = await getDistricts();
    const names = regions.flatMap(({ region }) => [
      region.name.replace(/^Kabupaten |^Kota /, ''),
      region.provinceName.replace(/^Provinsi /, ''),
      region.timeZone,
      ...districts.filter(({ code }) => code.startsWith(`${region.areaCode}.`)).map(({ name }) => name),
      ...Object.values(region.districtAliases).flat(),
    ]);
    // An invented area (…99) belongs to nobody and may stand anywhere.
    const codes = regions.flatMap(({ region }) => [
      region.areaCode.replace('.', '\\.'),
      `${bareCode(region.areaCode)}(?!99)\\d\\d`,
    ]);
    const named = new RegExp(
      [
        ...names.map((name) => `(?<![\\p{L}])${name.replaceAll('.', '\\.')}(?![\\p{L}])`),
        ...codes.map((code) => `(?<!\\d)${code}(?!\\d)`),
      ].join('|'),
      'iu',
    );
    expect(named.test('KTP warga NUNUKAN')).toBe(true);
    expect(named.test('650302')).toBe(true);
    expect(named.test('650399')).toBe(false);
    expect(shipped.length).toBeGreaterThan(500);
    const found = shipped.flatMap((file) => {
      const [name] = named.exec(working(file)) ?? [];
      return name === undefined ? [] : [`${file} names ${name}: it belongs into infra/region`];
    });
    expect(found).toEqual([]);
  });

  it.each(regions)('$file names only places of its own area, and each district has an office', async ({ region }) => {
    const areas = await loadAreas({ villagesOf: [], historic: [] });
    const districts = areas.districtsOf(bareCode(region.areaCode)).map(({ code }) => code);
    const named = [
      ...region.offices.flatMap(({ district, serves }) => [district, ...serves]),
      ...region.blankSpotDistricts,
      ...Object.keys(region.districtAliases),
    ];
    expect(named.filter((code) => !districts.includes(code))).toEqual([]);
    expect(districts.filter((code) => !region.offices.some(({ serves }) => serves.includes(code)))).toEqual([]);
    expect((await placesOf(region)).district).not.toBe('');
  });
});

describe('systems side by side', () => {
  const chosen = (...args: string[]) => chooseSystem(args, {}, root).env;

  it('have a folder and ports of their own', () => {
    const environments = [
      {},
      chosen('--practice'),
      chosen('--region', 'merauke'),
      chosen('--region', 'merauke', '--practice'),
    ];
    const ports = environments.flatMap((env) => Object.values(portsFromEnvironment(env)));
    expect(new Set(ports).size).toBe(ports.length);
    expect(new Set(environments.map((env) => env['LOKET_FOLDER'])).size).toBe(4);
    expect(portsFromEnvironment({}).console).toBe(7_000);
    expect(portsFromEnvironment({ ...chosen('--practice'), LOKET_PORT_CONSOLE: '7777' })).toMatchObject({
      console: 7_777,
      intake: 8_001,
    });
  });

  it('take their options away and leave the others; what the environment says wins', () => {
    expect(chooseSystem(['--fresh', '--region', 'merauke', 'x'], { LOKET_FOLDER: '/elsewhere' }, root)).toEqual({
      args: ['--fresh', 'x'],
      env: { REGION_FILE: join(regionFolder, 'merauke.json'), LOKET_PORTS_FROM: '9000' },
    });
    expect(chosen('--region', '/etc/loket/my.json')['REGION_FILE']).toBe('/etc/loket/my.json');
    expect(chosen()).toEqual({});
  });

  it('keep the usual folder and ports for the usual region', () => {
    expect(chosen('--region', 'nunukan')).toEqual({ REGION_FILE: usualRegionFile, LOKET_PORTS_FROM: '7000' });
    expect(readRegion({}).file).toBe(usualRegionFile);
  });
});
