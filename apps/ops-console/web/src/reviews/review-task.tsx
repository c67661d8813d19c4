import { Badge, Paper, Stack, Text, Title } from '@mantine/core';
import { ActButton } from '../parts/act.js';
import { may, visitor } from '../session/visitor.js';
import { doubtWords, taskWords } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import { DecideDoubt } from './decide-doubt.js';
import { LookUp } from './look-up.js';
import { MirrorRecord } from './mirror-record.js';
import { ReviewFindings } from './review-findings.js';
import type { Review } from './reviews.js';
import { TickRegister } from './tick-register.js';

/** What a person is asked to do about a request, with what the machine found and a recorded look at whom it is about. */
export function ReviewTask({ review }: { readonly review: Review }) {
  const { say, word } = useSpeech();
  const times = useTimes();
  const isForeign = review.claimedBy !== null && review.claimedBy !== visitor.username;
  return (
    <Paper withBorder p="sm" mb="sm" data-task={review.task}>
      <Stack gap="xs">
        <Title order={3} size="h5">
          {word(taskWords, review.task)}
        </Title>
        <Text size="sm">
          {say('Dibuka', 'Opened')} {times.at(review.openedAt)} ({times.ago(review.openedAt)})
          {review.claimedBy === null ? '' : ` · ${say('ditangani', 'in hand of')} ${review.claimedBy}`}
        </Text>
        {review.doubts.length > 0 && (
          <div>
            {review.doubts.map((doubt) => (
              <Badge key={doubt} color="orange" variant="light" c="dark.9" tt="none" mr={4}>
                {word(doubtWords, doubt)}
              </Badge>
            ))}
          </div>
        )}
        <ReviewFindings reviewId={review.reviewId} />
        {isForeign ? (
          <Text>{say('Seorang rekan sedang menanganinya.', 'A colleague has it in hand.')}</Text>
        ) : (
          <>
            <ActButton
              path={`/api/document-validation/reviews/${review.reviewId}/claim`}
              says={review.claimedBy === null ? say('Ambil', 'Take in hand') : say('Perpanjang', 'Keep in hand')}
              variant="default"
              size="xs"
              stale={['reviews']}
            />
            {review.claimedBy !== null && (
              <ActButton
                path={`/api/document-validation/reviews/${review.reviewId}/release`}
                says={say('Lepas', 'Release')}
                variant="default"
                size="xs"
                stale={['reviews']}
              />
            )}
            <LookUp reviewId={review.reviewId} />
            <Task review={review} />
          </>
        )}
      </Stack>
    </Paper>
  );
}

function Task({ review }: { readonly review: Review }) {
  const { say } = useSpeech();
  switch (review.task) {
    case 'tick-register':
      return <TickRegister reviewId={review.reviewId} />;
    case 'decide-doubt':
      return may('reviewer') ? (
        <DecideDoubt review={review} />
      ) : (
        <Text>{say('Hanya peninjau yang memutuskan.', 'Only a reviewer decides this.')}</Text>
      );
    case 'mirror-record':
      return <MirrorRecord applicationId={review.applicationId} />;
    default:
      return <Text>{say('Tugas ini belum dikenal halaman ini.', 'This page does not know the task.')}</Text>;
  }
}
