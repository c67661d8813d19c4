import { FileInput, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { List } from '../parts/list.js';
import { Problem } from '../parts/part.js';
import { upload } from '../session/call.js';
import { useSpeech } from '../words/language.js';
import { outcomeWords, type Result } from './bundles.js';

interface Imported {
  readonly isRepeated: boolean;
  readonly results: readonly Result[];
}

/** A file of a stick, and what became of each request in it. The same file again changes nothing. */
export function ImportBundle() {
  const { say, word } = useSpeech();
  const queries = useQueryClient();
  const sent = useMutation({
    mutationFn: (file: File) =>
      upload<Imported>('/api/intake/bundles', new Blob([file], { type: 'application/vnd.loket.bundle' })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['bundles'] }),
  });
  return (
    <>
      <FileInput
        label={say('Berkas .loket', 'The .loket file')}
        placeholder={say('pilih berkas …', 'choose a file …')}
        accept=".loket"
        w={320}
        disabled={sent.isPending}
        onChange={(file) => file && sent.mutate(file)}
      />
      <Problem error={sent.error} />
      {sent.data && (
        <>
          <Text role="status" my="xs">
            {sent.data.isRepeated
              ? say(
                  'Bundel ini sudah pernah diterima; tidak ada yang berubah.',
                  'This bundle was here before; nothing has changed.',
                )
              : say('Bundel diterima.', 'The bundle was taken in.')}
          </Text>
          <List
            label={say('Hasil', 'Results')}
            heads={[say('Nomor', 'Ticket'), say('Hasil', 'Result'), say('Alasan', 'Reason')]}
            rows={sent.data.results.map((one) => ({
              key: one.requestId,
              cells: [
                one.applicationId ? <Link href={`/permohonan/${one.applicationId}`}>{one.ticket}</Link> : '—',
                word(outcomeWords, one.outcome),
                one.problems.map(({ text }) => text).join(' '),
              ],
            }))}
          />
        </>
      )}
    </>
  );
}
