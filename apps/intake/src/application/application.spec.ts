import { describe, expect, it } from '@jest/globals';
import { applicationStates } from '#contracts';
import { type Answer, begun, type Fact, judge, type Life, moves } from './application.js';
import { statesDiagram } from './states-diagram.js';

function moved(answer: Answer): Extract<Answer, { answer: 'moved' }> {
  if (answer.answer !== 'moved') throw new Error(`it did not move: ${answer.answer}`);
  return answer;
}

/** A life after these facts, each of which must move it. */
function after(...facts: Fact[]): Life {
  return facts.reduce((life, fact) => moved(judge(life, fact)).life, begun);
}

const findings = [{ document: 'KK', defect: 'missing' as const }];
const submitted = after({ fact: 'submitted' });
const checking = after({ fact: 'submitted' }, { fact: 'documents.complete', answers: 2 });
const ready = after(
  { fact: 'submitted' },
  { fact: 'documents.complete', answers: 2 },
  { fact: 'register.confirmed', answers: 3 },
);
const printing = moved(judge(ready, { fact: 'print-job.started', answers: 4 })).life;

describe('the life of an application', () => {
  it('knows every state', () => {
    expect(Object.keys(moves).sort()).toEqual([...applicationStates].sort());
  });

  it('announces each state once, numbered without gaps', () => {
    expect(submitted).toMatchObject({ state: 'submitted', sequence: 2, chapter: 2 });
    expect(ready).toMatchObject({ state: 'ready_to_print', sequence: 4, chapter: 4 });
    const handedOver = [
      { fact: 'print-job.started', answers: 4 },
      { fact: 'print-job.completed elsewhere', answers: 4 },
      { fact: 'card.arrived', answers: 4 },
      { fact: 'card.handed-over', answers: 4 },
    ] as const;
    expect(handedOver.reduce((life: Life, fact) => moved(judge(life, fact)).life, ready)).toMatchObject({
      state: 'handed_over',
      sequence: 8,
    });
  });

  it('calls a fact of an earlier chapter "already there" and one of a later chapter "early"', () => {
    const corrected = after(
      { fact: 'submitted' },
      { fact: 'documents.incomplete', answers: 2, findings },
      { fact: 'submitted' },
    );
    expect(judge(corrected, { fact: 'documents.complete', answers: 2 }).answer).toBe('already there');
    expect(judge(corrected, { fact: 'documents.complete', answers: 5 }).answer).toBe('early');
    expect(judge(corrected, { fact: 'documents.complete', answers: 4 }).answer).toBe('moved');
  });

  it('lets no fact be silent', () => {
    expect(judge(ready, { fact: 'print-job.completed here', answers: 4 }).answer).toBe('early');
    expect(judge(printing, { fact: 'print-job.started', answers: 4 }).answer).toBe('already there');
    expect(judge(printing, { fact: 'card.handed-over', answers: 4 }).answer).toBe('early');
    expect(judge(checking, { fact: 'documents.complete', answers: 3 }).answer).toBe('impossible');
    expect(judge(checking, { fact: 'print-job.started', answers: 3 }).answer).toBe('impossible');
    expect(judge(submitted, { fact: 'printing.deferred', answers: 2, cause: 'blanks' }).answer).toBe('impossible');
  });

  it('takes a withdrawal before printing, asks for it when a card may be printing, refuses it afterwards', () => {
    expect(judge(checking, { fact: 'withdrawal' })).toMatchObject({ answer: 'moved', life: { state: 'withdrawn' } });
    const asked = moved(judge(ready, { fact: 'withdrawal' }));
    expect(asked.announcements).toEqual([{ says: 'withdrawal requested', sequence: 5 }]);
    expect(judge(asked.life, { fact: 'withdrawal' }).answer).toBe('already there');
    expect(judge(printing, { fact: 'withdrawal' }).answer).toBe('impossible');
    const given = moved(judge(asked.life, { fact: 'print-job.abandoned as withdrawn', answers: 4 })).life;
    expect(given.state).toBe('withdrawn');
    // Whoever is told a card was made for a withdrawn request must see it.
    expect(judge(given, { fact: 'print-job.started', answers: 4 }).answer).toBe('already there');
    expect(judge(given, { fact: 'print-job.completed here', answers: 4 }).answer).toBe('impossible');
  });

  it('prints again when a printed card turns out to be none, on its way or on its shelf, but not in its owner’s hands', () => {
    const voided: Fact = { fact: 'print-job.abandoned as voided', answers: 4 };
    expect(judge(printing, voided).answer).toBe('early');
    const away = moved(judge(printing, { fact: 'print-job.completed elsewhere', answers: 4 })).life;
    const again = moved(judge(away, voided));
    expect(again.life).toMatchObject({ state: 'ready_to_print', chapter: again.life.sequence });
    expect(judge(again.life, voided).answer).toBe('already there');
    const lies = moved(judge(away, { fact: 'card.arrived', answers: 4 })).life;
    expect(moved(judge(lies, voided)).life.state).toBe('ready_to_print');
    const given = moved(judge(lies, { fact: 'card.handed-over', answers: 4 })).life;
    expect(judge(given, voided).answer).toBe('already there');
  });

  it('hears a refused withdrawal once, before or after the card was begun', () => {
    const asked = moved(judge(ready, { fact: 'withdrawal' })).life;
    const begunFirst = moved(judge(asked, { fact: 'print-job.started', answers: 4 })).life;
    const refused = moved(judge(begunFirst, { fact: 'print-job.withdrawal-refused', answers: 4 }));
    expect(refused.announcements).toEqual([]);
    expect(judge(refused.life, { fact: 'print-job.withdrawal-refused', answers: 4 }).answer).toBe('already there');
  });

  it('holds once for each cause, whatever the order, and resumes before it moves on', () => {
    const first = moved(judge(ready, { fact: 'printing.resumed', answers: 4, cause: 'ribbon' }));
    expect(first.announcements).toEqual([]);
    expect(moved(judge(first.life, { fact: 'printing.deferred', answers: 4, cause: 'ribbon' })).announcements).toEqual(
      [],
    );
    const held = moved(judge(ready, { fact: 'printing.deferred', answers: 4, cause: 'blanks' }));
    expect(held.announcements).toEqual([{ says: 'delayed', cause: 'blanks', sequence: 5 }]);
    expect(moved(judge(held.life, { fact: 'print-job.started', answers: 4 })).announcements).toEqual([
      { says: 'resumed', cause: 'blanks', sequence: 6 },
      { says: 'entered', state: 'printing', sequence: 7 },
    ]);
  });

  it('holds for the network only while the register is asked', () => {
    const held = moved(judge(checking, { fact: 'network lost' }));
    expect(held.announcements).toEqual([{ says: 'delayed', cause: 'network', sequence: 4 }]);
    expect(judge(held.life, { fact: 'network lost' }).answer).toBe('already there');
    expect(judge(submitted, { fact: 'network lost' }).answer).toBe('already there');
    // What it answers is still the announcement of its chapter.
    expect(moved(judge(held.life, { fact: 'register.confirmed', answers: 3 })).announcements).toEqual([
      { says: 'resumed', cause: 'network', sequence: 5 },
      { says: 'entered', state: 'ready_to_print', sequence: 6 },
    ]);
  });

  it('prints again after a spoiled card, in a new chapter', () => {
    expect(judge(ready, { fact: 'print-job.abandoned', answers: 4 }).answer).toBe('early');
    const again = moved(judge(printing, { fact: 'print-job.abandoned', answers: 4 })).life;
    expect(again).toMatchObject({ state: 'ready_to_print', chapter: 6 });
    expect(judge(again, { fact: 'print-job.started', answers: 4 }).answer).toBe('already there');
  });

  it('wakes an expired request up by a document', () => {
    const expired = after({ fact: 'silence' });
    expect(judge(expired, { fact: 'document again' })).toMatchObject({ life: { state: 'draft', sequence: 3 } });
    expect(judge(submitted, { fact: 'silence' }).answer).toBe('already there');
  });

  it('is drawn from the table itself', () => {
    expect(statesDiagram()).toContain('printing --> ready_to_print: print-job.abandoned');
  });
});
