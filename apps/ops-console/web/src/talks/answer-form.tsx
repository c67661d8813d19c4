import { Textarea } from '@mantine/core';
import { ActForm } from '../parts/act.js';
import { useDraft } from '../session/drafts.js';

/** A person's own words to a citizen; kept as a draft until they are sent. */
export function AnswerForm({
  draft,
  path,
  says,
  label,
  stale,
}: {
  readonly draft: string;
  readonly path: string;
  readonly says: string;
  readonly label: string;
  readonly stale: readonly string[];
}) {
  const { values, put, forget } = useDraft(draft, { words: '' });
  return (
    <ActForm path={path} says={says} stale={stale} body={() => ({ words: values.words.trim() })} done={forget}>
      <Textarea
        label={label}
        required
        maxLength={4000}
        minRows={3}
        w="100%"
        value={values.words}
        onChange={({ currentTarget }) => put({ words: currentTarget.value })}
      />
    </ActForm>
  );
}
