import { Link } from 'wouter';
import { ChooseWithNote } from '../parts/choose-with-note.js';
import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useAsked, useChoices } from '../session/ask.js';
import { may } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import { type CardPage, cardsPath } from './cards.js';

/** Cards that did not come with their manifest: found, or lost and printed again. */
export function MissingCards({ office }: { readonly office: string }) {
  const { say } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  const cards = useAsked<CardPage>('cards', cardsPath('missing', office));
  return (
    <Part query={cards}>
      {({ cards: all }) => (
        <List
          label={say('Kartu yang tidak sampai', 'Missing cards')}
          heads={[say('Dicetak', 'Printed'), say('Layanan', 'Service'), say('Kantor', 'Office'), '']}
          rows={all.map((one) => ({
            key: one.jobId,
            cells: [
              <Link key="to" href={`/permohonan/${one.applicationId}`}>
                {times.at(one.printedAt)}
              </Link>,
              choices.kind(one.kind),
              choices.office(one.office),
              may('clerk', 'print-operator', 'admin') ? <Settle key="settle" jobId={one.jobId} /> : null,
            ],
          }))}
        />
      )}
    </Part>
  );
}

function Settle({ jobId }: { readonly jobId: string }) {
  const { say } = useSpeech();
  return (
    <ChooseWithNote
      path={`/api/printing-queue/print-jobs/${jobId}/missing-settlement`}
      says={say('Catat', 'Write down')}
      stale={['cards', 'approvals']}
      field="outcome"
      label={say('Keadaan', 'Outcome')}
      choices={[
        { value: 'found', label: say('ditemukan', 'found') },
        { value: 'lost', label: say('hilang, cetak ulang', 'lost, print again') },
      ]}
    />
  );
}
