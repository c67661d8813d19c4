import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

// A small project that breaks each import rule once, in files named after what they do wrong; and one that breaks none.
const files: Record<string, string> = {
  'package.json': JSON.stringify({ type: 'module', imports: { '#*': { source: './libs/*/src/index.ts' } } }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: { module: 'nodenext', target: 'es2024', customConditions: ['source'] },
    include: ['apps', 'libs'],
  }),
  'node_modules/amqplib/package.json': JSON.stringify({ name: 'amqplib', version: '1.0.0', main: 'index.js' }),
  'node_modules/amqplib/index.js': 'exports.connect = 1;',
  'libs/contracts/src/index.ts': 'export const event = 1;',
  'libs/messaging/src/index.ts': "export { deep } from './deep.js';",
  'libs/messaging/src/deep.ts': "import 'amqplib'; export const deep = 1;",
  'libs/testing/src/index.ts': 'export const bench = 1;',
  'apps/printing-queue/src/job.ts': 'export const job = 1;',
  'apps/stand-ins/src/graph.ts': 'export const graph = 1;',
  'apps/intake/src/does-well.ts': "import { deep } from '#messaging'; export const x = deep;",
  'apps/intake/test/plays-whatsapp.ts': "import '../../stand-ins/src/graph.js'; import '#testing';",

  'apps/intake/src/imports-an-app.ts': "import '../../printing-queue/src/job.js';",
  'apps/intake/src/imports-a-stand-in.ts': "import '../../stand-ins/src/graph.js';",
  'libs/messaging/src/imports-an-app.ts': "import '../../../apps/printing-queue/src/job.js';",
  'libs/contracts/src/imports-a-lib.ts': "import '#messaging';",
  'libs/civil-registry/src/reads-a-disk.ts': "import 'node:fs';",
  'apps/intake/src/speaks-amqp.ts': "import 'amqplib';",
  'apps/intake/src/application/application.ts': "import '../does-well.js';",
  'apps/intake/src/goes-round-the-index.ts': "import '../../../libs/messaging/src/deep.js';",
  'apps/intake/src/needs-a-test.ts': "import '#testing';",
  'apps/intake/src/hen.ts': "import './egg.js'; export const hen = 1;",
  'apps/intake/src/egg.ts': "import './hen.js'; export const egg = 1;",
  'apps/intake/src/leads-nowhere.ts': "import './nowhere.js';",
};

interface Cruise {
  summary: { violations: { from: string; rule: { name: string } }[] };
}

describe('the import rules', () => {
  const project = mkdtempSync(join(tmpdir(), 'import-rules-'));
  let broken: string[];

  beforeAll(() => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(project, name)), { recursive: true });
      writeFileSync(join(project, name), text);
    }
    const cruiser = resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
    const args = [cruiser, '--config', resolve('.dependency-cruiser.mjs'), '--output-type', 'json', 'apps', 'libs'];
    const said = execFileSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
    const cruise = JSON.parse(said) as Cruise;
    broken = cruise.summary.violations.map((violation) => `${violation.rule.name}: ${violation.from}`).sort();
  });
  afterAll(() => rmSync(project, { recursive: true }));

  it('each bite once, and leave good imports alone', () => {
    expect(broken).toEqual([
      'apps-never-import-apps: apps/intake/src/imports-an-app.ts',
      'civil-registry-is-pure: libs/civil-registry/src/reads-a-disk.ts',
      'contracts-import-zod-only: libs/contracts/src/imports-a-lib.ts',
      'libs-never-import-apps: libs/messaging/src/imports-an-app.ts',
      'no-cycles: apps/intake/src/egg.ts',
      'no-way-around-a-lib: apps/intake/src/goes-round-the-index.ts',
      'nothing-unresolvable: apps/intake/src/leads-nowhere.ts',
      'only-messaging-imports-amqplib: apps/intake/src/speaks-amqp.ts',
      'only-tests-import-stand-ins: apps/intake/src/imports-a-stand-in.ts',
      'pure-cores-import-nothing-outside: apps/intake/src/application/application.ts',
      'testing-is-for-tests: apps/intake/src/needs-a-test.ts',
    ]);
  });
});
