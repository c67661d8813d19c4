import { Text } from '@mantine/core';
import { ActButton } from '../parts/act.js';
import { Part } from '../parts/part.js';
import { useAsked } from '../session/ask.js';
import { may } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

interface Standing {
  readonly recipients: number;
  readonly last: { readonly number: number; readonly at: string; readonly sentTo: number } | null;
}

/** News to the village officers who asked for it: how far the last issue has come, and the next one. */
export function Bulletin() {
  const { say } = useSpeech();
  const times = useTimes();
  const standing = useAsked<Standing>('bulletins', '/api/intake/bulletins');
  return (
    <Part query={standing}>
      {({ recipients, last }) => (
        <>
          <Text size="sm">
            {say(`${recipients} perangkat desa minta dikabari.`, `${recipients} village officers want the news.`)}{' '}
            {last === null
              ? say('Belum pernah ada kabar.', 'There has been no issue yet.')
              : say(
                  `Kabar ke-${last.number}, ${times.at(last.at)}: sudah ke ${last.sentTo}.`,
                  `Issue ${last.number}, ${times.at(last.at)}: gone to ${last.sentTo}.`,
                )}
          </Text>
          <Text size="xs" c="dimmed">
            {say(
              'Paling sering sekali seminggu. Isinya ada di katalog pesan (village-bulletin).',
              'Once a week at most. Its words stand in the catalogue (village-bulletin).',
            )}
          </Text>
          {may('head', 'admin') && (
            <ActButton
              path="/api/intake/bulletins"
              says={say('Kirim kabar perangkat desa', 'Send the news to village officers')}
              stale={['bulletins']}
            />
          )}
        </>
      )}
    </Part>
  );
}
