import { Button, Group, Pagination, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Part } from '../parts/part.js';
import { Refused } from '../session/call.js';
import { useSpeech } from '../words/language.js';
import type { DocumentShown } from './request.js';

const zooms = [0.5, 0.75, 1, 1.5, 2, 3, 4];

/**
 * The safe copy of a document, page by page: each opening is recorded by intake before a byte is shown. Zoom and turns are the
 * viewer's alone.
 */
export function DocumentViewer({
  applicationId,
  document: { documentId },
}: {
  readonly applicationId: string;
  readonly document: DocumentShown;
}) {
  const { say } = useSpeech();
  const [page, setPage] = useState(1);
  const path = `/api/intake/applications/${applicationId}/documents/${documentId}/content?reason=check&page=${page}`;
  const copy = useQuery({
    queryKey: ['copy', documentId, page],
    queryFn: () => fetchCopy(path),
    // One opening is one look: it is not fetched again behind the clerk's back.
    staleTime: Infinity,
    refetchInterval: false,
    gcTime: 0,
    retry: false,
  });
  if (copy.error instanceof Refused && copy.error.status === 409) {
    return (
      <Text>
        {say(
          'Belum ada yang dapat ditampilkan: file ini belum diperiksa, tidak dapat dibuka, atau mengandung virus.',
          'There is nothing to show: this file is not checked yet, could not be opened, or is infected.',
        )}
      </Text>
    );
  }
  return (
    <Part query={copy}>
      {({ bytes, pages }) => (
        <>
          {pages > 1 && (
            <Pagination
              total={pages}
              value={page}
              onChange={setPage}
              mb="xs"
              size="sm"
              aria-label={say('Halaman', 'Page')}
            />
          )}
          <Picture bytes={bytes} type="image/jpeg" />
        </>
      )}
    </Part>
  );
}

async function fetchCopy(path: string): Promise<{ bytes: ArrayBuffer; pages: number }> {
  const answered = await fetch(path).catch(() => {
    throw new Refused(0, 'offline', 'offline');
  });
  if (!answered.ok) throw new Refused(answered.status, 'not-shown', `${answered.status}`);
  return { bytes: await answered.arrayBuffer(), pages: Number(answered.headers.get('loket-pages') ?? 1) };
}

/** An address for these bytes, of a type of our choice: never one that could run. */
function useAddress(bytes: ArrayBuffer, type: string): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, type]);
  return address;
}

function Picture({ bytes, type }: { readonly bytes: ArrayBuffer; readonly type: string }) {
  const { say } = useSpeech();
  const address = useAddress(bytes, type);
  const [zoom, setZoom] = useState(2);
  const [turns, setTurns] = useState(0);
  const scale = zooms[zoom] ?? 1;
  return (
    <div>
      <Group gap="xs" mb="xs" role="toolbar" aria-label={say('Tampilan dokumen', 'View of the document')}>
        <Button size="compact-sm" variant="default" disabled={zoom === 0} onClick={() => setZoom(zoom - 1)}>
          {say('Perkecil', 'Smaller')}
        </Button>
        <Text size="sm" role="status">
          {Math.round(scale * 100)}%
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          disabled={zoom === zooms.length - 1}
          onClick={() => setZoom(zoom + 1)}
        >
          {say('Perbesar', 'Larger')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setTurns((turns + 3) % 4)}>
          {say('Putar kiri', 'Turn left')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setTurns((turns + 1) % 4)}>
          {say('Putar kanan', 'Turn right')}
        </Button>
      </Group>
      <div className="viewer" tabIndex={0} role="region" aria-label={say('Dokumen', 'Document')}>
        {address !== undefined && (
          <img
            src={address}
            alt={say('Dokumen warga', 'The citizen’s document')}
            style={{
              transform: `rotate(${turns * 90}deg)`,
              width: scale === 1 ? undefined : `${scale * 100}%`,
              maxWidth: scale > 1 ? 'none' : '100%',
            }}
          />
        )}
      </div>
    </div>
  );
}
