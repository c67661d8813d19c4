import { Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { ActButton, ActForm } from '../parts/act.js';
import { useChoices } from '../session/ask.js';
import { useDraft } from '../session/drafts.js';
import { visitor } from '../session/visitor.js';
import { defectWords } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';
import type { Review } from './reviews.js';
import { CauseField } from './tick-register.js';

type Finding = { readonly document: string; readonly defect: string };
const empty = {
  verdict: 'approve',
  cause: 'recording',
  legalReason: '',
  findings: [{ document: '', defect: '' }] as readonly Finding[],
};

/** Nobody is refused by a machine: a reviewer decides, and a refusal waits for a second one. */
export function DecideDoubt({ review }: { readonly review: Review }) {
  const { say } = useSpeech();
  const at = `/api/document-validation/reviews/${review.reviewId}`;
  if (review.proposal) return <SecondOpinion at={at} by={review.proposal.by} />;
  return <Decision at={at} reviewId={review.reviewId} title={say('Keputusan', 'Decision')} />;
}

function Decision({ at, reviewId, title }: { readonly at: string; readonly reviewId: string; readonly title: string }) {
  const { say } = useSpeech();
  const { values, put, forget } = useDraft(`decision:${reviewId}`, empty);
  const { verdict, cause, legalReason, findings } = values;
  const body = () => {
    switch (verdict) {
      case 'await-recording':
        return { verdict, cause };
      case 'correct':
        return { verdict, findings: findings.filter(({ document, defect }) => document !== '' && defect !== '') };
      case 'refuse':
        return { verdict, legalReason: legalReason.trim() };
      default:
        return { verdict };
    }
  };
  return (
    <ActForm
      title={title}
      path={`${at}/decision`}
      says={say('Putuskan', 'Decide')}
      stale={['reviews']}
      body={body}
      done={forget}
      {...(verdict === 'refuse' ? { color: 'red' } : {})}
    >
      <NativeSelect
        label={say('Putusan', 'Verdict')}
        value={verdict}
        onChange={({ currentTarget }) => put({ verdict: currentTarget.value })}
        data={[
          { value: 'approve', label: say('Setujui', 'Approve') },
          { value: 'await-recording', label: say('Tunggu rekaman', 'Wait for the record') },
          { value: 'correct', label: say('Minta perbaikan berkas', 'Ask for correction') },
          { value: 'refuse', label: say('Tolak', 'Refuse') },
        ]}
      />
      {verdict === 'await-recording' && <CauseField value={cause} put={(chosen) => put({ cause: chosen })} />}
      {verdict === 'correct' && <Findings findings={findings} put={(list) => put({ findings: list })} />}
      {verdict === 'refuse' && (
        <TextInput
          label={say('Dasar hukum', 'Legal reason')}
          required
          pattern="[A-Z][A-Z0-9_.\-]+"
          placeholder="PERPRES_96_2018_17"
          value={legalReason}
          onChange={({ currentTarget }) => put({ legalReason: currentTarget.value })}
        />
      )}
    </ActForm>
  );
}

/** All that is wrong goes to the citizen in one message. */
function Findings({
  findings,
  put,
}: {
  readonly findings: readonly Finding[];
  readonly put: (list: Finding[]) => void;
}) {
  const { say, word } = useSpeech();
  const { documents } = useChoices();
  const change = (at: number, what: Partial<Finding>) => {
    const list = findings.map((one, nth) => (nth === at ? { ...one, ...what } : one));
    const last = list.at(-1);
    put(
      last && last.document !== '' && last.defect !== '' && list.length < 20
        ? [...list, { document: '', defect: '' }]
        : list,
    );
  };
  return (
    <Stack gap={4}>
      {findings.map(({ document, defect }, at) => (
        <Group key={at} gap={4}>
          <NativeSelect
            aria-label={`${say('Dokumen', 'Document')} ${at + 1}`}
            value={document}
            onChange={({ currentTarget }) => change(at, { document: currentTarget.value })}
            data={[{ value: '', label: '—' }, ...documents.map(({ code, name }) => ({ value: code, label: name }))]}
          />
          <NativeSelect
            aria-label={`${say('Kekurangan', 'Defect')} ${at + 1}`}
            value={defect}
            onChange={({ currentTarget }) => change(at, { defect: currentTarget.value })}
            data={[
              { value: '', label: '—' },
              ...Object.keys(defectWords).map((code) => ({ value: code, label: word(defectWords, code) })),
            ]}
          />
        </Group>
      ))}
    </Stack>
  );
}

/** A refusal needs two people: the second one confirms it or gives it back. */
function SecondOpinion({ at, by }: { readonly at: string; readonly by: string }) {
  const { say } = useSpeech();
  const isMine = by === visitor.username;
  return (
    <div data-proposal>
      <Text size="sm">
        {by}{' '}
        {say('mengusulkan penolakan; orang kedua harus memutuskan.', 'proposes a refusal; a second person decides.')}
      </Text>
      <Group mt="xs">
        {!isMine && (
          <ActButton
            path={`${at}/second-opinion`}
            says={say('Setujui penolakan', 'Confirm the refusal')}
            color="red"
            body={() => ({ opinion: 'confirm' })}
            stale={['reviews']}
          />
        )}
        <ActButton
          path={`${at}/second-opinion`}
          says={say('Kembalikan', 'Give back')}
          variant="default"
          body={() => ({ opinion: 'return' })}
          stale={['reviews']}
        />
      </Group>
    </div>
  );
}
