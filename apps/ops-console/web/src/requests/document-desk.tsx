import { Badge, Button, Grid, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useAsked, useChoices } from '../session/ask.js';
import { may } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import { ReviewTask } from '../reviews/review-task.js';
import type { Review } from '../reviews/reviews.js';
import type { DocumentShown } from './request.js';
import { DocumentViewer } from './document-viewer.js';

/** The documents, each to be looked at beside what was typed and what is to be decided. */
export function DocumentDesk({
  applicationId,
  documents,
}: {
  readonly applicationId: string;
  readonly documents: readonly DocumentShown[];
}) {
  const { say } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  const [shown, setShown] = useState<DocumentShown>();
  const mayReview = may('clerk', 'reviewer');
  const reviews = useAsked<{ reviews: Review[] }>(
    'reviews',
    `/api/document-validation/reviews?state=open&applicationId=${applicationId}`,
    { enabled: mayReview },
  );
  const open = reviews.data?.reviews ?? [];
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: open.length > 0 ? 7 : 12 }}>
        <Stack gap="xs">
          {documents.length === 0 && <Text c="dimmed">{say('Belum ada dokumen.', 'No documents yet.')}</Text>}
          {documents.map((one) => (
            <Group key={one.documentId} gap="xs" data-document={one.documentId}>
              {one.state === 'kept' && may('clerk', 'reviewer', 'admin') ? (
                <Button
                  size="compact-sm"
                  variant={shown?.documentId === one.documentId ? 'filled' : 'default'}
                  onClick={() => setShown(shown?.documentId === one.documentId ? undefined : one)}
                  aria-pressed={shown?.documentId === one.documentId}
                >
                  {say('Lihat (dicatat)', 'Look (recorded)')}
                </Button>
              ) : (
                <Badge variant="default" tt="none">
                  {one.state}
                </Badge>
              )}
              <Text size="sm" td={one.superseded ? 'line-through' : undefined}>
                {one.claimedAs === null ? say('belum dikenali', 'not recognised yet') : choices.document(one.claimedAs)}{' '}
                · {times.at(one.receivedAt)} · {one.contentType ?? '—'}
                {one.size === null ? '' : ` · ${Math.ceil(one.size / 1024)} kB`}
              </Text>
              {one.fileProblem !== null && (
                <Text size="sm" c="red.9">
                  {one.fileProblem}
                </Text>
              )}
              {one.superseded && <Text size="sm">{say('diganti', 'replaced')}</Text>}
            </Group>
          ))}
          {shown && <DocumentViewer key={shown.documentId} applicationId={applicationId} document={shown} />}
        </Stack>
      </Grid.Col>
      {open.length > 0 && (
        <Grid.Col span={{ base: 12, md: 5 }}>
          {open.map((review) => (
            <ReviewTask key={review.reviewId} review={review} />
          ))}
        </Grid.Col>
      )}
    </Grid>
  );
}
