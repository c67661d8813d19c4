import { Button, Text } from '@mantine/core';
import { Link } from 'wouter';
import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useChoices, useLongList } from '../session/ask.js';
import { may } from '../session/visitor.js';
import { causeWords, printJobWords } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import { HeldJobForm } from './held-job-form.js';

interface Job {
  readonly jobId: string;
  readonly applicationId: string;
  readonly kind: string;
  readonly office: string;
  readonly attempt: number;
  readonly stationId: string | null;
  readonly serial: string | null;
  readonly heldBecause: string | null;
  readonly deferredFor: string | null;
  readonly policyRule: string | null;
  readonly before: number | null;
  readonly expectedAt: string | null;
  readonly queuedAt: string;
}

/** Print jobs of one state, oldest first, each with the reason why it stands where it stands. */
export function PrintJobs({ state, office }: { readonly state: string; readonly office: string }) {
  const { say, word } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  const where = office === '' ? '' : `&office=${encodeURIComponent(office)}`;
  const jobs = useLongList<{ printJobs: Job[]; nextCursor: string | null }>(
    'print-jobs',
    `/api/printing-queue/print-jobs?state=${state}&limit=50${where}`,
    ({ nextCursor }) => nextCursor,
    'cursor',
  );
  return (
    <Part query={jobs}>
      {({ pages }) => (
        <div data-jobs={state}>
          <List
            label={word(printJobWords, state)}
            heads={[
              say('Antre sejak', 'Queued'),
              say('Layanan', 'Service'),
              say('Kantor', 'Office'),
              say('Mesin', 'Station'),
              say('Blangko', 'Blank'),
              say('Giliran', 'Turn'),
              say('Keterangan', 'Why'),
            ]}
            rows={pages
              .flatMap((page) => page.printJobs)
              .map((one) => ({
                key: one.jobId,
                cells: [
                  <Link key="to" href={`/permohonan/${one.applicationId}`} data-row-link>
                    {times.at(one.queuedAt)}
                  </Link>,
                  choices.kind(one.kind),
                  choices.office(one.office),
                  one.stationId ?? '—',
                  one.serial ?? '—',
                  one.before === null ? '—' : one.before + 1,
                  <div key="why">
                    <Text size="sm" span>
                      {[
                        one.deferredFor === null ? '' : word(causeWords, one.deferredFor),
                        one.heldBecause ?? '',
                        one.policyRule === null ? '' : `${say('aturan', 'rule')} ${one.policyRule}`,
                        one.expectedAt === null ? '' : `${say('diperkirakan', 'expected')} ${times.at(one.expectedAt)}`,
                        one.attempt > 1 ? `${say('percobaan', 'attempt')} ${one.attempt}` : '',
                      ]
                        .filter((part) => part !== '')
                        .join(' · ')}
                    </Text>
                    {state === 'held' && may('print-operator', 'admin') && <HeldJobForm jobId={one.jobId} />}
                  </div>,
                ],
              }))}
          />
          {jobs.hasNextPage && (
            <Button variant="default" onClick={() => void jobs.fetchNextPage()}>
              {say('Tampilkan lagi', 'Show more')}
            </Button>
          )}
        </div>
      )}
    </Part>
  );
}
