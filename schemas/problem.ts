import { Type, type Static } from '@sinclair/typebox';
import { int64, nullable, text } from './units.js';

/** Every error answer: RFC 9457 `application/problem+json`. */
export const ProblemDetails = Type.Object(
  {
    type: text('Always "about:blank": what happened is told by `code`.', 'about:blank'),
    title: text('The standard phrase of the HTTP status.', 'Service Unavailable'),
    status: int64({ description: 'The HTTP status of this answer.', examples: [503] }),
    detail: text(
      'What is wrong with this request or this value, in a sentence.',
      'the disk did not answer within 1 s',
    ),
    instance: text('The path that was asked for; empty when that could not be read.', '/stats/disk'),
    code: text('A stable word for programs to decide on.', 'timeout'),
    domain: Type.Optional(text('The domain whose value could not be read.', 'disk')),
    remedy: Type.Optional(
      nullable(text('What the operator can do about it; null when nothing is known to help.')),
    ),
  },
  { $id: 'ProblemDetails', title: 'ProblemDetails', description: 'An error answer (RFC 9457).' },
);
export type ProblemDetails = Static<typeof ProblemDetails>;

/** One entry of `problems` in `/stats`. */
export const Problem = Type.Object(
  {
    domain: text('The domain or GPU backend that has the problem.', 'gpu/nvidia'),
    code: text('A stable word for programs to decide on.', 'driver_mismatch'),
    detail: text('What is wrong with what, in a sentence.'),
    reason: nullable(
      text(
        'Why, in a sentence, as the thing says it of itself; null when no more is known than `detail` says.',
      ),
    ),
    remedy: nullable(text('What the operator can do about it; null when nothing is known to help.')),
  },
  {
    $id: 'Problem',
    title: 'Problem',
    description: 'Something on the host that is broken or could not be read.',
  },
);
