import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useAsked, useChoices } from '../session/ask.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import { type Bundle, viaWords } from './bundles.js';

/** The newest bundles. Their own clock stands beside ours: nobody has set it. */
export function BundleList() {
  const { say, word } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  const bundles = useAsked<{ bundles: Bundle[] }>('bundles', '/api/intake/bundles?limit=25');
  return (
    <Part query={bundles}>
      {({ bundles: all }) => (
        <List
          label={say('Bundel yang diterima', 'Bundles that came in')}
          heads={[
            say('Diterima', 'Received'),
            say('Dibuat (jam perangkat)', 'Made (device clock)'),
            say('Kecamatan', 'Sub-district'),
            say('Petugas', 'Officer'),
            say('Lewat', 'By'),
            say('Permohonan', 'Requests'),
            say('Kabar disampaikan', 'News told'),
          ]}
          rows={all.map((one) => ({
            key: one.bundleId,
            cells: [
              times.at(one.receivedAt),
              times.at(one.madeAt),
              choices.district(one.district),
              one.officer,
              word(viaWords, one.via),
              one.isDone ? String(one.requests) : say('terputus, ulangi', 'broke off, import again'),
              String(one.told),
            ],
          }))}
        />
      )}
    </Part>
  );
}
