import { Anchor, Button, Checkbox, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import type { ApplicationShown } from '../../../src/show-applications.js';
import { HandOverForm } from '../cards/hand-over-form.js';
import { VoidCard } from '../cards/void-card.js';
import { ActButton, ActForm } from '../parts/act.js';
import { Problem } from '../parts/part.js';
import { HeldJobForm } from '../printing/held-job-form.js';
import { useChoices } from '../session/ask.js';
import { upload } from '../session/call.js';
import { may } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';

const final = ['handed_over', 'rejected', 'withdrawn', 'expired'];

/** What this person may do about this request in its present state. The services judge again; this only offers. */
export function RequestActs({ one }: { readonly one: ApplicationShown }) {
  const { say } = useSpeech();
  const choices = useChoices();
  const [isSure, setSure] = useState(false);
  const { applicationId, state, printJob: job } = one;
  const atIntake = `/api/intake/applications/${applicationId}`;
  const atPrinting = job === null ? '' : `/api/printing-queue/print-jobs/${job.jobId}`;
  const isReviewed =
    ['checking_register', 'under_review', 'awaiting_recording'].includes(state) && may('clerk', 'reviewer');
  const takesDocuments = ['draft', 'correction_requested'].includes(state) && may('clerk', 'reviewer', 'admin');
  const settles = job?.state === 'held' && may('print-operator', 'admin');
  const travels = state === 'in_transit' && job !== null && may('clerk', 'print-operator');
  const handsOver = state === 'ready_for_pickup' && job !== null && may('clerk', 'print-operator');
  const withdraws = !final.includes(state) && may('clerk', 'reviewer', 'admin');
  const isIdle = !isReviewed && !takesDocuments && !settles && !travels && !handsOver;
  return (
    <Stack gap="sm">
      {isIdle && <Text c="dimmed">{say('Tidak ada yang perlu dilakukan sekarang.', 'Nothing to do now.')}</Text>}
      {isReviewed && (
        <Text size="sm">
          {say(
            'Tugas SIAK dan tinjauan ada di samping dokumen.',
            'Register and review tasks stand beside the documents.',
          )}{' '}
          <Anchor component={Link} href="/tinjauan" size="sm">
            {say('Semua tinjauan', 'All reviews')}
          </Anchor>
        </Text>
      )}
      {takesDocuments && (
        <>
          <AddDocument path={`${atIntake}/documents`} />
          <ActButton
            path={`${atIntake}/submission`}
            says={say('Serahkan berkas untuk diperiksa', 'Submit the file for checking')}
          />
        </>
      )}
      {settles && <HeldJobForm jobId={job.jobId} />}
      {travels && (
        <Group>
          {job.state === 'completed' && (
            <ActButton path={`${atPrinting}/dispatch`} says={say('Kartu dikirim', 'Card dispatched')} />
          )}
          <ActButton
            path={`${atPrinting}/arrival`}
            says={say(`Kartu tiba di ${choices.office(one.office)}`, `Card arrived at ${choices.office(one.office)}`)}
          />
        </Group>
      )}
      {handsOver && (
        <>
          <HandOverForm jobId={job.jobId} />
          <VoidCard jobId={job.jobId} />
        </>
      )}
      {withdraws && (
        <div>
          <Checkbox
            label={say('Warga meminta permohonan ini dibatalkan', 'The citizen asks to withdraw this request')}
            checked={isSure}
            onChange={({ currentTarget }) => setSure(currentTarget.checked)}
          />
          {isSure && (
            <ActForm
              path={`${atIntake}/withdrawal`}
              says={say('Batalkan atas permintaan warga', 'Withdraw on the citizen’s wish')}
              color="red"
            />
          )}
        </div>
      )}
    </Stack>
  );
}

function AddDocument({ path }: { readonly path: string }) {
  const { say } = useSpeech();
  const { documents } = useChoices();
  const queries = useQueryClient();
  const [as, setAs] = useState('KK');
  const [file, setFile] = useState<File>();
  const sent = useMutation({
    mutationFn: (chosen: File) => upload(`${path}?as=${encodeURIComponent(as)}`, chosen),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['request'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file) sent.mutate(file);
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="sm">
        <NativeSelect
          label={say('Dokumen', 'Document')}
          value={as}
          onChange={({ currentTarget }) => setAs(currentTarget.value)}
          data={documents.map(({ code, name }) => ({ value: code, label: name }))}
        />
        <TextInput
          type="file"
          label="File"
          required
          accept="image/jpeg,image/png,image/webp,image/heic,application/pdf"
          onChange={({ currentTarget }) => setFile(currentTarget.files?.[0])}
        />
        <Button type="submit" loading={sent.isPending}>
          {say('Unggah', 'Upload')}
        </Button>
      </Group>
      <Text size="sm" role="status">
        {sent.isSuccess ? say('Terunggah.', 'Uploaded.') : ''}
      </Text>
      <Problem error={sent.error} />
    </form>
  );
}
