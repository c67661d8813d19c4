import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { Part } from '../parts/part.js';
import { useAsked, useChoices } from '../session/ask.js';
import { defectWords, warningWords } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';

/** The number that was found in the photo, and the office's limit that it missed. */
interface Measured {
  readonly measured?: number;
  readonly limit?: number;
}

interface Whole {
  readonly findings: readonly (Measured & { readonly document: string; readonly defect: string })[] | null;
  readonly warnings: readonly (Measured & {
    readonly documentId: string;
    readonly warning: string;
    readonly looksLike?: string;
    readonly otherApplicationId?: string;
  })[];
  readonly record: {
    readonly status: string;
    readonly meaning: string | null;
    readonly nextStep: string | null;
  } | null;
}

/** What the last check of the file found, and what it would have a person look at. */
export function ReviewFindings({ reviewId }: { readonly reviewId: string }) {
  const { say, word } = useSpeech();
  const choices = useChoices();
  const numbers = (measured?: number, limit?: number) =>
    measured === undefined
      ? ''
      : ` · ${say('terukur', 'measured')} ${measured}, ${say('batas', 'limit')} ${limit ?? '—'}`;
  const whole = useAsked<Whole>('reviews', `/api/document-validation/reviews/${reviewId}`);
  return (
    <Part query={whole} quiet>
      {({ findings, warnings, record }) => (
        <>
          {record && (
            <Text size="sm">
              {say('Status rekaman', 'Record status')}: {record.status.replaceAll('_', ' ')}
              {record.meaning === null ? '' : ` · ${record.meaning}`}
              {record.nextStep === null ? '' : ` · ${record.nextStep}`}
            </Text>
          )}
          {(findings ?? []).map(({ document, defect, measured, limit }) => (
            <Text key={`${document}-${defect}`} size="sm">
              {choices.document(document)}: {word(defectWords, defect)}
              {numbers(measured, limit)}
            </Text>
          ))}
          {warnings.map(({ documentId, warning, looksLike, otherApplicationId, measured, limit }) => (
            <Text key={`${documentId}-${warning}`} size="sm" c="dark.9">
              {say('Perhatikan', 'Look at')}: {word(warningWords, warning)}
              {looksLike === undefined ? '' : ` (${choices.document(looksLike)})`}
              {numbers(measured, limit)}
              {otherApplicationId !== undefined && (
                <>
                  {' · '}
                  <Anchor component={Link} href={`/permohonan/${otherApplicationId}`} size="sm">
                    {say('lihat permohonan itu', 'see that request')}
                  </Anchor>
                </>
              )}
            </Text>
          ))}
        </>
      )}
    </Part>
  );
}
