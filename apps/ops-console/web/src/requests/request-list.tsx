import { Alert, Badge, Button, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { ApplicationShown } from '../../../src/show-applications.js';
import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useChoices, useLongList } from '../session/ask.js';
import { Refused } from '../session/call.js';
import { causeWords, channelWords, standingWords, stateWords } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

export interface Filter {
  readonly state: string;
  readonly office: string;
  readonly kind: string;
  readonly urgentFirst: boolean;
  readonly heldOnly: boolean;
}

/** A request as intake lists it: masked, with its promise. */
export interface Listed {
  readonly applicationId: string;
  readonly ticket?: string;
  readonly maskedName?: string;
  readonly kind: string;
  readonly channel: string;
  readonly office: string;
  readonly state: string;
  readonly waitsFor: readonly string[];
  readonly createdAt: string;
  readonly promise?: { readonly promisedFor: string | null; readonly standing: string } | null;
}

interface Listing {
  readonly applications: readonly (Listed | ApplicationShown)[];
  readonly next: string | null;
}

/** Intake knows ticket, masked name and promise; while it is away the console's own copy tells the rest. */
export function RequestList({ filter }: { readonly filter: Filter }) {
  const { say } = useSpeech();
  const asked = (values: Record<string, string>) =>
    new URLSearchParams(Object.entries({ limit: '50', ...values }).filter(([, value]) => value !== '')).toString();
  const { state, office, kind, urgentFirst, heldOnly } = filter;
  const fromIntake = useLongList<Listing>(
    'requests',
    `/api/intake/applications?${asked({ state, office, kind, order: urgentFirst ? 'promise' : '' })}`,
    ({ next }) => next,
    'cursor',
  );
  const isAway = fromIntake.error instanceof Refused && fromIntake.error.status === 502;
  const fromCopy = useLongList<Listing>(
    'requests',
    `/api/ops-console/applications?${asked({ state, office, held: heldOnly ? 'true' : '' })}`,
    ({ next }) => next,
    'after',
    heldOnly || isAway,
  );
  const query = heldOnly || isAway ? fromCopy : fromIntake;
  return (
    <>
      {isAway && (
        <Alert color="orange" variant="light" data-missing="intake">
          {say(
            'Layanan intake tidak menjawab: tiket, nama, dan janji tidak terlihat. Bagian lain tetap dapat dipakai.',
            'The service intake does not answer: ticket, name and promise are not shown. The rest still works.',
          )}
        </Alert>
      )}
      <Part query={query}>
        {({ pages }) => (
          <>
            <RequestTable
              requests={pages.flatMap((page) =>
                page.applications.map((one) => ('waitsFor' in one ? one : listedFrom(one))),
              )}
            />
            {query.hasNextPage && (
              <Button
                variant="default"
                mt="sm"
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                {say('Tampilkan lagi', 'Show more')}
              </Button>
            )}
          </>
        )}
      </Part>
    </>
  );
}

function listedFrom(one: ApplicationShown): Listed {
  return { ...one, createdAt: one.begunAt, waitsFor: one.holds.map(({ cause }) => cause) };
}

function RequestTable({ requests }: { readonly requests: readonly Listed[] }) {
  const { say, word } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  return (
    <List
      label={say('Permohonan', 'Requests')}
      heads={[
        say('Tiket', 'Ticket'),
        say('Nama', 'Name'),
        say('Layanan', 'Service'),
        'Status',
        say('Menunggu', 'Waits for'),
        say('Janji', 'Promise'),
        say('Umur', 'Age'),
        say('Kantor', 'Office'),
        say('Jalur', 'Channel'),
      ]}
      rows={requests.map((one) => ({
        key: one.applicationId,
        cells: [
          <Link key="to" href={`/permohonan/${one.applicationId}`} data-row-link>
            {one.ticket ?? one.applicationId.slice(0, 8)}
          </Link>,
          one.maskedName ?? '—',
          choices.kind(one.kind),
          <span key="state" data-state={one.state}>
            {word(stateWords, one.state)}
          </span>,
          one.waitsFor.map((cause) => (
            <Badge key={cause} color="orange" variant="light" tt="none" mr={4} c="dark.9">
              {word(causeWords, cause)}
            </Badge>
          )),
          <Promised key="promise" promise={one.promise ?? null} />,
          <span key="age" title={times.at(one.createdAt)}>
            {times.ago(one.createdAt)}
          </span>,
          choices.office(one.office),
          word(channelWords, one.channel),
        ],
      }))}
    />
  );
}

/** By when the card was promised, and how it stands. */
export function Promised({ promise }: { readonly promise: NonNullable<Listed['promise']> | null }) {
  const { word } = useSpeech();
  const times = useTimes();
  if (promise === null) return <>—</>;
  const isBad = promise.standing === 'overdue' || promise.standing === 'missed';
  return (
    <Text size="sm" component="span" {...(isBad ? { c: 'red.9', fw: 700 } : {})}>
      {promise.promisedFor === null ? '' : `${times.on(promise.promisedFor)} · `}
      {word(standingWords, promise.standing)}
    </Text>
  );
}
