import { Badge, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { Link } from 'wouter';
import { ActForm } from '../parts/act.js';
import { List } from '../parts/list.js';
import { PageTitle } from '../parts/page-title.js';
import { Part } from '../parts/part.js';
import { Section } from '../parts/section.js';
import { useAsked } from '../session/ask.js';
import { useDraft } from '../session/drafts.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import { aboutWords, type Complaint } from './complaints.js';

/** What citizens have lodged, the one due first on top. */
export function ComplaintsPage() {
  const { say } = useSpeech();
  return (
    <Stack gap="sm">
      <PageTitle>{say('Pengaduan', 'Complaints')}</PageTitle>
      <Section title={say('Belum dijawab', 'Not answered')}>
        <Complaints state="open" />
      </Section>
      <Section title={say('Sudah dijawab', 'Answered')}>
        <Complaints state="answered" />
      </Section>
      <Section title={say('Catat pengaduan di loket', 'Lodge at the counter')}>
        <Lodge />
      </Section>
    </Stack>
  );
}

function Complaints({ state }: { readonly state: string }) {
  const { say, word } = useSpeech();
  const times = useTimes();
  const list = useAsked<{ complaints: Complaint[] }>('complaints', `/api/intake/complaints?state=${state}&limit=100`);
  return (
    <Part query={list}>
      {({ complaints }) => (
        <List
          label={say('Pengaduan', 'Complaints')}
          heads={[
            say('Nomor', 'Number'),
            say('Tentang', 'About'),
            say('Masuk', 'Lodged'),
            say('Paling lambat', 'Due'),
            say('Petugas', 'Owner'),
          ]}
          rows={complaints.map((one) => ({
            key: one.complaintId,
            cells: [
              <Link key="to" href={`/pengaduan/${one.complaintId}`} data-row-link>
                {one.number}
              </Link>,
              word(aboutWords, one.about),
              times.at(one.openedAt),
              <span key="due">
                {times.at(one.dueAt)}{' '}
                {one.overdue && (
                  <Badge color="red" variant="light" c="dark.9" tt="none">
                    {say('lewat waktu', 'overdue')}
                  </Badge>
                )}
              </span>,
              one.owner ?? say('belum diambil', 'nobody yet'),
            ],
          }))}
        />
      )}
    </Part>
  );
}

const empty = { about: 'complaint', words: '', contact: '' };

function Lodge() {
  const { say, word } = useSpeech();
  const { values, put, forget } = useDraft('complaint', empty);
  return (
    <ActForm
      path="/api/intake/complaints"
      says={say('Catat', 'Lodge')}
      stale={['complaints']}
      body={() => ({
        about: values.about,
        words: values.words.trim(),
        ...(values.contact.trim() === '' ? {} : { contact: values.contact.trim() }),
      })}
      done={forget}
    >
      <NativeSelect
        label={say('Tentang', 'About')}
        value={values.about}
        onChange={({ currentTarget }) => put({ about: currentTarget.value })}
        data={Object.keys(aboutWords).map((code) => ({ value: code, label: word(aboutWords, code) }))}
      />
      <Textarea
        label={say('Isi', 'Words')}
        required
        minLength={3}
        maxLength={4096}
        w={380}
        value={values.words}
        onChange={({ currentTarget }) => put({ words: currentTarget.value })}
      />
      <TextInput
        label={say('Cara menghubungi', 'How to reach them')}
        maxLength={200}
        value={values.contact}
        onChange={({ currentTarget }) => put({ contact: currentTarget.value })}
      />
    </ActForm>
  );
}
