import type { PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { noSuchApplication } from './clerk-sees.js';

/** The id of a path. What is no id names nothing: 404, as for an id that does not exist. */
export const applicationId: PipeTransform<unknown, string> = {
  transform(value) {
    const read = z.uuid().safeParse(value);
    if (!read.success) throw noSuchApplication();
    return read.data;
  },
};
