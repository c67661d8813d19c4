// The print command of ippeveprinter: one process per job. It asks the stand-in whether the card may be fed, reports it as fed,
// and tells the printer's state on standard error in the words that ippeveprinter understands. Exit 1 aborts the job.
// It imports nothing of its own, so that it runs from the sources as well as from the build.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const { STAND_IN_URL: standIn = '', IPP_JOB_ID: jobId = '', IPP_JOB_NAME: jobName = '' } = process.env;
const file = process.argv[2] ?? '';
const card = readFileSync(file);
const said = new Set<string>();

function state(sign: '+' | '-', reason: string): void {
  process.stderr.write(`STATE: ${sign}${reason}\n`);
  if (sign === '+') said.add(reason);
  else said.delete(reason);
}

for (;;) {
  const answer = await fetch(`${standIn}/_card-gate`);
  const waits = (await answer.text()).split(' ').filter((reason) => reason !== '');
  for (const reason of waits) if (!said.has(reason)) state('+', reason);
  for (const reason of said) if (!waits.includes(reason)) state('-', reason);
  if (waits.length === 0) break;
  await pause(200);
}

const fed = await fetch(`${standIn}/_cards`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    jobId: Number(jobId),
    jobName,
    file,
    bytes: card.length,
    sha256: createHash('sha256').update(card).digest('hex'),
  }),
});
// 200: printed; anything else: the printer gives up.
process.exit(fed.status === 200 ? 0 : 1);
