// npm run invariants -- [--json FILE]: the invariants against the running system; exit 1 on a violation.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkInvariants } from './check-invariants.mjs';
import { findRunningSystem } from './running-system.mjs';

const { values } = parseArgs({ options: { json: { type: 'string' } } });
const system = findRunningSystem();
if (!system) {
  console.error('no system is running here; start it with "npm start"');
  process.exit(1);
}
const { findings, checked } = await checkInvariants(
  { ...system, graphUrl: system.urls.graph, cardsFolder: join(system.folder, 'cards') },
  { log: (line) => console.log(line) },
);
for (const { id, says, count, examples } of findings)
  console.log(`${id}: ${says}: ${count} violations, e.g. ${examples.join('; ')}`);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ checked, findings }, null, 2)}\n`);
console.log(
  findings.length === 0 ? `all ${checked} invariants hold` : `${findings.length} of ${checked} invariants are broken`,
);
process.exit(findings.length === 0 ? 0 : 1);
