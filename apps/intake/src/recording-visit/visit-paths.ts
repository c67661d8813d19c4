import type { PipeTransform } from '@nestjs/common';
import { ProblemError } from '#boot';
import { z } from 'zod';

/** The id of a path. What is no id names nothing: 404, as for an id that does not exist. */
function idOr404(code: string, title: string): PipeTransform<unknown, string> {
  return {
    transform(value) {
      const read = z.uuid().safeParse(value);
      if (!read.success) throw new ProblemError(404, code, title);
      return read.data;
    },
  };
}

export const visitId = idOr404('visit-not-found', 'There is no such visit');
export const visitRequestId = idOr404('visit-request-not-found', 'There is no such request for a visit');
