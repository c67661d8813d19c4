import { Alert, Anchor, Button, Group, NativeSelect, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { PageTitle } from '../parts/page-title.js';
import { Problem } from '../parts/part.js';
import { useChoices } from '../session/ask.js';
import { useDraft } from '../session/drafts.js';
import { visitor } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { DocumentRows, type Chosen } from './document-rows.js';
import { openAtCounter, type Opened } from './open-at-counter.js';

const empty = {
  kind: 'HILANG',
  nik: '',
  familyCardNumber: '',
  name: '',
  district: 'unknown',
  village: '',
  phone: '',
  office: visitor.office ?? '',
  /** Of this very form: sent twice it is one request. A change of the form makes it another one. */
  key: '',
};

/** A request at the counter: particulars and documents in one form, by keyboard from top to bottom. */
export function WalkInPage() {
  const { say } = useSpeech();
  const choices = useChoices();
  const [, go] = useLocation();
  const { values, put, forget } = useDraft('walk-in', empty);
  const [files, setFiles] = useState<readonly Chosen[]>([]);
  const [step, setStep] = useState('');
  const [opened, setOpened] = useState<Opened>();
  const { key, ...particulars } = values;
  const sent = useMutation({
    mutationFn: async () => {
      const own = key || crypto.randomUUID();
      if (key === '') put({ key: own });
      return openAtCounter(particulars, files, own, (done, all) =>
        setStep(say(`Mengunggah ${done} dari ${all} …`, `Uploading ${done} of ${all} …`)),
      );
    },
    onSuccess: (made) => {
      forget();
      setFiles([]);
      setStep('');
      if (made.warnings.length === 0) go(`/permohonan/${made.applicationId}`);
      else setOpened(made);
    },
    onError: () => setStep(''),
  });
  const change = (what: Partial<typeof empty>) => put({ ...what, key: '' });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!sent.isPending) sent.mutate();
  };
  const needed = choices.kinds.find(({ code }) => code === values.kind)?.documents ?? [];
  const named = (list: readonly { code: string; name: string }[]) =>
    list.map(({ code, name }) => ({ value: code, label: name }));
  if (opened) return <OpenedWithWarnings opened={opened} another={() => setOpened(undefined)} />;
  return (
    <Stack gap="sm" maw={860}>
      <PageTitle>{say('Permohonan baru', 'New request')}</PageTitle>
      <form onSubmit={submit} autoComplete="off">
        <Stack gap="sm">
          <Group grow align="flex-start" preventGrowOverflow={false}>
            <NativeSelect
              label={say('Layanan', 'Service')}
              value={values.kind}
              onChange={({ currentTarget }) => change({ kind: currentTarget.value })}
              data={named(choices.kinds)}
              autoFocus
            />
            <TextInput
              label="NIK"
              inputMode="numeric"
              required
              maxLength={40}
              value={values.nik}
              onChange={({ currentTarget }) => change({ nik: currentTarget.value })}
            />
            <TextInput
              label={say('Nomor KK', 'Family-card number')}
              inputMode="numeric"
              required
              maxLength={40}
              value={values.familyCardNumber}
              onChange={({ currentTarget }) => change({ familyCardNumber: currentTarget.value })}
            />
          </Group>
          <Group grow align="flex-start" preventGrowOverflow={false}>
            <TextInput
              label={say('Nama lengkap', 'Full name')}
              required
              maxLength={200}
              value={values.name}
              onChange={({ currentTarget }) => change({ name: currentTarget.value })}
            />
            <TextInput
              label={say('Nomor WhatsApp', 'WhatsApp number')}
              inputMode="tel"
              maxLength={30}
              value={values.phone}
              onChange={({ currentTarget }) => change({ phone: currentTarget.value })}
            />
          </Group>
          <Group grow align="flex-start" preventGrowOverflow={false}>
            <NativeSelect
              label={say('Kecamatan', 'Sub-district')}
              value={values.district}
              onChange={({ currentTarget }) => change({ district: currentTarget.value })}
              data={[{ value: 'unknown', label: say('tidak tahu', 'not known') }, ...named(choices.districts)]}
            />
            <TextInput
              label={say('Desa/kelurahan', 'Village')}
              maxLength={100}
              value={values.village}
              onChange={({ currentTarget }) => change({ village: currentTarget.value })}
            />
            <NativeSelect
              label={say('Kantor pengambilan', 'Pick-up office')}
              value={values.office}
              onChange={({ currentTarget }) => change({ office: currentTarget.value })}
              data={[{ value: '', label: say('menurut kecamatan', 'by sub-district') }, ...named(choices.offices)]}
            />
          </Group>
          <DocumentRows key={values.kind} needed={needed} files={files} put={setFiles} />
          <Group>
            <Button type="submit" loading={sent.isPending}>
              {say('Simpan dan serahkan', 'Save and submit')}
            </Button>
            <Button
              variant="default"
              onClick={() => {
                forget();
                setFiles([]);
              }}
            >
              {say('Kosongkan', 'Clear')}
            </Button>
            <Text size="sm" role="status">
              {step}
            </Text>
          </Group>
          <Text size="xs" c="dimmed">
            {say(
              'Isian tersimpan di tab ini sampai diserahkan; file harus dipilih lagi setelah halaman dimuat ulang.',
              'What you type is kept in this tab until it is submitted; files have to be chosen again after a reload.',
            )}
          </Text>
          <Problem error={sent.error} />
        </Stack>
      </form>
    </Stack>
  );
}

/** The request is in; something of it is worth a second look before the citizen leaves. */
function OpenedWithWarnings({ opened, another }: { readonly opened: Opened; readonly another: () => void }) {
  const { say } = useSpeech();
  return (
    <Stack maw={860}>
      <PageTitle>{say(`Permohonan ${opened.ticket} tercatat`, `Request ${opened.ticket} is in`)}</PageTitle>
      <Alert color="orange" title={say('Perlu diperhatikan', 'To be looked at')}>
        {opened.warnings.map(({ field, code, text }) => (
          <Text key={`${field}-${code}`} size="sm">
            {text}
          </Text>
        ))}
      </Alert>
      <Paper>
        <Group>
          <Anchor component={Link} href={`/permohonan/${opened.applicationId}`}>
            {say('Buka permohonan', 'Open the request')}
          </Anchor>
          <Anchor href={`/api/intake/applications/${opened.applicationId}/receipt`} target="_blank" rel="noopener">
            {say('Tanda terima (PDF)', 'Receipt (PDF)')}
          </Anchor>
          <Button variant="default" onClick={another}>
            {say('Permohonan lain', 'Another request')}
          </Button>
        </Group>
      </Paper>
    </Stack>
  );
}
