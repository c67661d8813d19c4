import { TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { read } from '../session/call.js';
import { useSpeech } from '../words/language.js';

/** Straight to a request by its ticket. */
export function FindRequest() {
  const { say } = useSpeech();
  const [, go] = useLocation();
  const [ticket, setTicket] = useState('');
  const [problem, setProblem] = useState('');
  const find = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = ticket.trim().toUpperCase();
    if (wanted === '') return;
    try {
      const { applications } = await read<{ applications: { applicationId: string }[] }>(
        `/api/intake/applications?ticket=${encodeURIComponent(wanted)}`,
      );
      const [found] = applications;
      setProblem(found ? '' : say('Tidak ditemukan', 'Not found'));
      if (!found) return;
      setTicket('');
      go(`/permohonan/${found.applicationId}`);
    } catch {
      setProblem(say('Pencarian tidak dapat dilakukan', 'The search does not work now'));
    }
  };
  return (
    <form role="search" onSubmit={(event) => void find(event)}>
      <TextInput
        id="find-request"
        size="xs"
        w={150}
        aria-label={say('Cari nomor tiket', 'Find a ticket')}
        placeholder="L-…"
        value={ticket}
        onChange={({ currentTarget }) => setTicket(currentTarget.value)}
        error={problem || undefined}
        autoComplete="off"
      />
    </form>
  );
}
