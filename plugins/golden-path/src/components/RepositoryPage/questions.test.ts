import { choicesOf, kindOf, problemOf } from './questions';

const question = (schema: Record<string, unknown>) => ({ name: 'q', schema });

describe('questions of a new version', () => {
  it.each([
    [{ type: 'string' }, 'text'],
    [{ type: 'string', enum: ['tier-1', 'tier-2'] }, 'choice'],
    [{ type: 'boolean' }, 'yesNo'],
    [{ type: 'integer', minimum: 1 }, 'number'],
    [{ type: 'number' }, 'number'],
    [{ type: 'object' }, 'none'],
    [{ type: 'array', items: { type: 'string' } }, 'none'],
    [{}, 'none'],
  ])('%j is answered by a %s', (schema, kind) =>
    expect(kindOf(question(schema))).toBe(kind),
  );

  it('offers choices only where all of them are text', () => {
    expect(choicesOf(question({ enum: ['a', 'b'] }))).toEqual(['a', 'b']);
    expect(choicesOf(question({ enum: ['a', 1] }))).toBeUndefined();
    expect(choicesOf(question({ enum: [] }))).toBeUndefined();
  });

  it('takes false and zero for answers, and no text for none', () => {
    expect(problemOf(question({ type: 'boolean' }), false)).toBeUndefined();
    expect(problemOf(question({ type: 'integer' }), 0)).toBeUndefined();
    expect(problemOf(question({ type: 'string' }), '')).toBe('missing');
    expect(problemOf(question({ type: 'string' }), undefined)).toBe('missing');
  });

  it('checks a pattern where the browser can read it', () => {
    const name = question({ type: 'string', pattern: '^[a-z]+$' });
    expect(problemOf(name, 'queue')).toBeUndefined();
    expect(problemOf(name, 'Queue 1')).toBe('pattern');
    expect(
      problemOf(question({ type: 'string', pattern: '(' }), 'queue'),
    ).toBeUndefined();
  });
});
