import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { begun, type Fact, finalStates, judge, type Life, moves } from './application.js';

const findings = [{ document: 'KK', defect: 'missing' as const }];

/** A fact for a column of the table, answering the present chapter. */
function factOf(column: string, answers: number): Fact {
  switch (column) {
    case 'submitted':
    case 'silence':
    case 'withdrawal':
    case 'document again':
    case 'documents renamed':
      return { fact: column };
    case 'documents.incomplete':
    case 'review.correct':
      return { fact: column, answers, findings };
    case 'register.not-recorded':
    case 'review.await-recording':
    case 'record.wait-changed':
      return { fact: column, answers, cause: 'recording' };
    case 'review.refuse':
      return { fact: column, answers, legalReason: 'PERPRES_96_2018_17' };
    case 'documents.complete':
    case 'register.confirmed':
    case 'register.doubtful':
    case 'review.approve':
    case 'record.print-ready':
    case 'print-job.started':
    case 'print-job.completed here':
    case 'print-job.completed elsewhere':
    case 'print-job.abandoned':
    case 'print-job.abandoned as withdrawn':
    case 'print-job.abandoned as voided':
    case 'card.arrived':
    case 'card.handed-over':
      return { fact: column, answers };
    default:
      throw new Error(`no such column: ${column}`);
  }
}

/** Walks the table by the given choices; waits for printing are put in where they are possible. */
function historyBy(choices: readonly number[]): { facts: Fact[]; end: Life } {
  const facts: Fact[] = [];
  let life = begun;
  const take = (fact: Fact) => {
    const answer = judge(life, fact);
    if (answer.answer !== 'moved') throw new Error(`a valid fact did not move: ${fact.fact}`);
    facts.push(fact);
    life = answer.life;
  };
  for (const choice of choices) {
    if (life.state === 'ready_to_print' && choice % 3 === 0) {
      const cause = choice % 2 === 0 ? 'blanks' : 'power';
      take({ fact: 'printing.deferred', answers: life.chapter, cause });
      if (choice % 5 !== 0) take({ fact: 'printing.resumed', answers: life.chapter, cause });
    }
    const columns = Object.keys(moves[life.state]);
    const column = columns[choice % columns.length];
    if (column === undefined) break;
    take(factOf(column, life.chapter));
  }
  return { facts, end: life };
}

const choices = fc.array(fc.nat(60), { minLength: 1, maxLength: 14 });

describe('any history of an application', () => {
  it('has a sequence without gaps: each announcement takes the next number', () => {
    fc.assert(
      fc.property(choices, (chosen) => {
        let life = begun;
        for (const fact of historyBy(chosen).facts) {
          const answer = judge(life, fact);
          if (answer.answer !== 'moved') throw new Error('a valid fact must move');
          answer.announcements.forEach(({ sequence }, index) => expect(sequence).toBe(life.sequence + index + 1));
          expect(answer.life.sequence).toBe(life.sequence + answer.announcements.length);
          life = answer.life;
        }
      }),
    );
  });

  it('ends for good in a final state, but for an expired request that a document wakes', () => {
    const anything = fc.tuple(
      fc.constantFrom(...Object.values(moves).flatMap((row) => Object.keys(row))),
      fc.integer({ min: 0, max: 30 }),
    );
    fc.assert(
      fc.property(choices, anything, (chosen, [column, answers]) => {
        const { end } = historyBy(chosen);
        if (!finalStates.includes(end.state)) return;
        const answer = judge(end, factOf(column, answers));
        if (end.state === 'expired' && column === 'document again') expect(answer.answer).toBe('moved');
        else expect(answer.answer).not.toBe('moved');
      }),
    );
  });

  it('ends in the same state however its reports are delayed, repeated and put back', () => {
    fc.assert(
      fc.property(choices, fc.array(fc.nat(1_000), { minLength: 40, maxLength: 40 }), (chosen, order) => {
        const { facts, end } = historyBy(chosen);
        const replay = new Replay(order);
        for (const fact of facts) {
          // Own acts happen in order, under the row lock.
          if ('answers' in fact) replay.report(fact);
          else replay.act(fact);
        }
        replay.settle();
        expect({ state: replay.life.state, waiting: replay.waiting }).toEqual({ state: end.state, waiting: [] });
      }),
      { numRuns: 2_000 },
    );
  });
});

type Report = Extract<Fact, { answers: number }>;

/**
 * Delivers the reports of a history in another order, each as often as it takes. A report can only come once what it
 * answers was announced, so only those of one chapter swap places; its number is the one of this replay: a wait that was
 * never announced here has taken none.
 */
class Replay {
  life = begun;
  readonly waiting: Report[] = [];
  private original = begun.chapter;
  private drawn = 0;

  constructor(private readonly order: readonly number[]) {}

  report(fact: Report): void {
    if (fact.answers !== this.original) {
      this.settle();
      this.original = fact.answers;
    }
    this.waiting.push({ ...fact, answers: this.life.chapter });
    const at = (this.order[this.drawn++ % this.order.length] ?? 0) % (this.waiting.length + 1);
    const [taken] = this.waiting.splice(at, 1);
    if (taken) this.deliver(taken);
  }

  act(fact: Fact): void {
    this.settle();
    const answer = judge(this.life, fact);
    if (answer.answer === 'moved') this.life = answer.life;
  }

  settle(): void {
    for (let tries = 0; tries < 200 && this.waiting.length > 0; tries += 1) {
      const fact = this.waiting.shift();
      if (fact) this.deliver(fact);
    }
  }

  private deliver(fact: Report): void {
    const answer = judge(this.life, fact);
    expect(answer.answer).not.toBe('impossible');
    if (answer.answer === 'early') this.waiting.push(fact);
    if (answer.answer !== 'moved') return;
    this.life = answer.life;
    // At least once: it may come again. Waits are counted, so the inbox must keep their repetition away.
    const counted = fact.fact === 'printing.deferred' || fact.fact === 'printing.resumed';
    if (!counted) expect(judge(this.life, fact).answer).toBe('already there');
  }
}
