import { Text } from '@mantine/core';
import { Part } from '../parts/part.js';
import { useAsked, useChoices } from '../session/ask.js';
import { defectWords, warningWords } from '../words/codes.js';
import { useSpeech } from '../words/language.js';

interface Whole {
  readonly findings: readonly { readonly document: string; readonly defect: string }[] | null;
  readonly warnings: readonly { readonly documentId: string; readonly warning: string; readonly looksLike?: string }[];
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
          {(findings ?? []).map(({ document, defect }) => (
            <Text key={`${document}-${defect}`} size="sm">
              {choices.document(document)}: {word(defectWords, defect)}
            </Text>
          ))}
          {warnings.map(({ documentId, warning, looksLike }) => (
            <Text key={`${documentId}-${warning}`} size="sm" c="orange.9">
              {say('Perhatikan', 'Look at')}: {word(warningWords, warning)}
              {looksLike === undefined ? '' : ` (${choices.document(looksLike)})`}
            </Text>
          ))}
        </>
      )}
    </Part>
  );
}
