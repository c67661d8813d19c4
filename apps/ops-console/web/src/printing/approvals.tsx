import { Link } from 'wouter';
import { ChooseWithNote } from '../parts/choose-with-note.js';
import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useAsked, useChoices } from '../session/ask.js';
import { may, visitor } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

interface Approval {
  readonly approvalId: string;
  readonly applicationId: string;
  readonly office: string;
  readonly act: string;
  readonly reason: string;
  readonly askedBy: string;
  readonly askedAt: string;
}

/** What leads to a second card is decided by another person than the one who asked. */
export function Approvals({ office }: { readonly office: string }) {
  const { say } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  const asked = useAsked<{ approvals: Approval[] }>('approvals', '/api/printing-queue/approvals?limit=100');
  const acts: Readonly<Record<string, string>> = {
    settle: say('kartu ditahan tidak jadi, cetak ulang', 'held card was not made, print again'),
    void: say('kartu tercetak dibatalkan, cetak ulang', 'printed card is void, print again'),
  };
  return (
    <Part query={asked}>
      {({ approvals }) => (
        <List
          label={say('Cetak ulang', 'Second cards')}
          heads={[
            say('Diminta', 'Asked'),
            say('Kantor', 'Office'),
            say('Perkara', 'Matter'),
            say('Alasan', 'Reason'),
            '',
          ]}
          rows={approvals
            .filter((one) => office === '' || one.office === office)
            .map((one) => ({
              key: one.approvalId,
              cells: [
                <Link key="to" href={`/permohonan/${one.applicationId}`}>
                  {times.at(one.askedAt)} · {one.askedBy}
                </Link>,
                choices.office(one.office),
                acts[one.act] ?? one.act,
                one.reason,
                !may('print-operator', 'head', 'admin') ? null : one.askedBy === visitor.username ? (
                  say('menunggu orang lain', 'waits for somebody else')
                ) : (
                  <Decide key="decide" approvalId={one.approvalId} />
                ),
              ],
            }))}
        />
      )}
    </Part>
  );
}

function Decide({ approvalId }: { readonly approvalId: string }) {
  const { say } = useSpeech();
  return (
    <ChooseWithNote
      path={`/api/printing-queue/approvals/${approvalId}/decision`}
      says={say('Putuskan', 'Decide')}
      stale={['approvals', 'print-jobs']}
      field="decision"
      label={say('Keputusan', 'Decision')}
      choices={[
        { value: 'approve', label: say('setuju', 'approve') },
        { value: 'deny', label: say('tolak', 'deny') },
      ]}
    />
  );
}
