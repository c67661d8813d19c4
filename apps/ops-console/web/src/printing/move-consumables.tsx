import { NativeSelect, TextInput } from '@mantine/core';
import { useDraft } from '../session/drafts.js';
import { ActForm } from '../parts/act.js';
import { useSpeech } from '../words/language.js';

const empty = { kind: 'received', item: 'ribbon', quantity: '1', otherParty: '', reportNo: '' };

/** Ribbon, film and the like: what came, went, was spoiled or put into the printer. */
export function MoveConsumables({ at }: { readonly at: string }) {
  const { say } = useSpeech();
  const { values, put, forget } = useDraft(`consumables:${at}`, empty);
  const withOther = ['borrowed', 'lent', 'returned'].includes(values.kind);
  return (
    <ActForm
      title={say('Catat bahan cetak', 'Enter consumables')}
      path={`${at}/consumables`}
      says={say('Catat', 'Enter')}
      stale={['stock', 'stations']}
      body={() => ({
        kind: values.kind,
        item: values.item,
        quantity: Number(values.quantity),
        ...(withOther && values.otherParty.trim() !== '' ? { otherParty: values.otherParty.trim() } : {}),
        ...(values.kind === 'spoiled' && values.reportNo.trim() !== '' ? { reportNo: values.reportNo.trim() } : {}),
      })}
      done={forget}
    >
      <NativeSelect
        label={say('Kejadian', 'What')}
        value={values.kind}
        onChange={({ currentTarget }) => put({ kind: currentTarget.value })}
        data={[
          { value: 'received', label: say('diterima', 'received') },
          { value: 'borrowed', label: say('dipinjam dari', 'borrowed from') },
          { value: 'lent', label: say('dipinjamkan ke', 'lent to') },
          { value: 'returned', label: say('dikembalikan ke', 'returned to') },
          { value: 'spoiled', label: say('rusak (berita acara)', 'spoiled (report)') },
          { value: 'loaded', label: say('dipasang di mesin', 'put into the printer') },
        ]}
      />
      <NativeSelect
        label={say('Bahan', 'Item')}
        value={values.item}
        onChange={({ currentTarget }) => put({ item: currentTarget.value })}
        data={[
          { value: 'ribbon', label: 'ribbon' },
          { value: 'film', label: 'film' },
          { value: 'laminate', label: say('laminasi', 'laminate') },
          { value: 'cleaning-kit', label: say('perangkat pembersih', 'cleaning kit') },
        ]}
      />
      <TextInput
        type="number"
        min={1}
        required
        label={say('Jumlah', 'Pieces')}
        value={values.quantity}
        onChange={({ currentTarget }) => put({ quantity: currentTarget.value })}
        w={90}
      />
      {withOther && (
        <TextInput
          label={say('Pihak lain', 'Other party')}
          required
          maxLength={120}
          value={values.otherParty}
          onChange={({ currentTarget }) => put({ otherParty: currentTarget.value })}
        />
      )}
      {values.kind === 'spoiled' && (
        <TextInput
          label={say('Nomor berita acara', 'Report number')}
          required
          maxLength={60}
          value={values.reportNo}
          onChange={({ currentTarget }) => put({ reportNo: currentTarget.value })}
        />
      )}
    </ActForm>
  );
}
