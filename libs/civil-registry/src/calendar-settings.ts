import { z } from 'zod';

const isoDate = z.iso.date();
const clockTime = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$/, 'write a time as HH:MM');

/** One stretch of open time within a day; `to` is the first minute that is closed. A break is the gap between two stretches. */
const stretch = z
  .object({ from: clockTime, to: clockTime })
  .strict()
  .refine((hours) => hours.from < hours.to, 'a stretch must end after it begins');

const dayHours = z
  .array(stretch)
  .refine(
    (hours) => hours.every((one, index) => index === 0 || (hours[index - 1]?.to ?? '') <= one.from),
    'stretches of a day must follow one another',
  );

/** Open hours per weekday; an empty list is a closed day. */
export const weeklyHours = z
  .object({
    monday: dayHours,
    tuesday: dayHours,
    wednesday: dayHours,
    thursday: dayHours,
    friday: dayHours,
    saturday: dayHours,
    sunday: dayHours,
  })
  .strict();

export type WeeklyHours = z.infer<typeof weeklyHours>;

/** A single day that goes its own way: closed, or open for one stretch. */
const exception = z.discriminatedUnion('open', [
  z.object({ date: isoDate, open: z.literal(false), note: z.string() }).strict(),
  z
    .object({ date: isoDate, open: z.literal(true), from: clockTime, to: clockTime, note: z.string() })
    .strict()
    .refine((day) => day.from < day.to, 'a day must close after it opens'),
]);

/** A season with hours of its own, first and last day included: Ramadan. */
const season = z
  .object({ from: isoDate, to: isoDate, note: z.string(), weekly: weeklyHours })
  .strict()
  .refine((one) => one.from <= one.to, 'a season must end after it begins');

/**
 * The working calendar as people edit it: a weekly template, seasons that replace it, and exceptions that beat both
 * (domain 5.2). Holidays are exceptions, since offices open on some of them.
 */
export const calendarSettings = z
  .object({
    weekly: weeklyHours,
    seasons: z.array(season).default([]),
    exceptions: z
      .array(exception)
      .default([])
      .refine((days) => new Set(days.map((day) => day.date)).size === days.length, 'each date may stand only once'),
  })
  .strict();

export type CalendarSettings = z.infer<typeof calendarSettings>;
