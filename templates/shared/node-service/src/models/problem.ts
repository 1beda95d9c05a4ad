import type { z } from 'zod';

/** One wrong field of a request. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

interface ProblemOptions {
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error that is meant for the caller; answered as RFC 9457 `application/problem+json`. */
export class Problem extends Error {
  readonly status: number;
  readonly kind: string;
  readonly title: string;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  /**
   * @param status - HTTP status
   * @param kind - stable name, last part of the `type` URN; clients may switch on it
   * @param title - the kind in words
   * @param detail - what happened this time; must not repeat what the caller sent
   */
  constructor(
    status: number,
    kind: string,
    title: string,
    detail: string,
    options: ProblemOptions = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.kind = kind;
    this.title = title;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }
}

/** Parses request input; throws a 400 {@link Problem} with the path of every wrong field. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) {
    return parsed.data;
  }
  throw new Problem(
    400,
    'invalid-request',
    'Invalid request',
    'Some fields are missing or wrong.',
    {
      errors: parsed.error.issues.map((issue) => ({
        path: issue.path.join('.'),
        message: issue.message,
      })),
    },
  );
}
